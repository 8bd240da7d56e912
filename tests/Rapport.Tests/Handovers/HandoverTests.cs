using System.Text.Json;
using Rapport.Tests.Channels;

namespace Rapport.Tests.Handovers;

[Trait("Proves", "E100"), Trait("Proves", "E102"), Trait("Proves", "E104")]
public class HandoverTests
{
    [Theory, OnBothDatabases]
    public async Task The_owner_has_it_until_somebody_joins_and_the_customer_hears_who_comes(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var trio = await Trio.At(desk);
        var visitor = await ChatVisitor.Arrive(desk);
        var number = await visitor.Says("The 15 kg bag arrived torn", name: "Ruth Adeyemi");
        await trio.Dana.Client.Put($"/api/v1/conversations/{number}/owner", new { person = "me" });

        var offered = await trio.Dana.Client.Try(HttpMethod.Post, Trio.Path(number), new { to = "miguel@desk.example", brief = "She wants it before Saturday", reason = "knowledge", introduction = "who knows every courier" });

        Assert.Equal(201, offered.Status);
        Assert.Equal(("offered", "Dana"), (offered.Body.GetProperty("state").GetString(), await trio.Owner(number)));
        Assert.Equal("Dana", (await visitor.Sees()).GetProperty("name").GetString());
        Assert.Equal("Dana is bringing in Miguel, who knows every courier. Dana stays with you until Miguel is here.", Last(await visitor.Sees()));

        var joined = await trio.Miguel.Client.Post(Trio.Path(number, "/join"));

        Assert.Equal(("joined", "Miguel"), (joined.GetProperty("state").GetString(), await trio.Owner(number)));
        Assert.Equal("Miguel", (await visitor.Sees()).GetProperty("name").GetString());
        Assert.StartsWith("Miguel is here now", Last(await visitor.Sees()), StringComparison.Ordinal);
        Assert.Equal(["The 15 kg bag arrived torn"], Lines(joined, "asked"));
        Assert.Equal(["She wants it before Saturday"], Lines(joined, "words"));

        var released = await trio.Dana.Client.Post(Trio.Path(number, "/release"));

        Assert.Equal(("released", "Miguel"), (released.GetProperty("state").GetString(), await trio.Owner(number)));
        Assert.Equal([trio.Dana.Id, trio.Miguel.Id], await trio.OwnersInTheLog(number));
    }

    [Theory, OnBothDatabases]
    public async Task There_is_no_blind_handover(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var trio = await Trio.At(desk);
        var number = await trio.OfDana();

        var silent = await trio.Dana.Client.Try(HttpMethod.Post, Trio.Path(number), new { to = "miguel@desk.example", brief = "Take this" });
        var ofAnother = await trio.Ines.Client.Try(HttpMethod.Post, Trio.Path(number), new { to = "miguel@desk.example", reason = "time" });
        await trio.Offer(number);
        var leaves = await trio.Dana.Client.Try(HttpMethod.Post, Trio.Path(number, "/release"));
        var takes = await trio.Ines.Client.Try(HttpMethod.Put, $"/api/v1/conversations/{number}/owner", new { person = "me" });
        var joins = await trio.Ines.Client.Try(HttpMethod.Post, Trio.Path(number, "/join"));
        var again = await trio.Dana.Client.Try(HttpMethod.Post, Trio.Path(number), new { to = "team", reason = "time" });
        var pushes = await trio.Dana.Client.Try(HttpMethod.Post, Trio.Path(await trio.OfDana()), new { to = "miguel@desk.example", reason = "time", override_because = "I must go" });

        Assert.Equal((400, 422, 409, 409, 422, 409, 422), (silent.Status, ofAnother.Status, leaves.Status, takes.Status, joins.Status, again.Status, pushes.Status));
        Assert.Equal("Dana", await trio.Owner(number));
    }

    [Theory, OnBothDatabases]
    public async Task A_no_an_end_of_patience_or_a_withdrawal_leaves_it_where_it_was_and_says_why(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var trio = await Trio.At(desk);
        var number = await trio.OfDana();

        await trio.Offer(number);
        await trio.Miguel.Client.Post(Trio.Path(number, "/decline"));
        Assert.Equal(("declined", "Dana", "Miguel can't come right now. Dana is still with you."), (await trio.State(number), await trio.Owner(number), (await trio.Told(number))[^1]));
        Assert.Contains("Ask the team", await trio.Dana.Client.GetStringAsync(new Uri($"/desk/{number}/passing", UriKind.Relative)), StringComparison.Ordinal);

        await trio.Offer(number);
        await desk.Pass(TimeSpan.FromSeconds(61));
        Assert.Equal(("expired", "Dana", "Miguel did not answer in time. Dana is still with you."), (await trio.State(number), await trio.Owner(number), (await trio.Told(number))[^1]));

        await trio.Offer(number, to: "team");
        await trio.Dana.Client.Try(HttpMethod.Delete, Trio.Path(number));
        Assert.Equal(("withdrawn", "Dana", "Dana stays with you."), (await trio.State(number), await trio.Owner(number), (await trio.Told(number))[^1]));
        Assert.Equal(409, (await trio.Miguel.Client.Try(HttpMethod.Post, Trio.Path(number, "/join"))).Status);
        Assert.Equal([trio.Dana.Id], await trio.OwnersInTheLog(number));
    }

    [Theory, OnBothDatabases]
    public async Task Who_has_joined_can_give_it_back_while_the_sender_is_there(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var trio = await Trio.At(desk);
        var number = await trio.OfDana();
        await trio.Offer(number, to: "team");
        await trio.Miguel.Client.Post(Trio.Path(number, "/join"));
        var second = await trio.Ines.Client.Try(HttpMethod.Post, Trio.Path(number, "/join"));

        await trio.Miguel.Client.Post(Trio.Path(number, "/decline"));

        Assert.Equal((409, "Dana"), (second.Status, await trio.Owner(number)));
        Assert.Equal([trio.Dana.Id, trio.Miguel.Id, trio.Dana.Id], await trio.OwnersInTheLog(number));
    }

    [Theory, OnBothDatabases]
    public async Task A_lead_fetches_what_an_owner_who_is_away_has_and_the_customer_is_told(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var trio = await Trio.At(desk);
        var (lea, asLea) = await desk.Person("Lea", "lead");
        var number = await trio.OfDana();

        Assert.Equal(422, (await trio.Ines.Client.Try(HttpMethod.Post, Trio.Path(number), new { to = "me", reason = "time" })).Status);
        using (await Line.Open(trio.Dana.Client, "/live?topics=inbox"))
        {
            Assert.Equal(422, (await asLea.Try(HttpMethod.Post, Trio.Path(number), new { to = "me", reason = "time" })).Status);
        }
        await desk.LineEnds(trio.Dana.Id);
        var fetched = await asLea.Post(Trio.Path(number), new { to = "me", reason = "time" });

        Assert.Equal(("released", "Lea"), (fetched.GetProperty("state").GetString(), await trio.Owner(number)));
        Assert.Contains("Lea looks after you now, because Dana is away. What you wrote is all here.", await trio.Told(number));
        Assert.Equal([trio.Dana.Id, lea], await trio.OwnersInTheLog(number));
    }

    [Theory, OnBothDatabases]
    [Trait("Proves", "E103")]
    public async Task In_an_emergency_it_goes_to_somebody_who_is_here_with_a_reason_and_is_counted(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var trio = await Trio.At(desk);
        var (_, asLea) = await desk.Person("Lea", "lead");
        var number = await trio.OfDana();
        using var line = await Line.Open(trio.Miguel.Client, "/live?topics=inbox");
        Assert.Equal("hello", await line.Next());

        var pushed = await trio.Dana.Client.Post(Trio.Path(number), new { to = "miguel@desk.example", reason = "time", override_because = "The fire alarm rings" });

        Assert.Equal(("overridden", "Miguel"), (pushed.GetProperty("state").GetString(), await trio.Owner(number)));
        Assert.Equal(1, (await asLea.Get("/api/v1/gaps")).GetProperty("overrides").GetInt32());
    }

    [Theory, OnBothDatabases]
    public async Task When_people_leave_for_good_nothing_hangs(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var trio = await Trio.At(desk);
        var admin = await desk.SignIn();
        var (toMiguel, joined, fromInes) = (await trio.OfDana(), await trio.OfDana(), await desk.Conversation("Peter"));
        await trio.Offer(toMiguel);
        await trio.Offer(joined);
        await trio.Miguel.Client.Post(Trio.Path(joined, "/join"));
        await trio.Ines.Client.Put($"/api/v1/conversations/{fromInes}/owner", new { person = "me" });
        await trio.Ines.Client.Post(Trio.Path(fromInes), new { to = "dana@desk.example", reason = "time" });

        foreach (var gone in new[] { trio.Miguel.Id, trio.Ines.Id })
        {
            using var answer = await admin.PostAsync(new Uri($"/settings/people/{gone}/leaving", UriKind.Relative), null);
        }
        await desk.Pass(TimeSpan.FromSeconds(1));
        await desk.Pass(TimeSpan.FromSeconds(5));

        Assert.Equal(("receiver_lost", "Dana"), (await trio.State(toMiguel), await trio.Owner(toMiguel)));
        Assert.Equal(("receiver_lost", "Dana"), (await trio.State(joined), await trio.Owner(joined)));
        Assert.Equal(("sender_left", null), (await trio.State(fromInes), await trio.Owner(fromInes)));
    }

    [Theory, OnBothDatabases]
    public async Task What_is_resolved_is_not_handed_over(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var trio = await Trio.At(desk);
        var number = await trio.OfDana();
        await trio.Offer(number);

        await trio.Dana.Client.Post($"/api/v1/conversations/{number}/resolution");
        await desk.Pass(TimeSpan.FromSeconds(1));

        Assert.Equal(("resolved", "Dana"), (await trio.State(number), await trio.Owner(number)));
        Assert.Equal(409, (await trio.Miguel.Client.Try(HttpMethod.Post, Trio.Path(number, "/join"))).Status);
    }

    static string? Last(JsonElement visit) => visit.GetProperty("told").EnumerateArray().Last().GetProperty("body").GetString();

    static string[] Lines(JsonElement handover, string field) => [.. handover.GetProperty("brief").GetProperty(field).EnumerateArray().Select(l => l.GetString()!)];
}
