using NodaTime;
using Rapport.Essence.Cues;
using Rapport.Language;

namespace Rapport.Tests.Essence;

/// <summary>A book grows for years, and opening it stays as quick as on the first day.</summary>
public class BookTests
{
    [Theory, OnBothDatabases]
    public async Task The_page_of_the_book_turns_fifty_at_a_time_and_misses_none_even_if_the_last_is_deleted(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var number = await desk.Conversation();
        var (_, ana) = await desk.Person("Ana");
        for (var i = 0; i < 112; i++)
        {
            // Three at the same instant each time, so that time alone is no order.
            await ana.Keeps(number, words: $"keepsake-{i:000}");
            if (i % 3 == 2) desk.Time.Advance(TimeSpan.FromMinutes(1));
        }

        var seen = new List<string>();
        var pages = new List<int>();
        for (var path = "/book"; path is not null;)
        {
            var page = await ana.Page(path);
            var here = page.Split("keepsake-").Skip(1).Select(p => p[..3]).Where(p => p.All(char.IsAsciiDigit)).Distinct(StringComparer.Ordinal).ToList();
            seen.AddRange(here);
            pages.Add(here.Count);
            path = page.Split("href=\"/book?before=") is [_, var rest, ..] ? "/book?before=" + rest.Split('"')[0] : null;
            // Whoever turns the page and then deletes what stood last on it goes on where they were.
            if (pages.Count == 1) await DeleteOldestOf(ana, here);
        }

        Assert.Equal([50, 50, 12], pages);
        Assert.Equal(112, seen.Distinct(StringComparer.Ordinal).Count());
        Assert.Contains("Nothing is older", await ana.Page($"/book?before=1_{Guid.Empty:N}"), StringComparison.Ordinal);
        Assert.Equal(400, (await ana.Try(HttpMethod.Get, "/api/v1/moments?after=yesterday")).Status);
    }

    [Theory, OnBothDatabases]
    public async Task Beside_a_moment_stands_what_the_customer_said_to_it_and_nothing_of_a_later_page(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (_, ana) = await desk.Person("Ana");
        var number = await desk.Conversation(body: Serving.Asked);
        var mine = await ana.Says(number);
        await desk.Owner.Post($"/api/v1/conversations/{number}/messages", new { from = "customer", body = "A cake of liver, he will not share it." });
        await desk.Owner.Post($"/api/v1/conversations/{number}/messages", new { from = "customer", body = "And one candle." });
        await ana.Post($"/api/v1/conversations/{number}/moments", new { behavior = "interest", message = mine });

        var book = await ana.Page("/book");

        Assert.Contains("A cake of liver", book, StringComparison.Ordinal);
        Assert.DoesNotContain("And one candle", book, StringComparison.Ordinal);
        await ana.Keeps(number, words: "without a message");
        Assert.Contains("And one candle", await ana.Page("/book"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_read_is_kept_by_its_length_so_that_long_letters_do_not_fill_the_memory()
    {
        using var openings = new Openings(Recognizer.Load());
        var now = Instant.FromUtc(2026, 11, 25, 9, 0);
        for (var i = 0; i < 500; i++)
            openings.Of(new([new($"{i} " + new string('a', 20_000), true, now)], [], "An order", "Ruth", null, null, null, now, DateTimeZone.Utc), Shelf.Empty, DenyList.BuiltIn);

        Assert.InRange(openings.Kept, 1, 400);
    }

    static async Task DeleteOldestOf(HttpClient who, List<string> shown)
    {
        var all = (await who.Get("/api/v1/moments?limit=200")).GetProperty("items").EnumerateArray().ToList();
        await who.DeleteAsync(new Uri(Serving.PathOf(all.Single(m => m.Of("words") == "keepsake-" + shown[^1])), UriKind.Relative));
    }
}
