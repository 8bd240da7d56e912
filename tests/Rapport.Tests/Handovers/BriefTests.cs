using System.Text.Json;
using NodaTime;
using Rapport.Foundation;
using Rapport.Handovers;

namespace Rapport.Tests.Handovers;

[Trait("Proves", "E106")]
public class BriefTests
{
    [Fact]
    public void What_was_written_again_in_much_the_same_words_was_said_twice() =>
        Assert.Equal(["The bag arrived torn, as I said, order 20418"], Briefing.SaidTwice(["Order 20418: the bag arrived torn", "When will you send a new one please?", "The bag arrived torn, as I said, order 20418", "Thanks"]));

    [Theory]
    [InlineData(497), InlineData(498), InlineData(499), InlineData(500)]
    public void A_line_that_is_cut_ends_in_a_whole_character(int before)
    {
        var line = Brief.Line(new string('a', before) + string.Concat(Enumerable.Repeat("🐕", 20)));

        Assert.True(line.Length <= 500);
        Assert.EndsWith("…", line, StringComparison.Ordinal);
        Assert.Equal(line, System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(line)));
    }

    [Theory, OnBothDatabases]
    public async Task The_brief_is_made_from_the_conversation(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var trio = await Trio.At(desk);
        await desk.Owner.Post("/api/v1/contact-types", new { name = "Damaged delivery", steps = new[] { new { name = "Confirm the order" }, new { name = "Tell when it arrives" } } });
        var number = await desk.Conversation(contactType: "damaged-delivery");
        await trio.Dana.Client.Put($"/api/v1/conversations/{number}/owner", new { person = "me" });
        await trio.Dana.Client.Post($"/api/v1/conversations/{number}/steps/confirm-the-order/completion");
        await trio.Dana.Client.Post($"/api/v1/conversations/{number}/notes", new { body = "The courier has it since Monday" });
        await trio.Dana.Client.Post($"/api/v1/conversations/{number}/promises", new { text = "A new bag", due_at = desk.Now.Plus(Duration.FromDays(1)).Rfc3339() });

        var brief = (await trio.Offer(number, brief: new { found = new[] { "It lies in Kiel" } })).GetProperty("brief");

        Assert.Equal(["The 15 kg bag arrived torn"], Of(brief, "asked"));
        Assert.Equal(["It lies in Kiel"], Of(brief, "found"));
        Assert.Equal(["A new bag, by 2026-11-23T09:00:00Z"], Of(brief, "promised"));
        Assert.Equal(["Confirm the order"], Of(brief, "done"));
        Assert.Equal(["Tell when it arrives"], Of(brief, "to_do"));
        Assert.Equal(400, (await trio.Dana.Client.Try(HttpMethod.Post, Trio.Path(await trio.OfDana()), new { to = "team", reason = "time", brief = new { nonsense = "x" } })).Status);
    }

    [Fact]
    public void However_often_lines_are_given_again_each_is_kept_once()
    {
        var random = new Random(1);
        for (var journey = 0; journey < 1000; journey++)
        {
            var (travelled, wanted) = (Brief.Empty, new HashSet<(BriefField, string)>());
            for (var hop = 0; hop < 1 + random.Next(6); hop++)
            {
                var (now, before) = (hop, travelled);
                var given = Brief.Of(f => Enumerable.Range(0, random.Next(4)).Select(i => random.Next(4) == 0 && before[f].Count > 0 ? before[f][0] : $"{f} {now}.{i}"));
                foreach (var (field, _, _) in Brief.Fields) wanted.UnionWith(given[field].Select(line => (field, line)));
                var fresh = given.Without(travelled);
                travelled = Brief.Of(f => before[f].Concat(fresh[f]));
            }
            Assert.Equal(wanted, Brief.Fields.SelectMany(f => travelled[f.Field].Select(line => (f.Field, line))).ToHashSet());
        }
    }

    static string[] Of(JsonElement brief, string field) => [.. brief.GetProperty(field).EnumerateArray().Select(l => l.GetString()!)];
}
