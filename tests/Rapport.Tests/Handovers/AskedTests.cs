using Microsoft.EntityFrameworkCore;
using Rapport.Handovers;
using Rapport.Tests.Channels;

namespace Rapport.Tests.Handovers;

/// <summary>Who is asked, how often, and what the record says of it.</summary>
[Trait("Proves", "E102"), Trait("Proves", "E104")]
public class AskedTests
{
    [Theory, OnBothDatabases]
    public async Task While_the_sender_is_lost_everybody_is_asked_again_but_ever_more_seldom(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var trio = await Trio.At(desk);
        var number = await trio.OfDana();
        await trio.Offer(number);
        await trio.HouseTakes(number, Step.LoseSender);
        foreach (var busy in new[] { trio.Miguel.Client, trio.Ines.Client }) await busy.Post(Trio.Path(number, "/decline"));
        Assert.DoesNotContain("The 15 kg bag", await Asked(trio.Ines.Client), StringComparison.Ordinal);

        for (var minute = 0; minute < 60; minute++) await desk.Pass(TimeSpan.FromSeconds(61));

        Assert.Contains("The 15 kg bag", await Asked(trio.Ines.Client), StringComparison.Ordinal);
        var expired = await Moves(desk, "expire");
        Assert.InRange(expired.Count, 3, 8);
        await trio.HouseTakes(number, Step.SenderBack);
        await desk.Pass(TimeSpan.FromSeconds(61));
        Assert.Equal(("expired", "Dana"), (await trio.State(number), await trio.Owner(number)));
    }

    [Theory, OnBothDatabases]
    public async Task What_the_house_does_by_itself_is_nobodys_step_and_a_lead_who_calls_it_off_is_named(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var trio = await Trio.At(desk);
        var (lea, asLea) = await desk.Person("Lea", "lead");
        var number = await trio.OfDana();
        await trio.Offer(number);
        await desk.Pass(TimeSpan.FromSeconds(61));
        await trio.Offer(number);
        Assert.Equal(200, (await asLea.Try(HttpMethod.Delete, Trio.Path(number))).Status);

        var expired = Assert.Single(await Moves(desk, "expire"));
        Assert.Null(expired.Person);
        var withdrawn = Assert.Single(await Moves(desk, "withdraw"));
        Assert.Equal(lea, withdrawn.Person);
        Assert.Contains("Lea called it off; Dana keeps it", withdrawn.Data, StringComparison.Ordinal);
        Assert.Equal("Dana stays with you.", (await trio.Told(number))[^1]);
    }

    [Theory, OnBothDatabases]
    public async Task Pages_are_told_once_a_second_at_most_that_somebody_hands_over(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var trio = await Trio.At(desk);
        var number = await trio.OfDana();
        using var line = await Line.Open(trio.Ines.Client, "/live?topics=handovers");
        await line.Next();
        await line.Quiet();
        // The line itself was news, and the second after it passes.
        desk.Time.Advance(TimeSpan.FromSeconds(2));
        await line.Quiet();
        var before = Times(line);

        for (var i = 0; i < 6; i++)
        {
            await trio.Offer(number);
            await trio.Dana.Client.Try(HttpMethod.Delete, Trio.Path(number));
        }
        await line.Quiet();

        Assert.Equal(1, Times(line) - before);
    }

    [Theory, OnBothDatabases]
    public async Task At_the_counter_it_is_handed_over_as_everywhere(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var trio = await Trio.At(desk);
        var number = (await desk.Owner.Post("/api/v1/conversations", new { channel = "counter", customer = new { name = "Ruth Adeyemi" }, body = "A harness that is too small" })).GetProperty("number").GetInt64();
        await trio.Dana.Client.Put($"/api/v1/conversations/{number}/owner", new { person = "me" });
        string[] parts = ["data-open=\"hand-over\"", "data-open=\"bring-in\"", "id=\"hand-over\"", "id=\"bring-in\""];

        var danas = await trio.Dana.Client.GetStringAsync(new Uri($"/counter/{number}", UriKind.Relative));
        var inesSees = await trio.Ines.Client.GetStringAsync(new Uri($"/counter/{number}", UriKind.Relative));
        Assert.All(parts, part => Assert.Contains(part, danas, StringComparison.Ordinal));
        Assert.All(parts, part => Assert.DoesNotContain(part, inesSees, StringComparison.Ordinal));

        await trio.Offer(number);
        Assert.Contains($"/counter/{number}", await Asked(trio.Miguel.Client), StringComparison.Ordinal);
        Assert.Contains("Tell Ruth who comes", await trio.Dana.Client.GetStringAsync(new Uri($"/counter/{number}", UriKind.Relative)), StringComparison.Ordinal);
    }

    static async Task<string> Asked(HttpClient who) => System.Net.WebUtility.HtmlDecode(await who.GetStringAsync(new Uri("/asked", UriKind.Relative)));

    static int Times(Line line) => line.Everything.Split('\n').Count(l => l == "data: handovers");

    static Task<List<Rapport.Foundation.LogEntry>> Moves(TestDesk desk, string step) => desk.InDatabase(db => db.Log.Where(e => e.Kind == "handover_moved" && e.Data.Contains($"\"step\":\"{step}\"")).ToListAsync());
}
