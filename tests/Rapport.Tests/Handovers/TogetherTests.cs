using System.Text.Json;
using Rapport.Desk;
using Rapport.Foundation;
using Rapport.Tests.Channels;

namespace Rapport.Tests.Handovers;

public class TogetherTests
{
    [Theory, OnBothDatabases]
    [Trait("Proves", "E098")]
    public async Task Whoever_is_brought_in_helps_and_the_owner_stays_the_owner(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var trio = await Trio.At(desk);
        var number = await trio.OfDana();
        var assists = $"/api/v1/conversations/{number}/assists";

        var asked = await trio.Dana.Client.Post(assists, new { to = "miguel@desk.example", question = "Is there another bag?", reason = "tool", may_answer = true });
        var id = asked.GetProperty("id").GetGuid();
        Assert.Contains("Is there another bag?", await trio.Miguel.Client.GetStringAsync(new Uri("/asked", UriKind.Relative)), StringComparison.Ordinal);
        Assert.DoesNotContain("Is there another bag?", await trio.Ines.Client.GetStringAsync(new Uri("/asked", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Equal(422, (await trio.Ines.Client.Try(HttpMethod.Post, $"{assists}/{id}/join")).Status);
        await trio.Miguel.Client.Post($"{assists}/{id}/join");

        Assert.Equal("Dana", await trio.Owner(number));
        Assert.Contains("Miguel joined to help. Dana stays with you.", await trio.Told(number));
        var thread = System.Net.WebUtility.HtmlDecode(await trio.Dana.Client.GetStringAsync(new Uri($"/desk/{number}/thread", UriKind.Relative)));
        Assert.Contains("Miguel joined for a question · Dana stays the owner", thread, StringComparison.Ordinal);
        Assert.Contains("data-kind=\"reply\"", await trio.Miguel.Client.GetStringAsync(new Uri($"/desk/{number}/composer", UriKind.Relative)), StringComparison.Ordinal);
        Assert.DoesNotContain("data-kind=\"reply\"", await trio.Ines.Client.GetStringAsync(new Uri($"/desk/{number}/composer", UriKind.Relative)), StringComparison.Ordinal);

        Assert.Equal(204, (await trio.Dana.Client.Try(HttpMethod.Delete, $"{assists}/{id}")).Status);
        Assert.DoesNotContain("data-kind=\"reply\"", await trio.Miguel.Client.GetStringAsync(new Uri($"/desk/{number}/composer", UriKind.Relative)), StringComparison.Ordinal);
        var credited = await desk.InDatabase(db => Task.FromResult(db.Log.Single(e => e.Kind == "assist_joined")));
        using var data = JsonDocument.Parse(credited.Data);
        Assert.Equal((trio.Miguel.Id, trio.Dana.Id), (data.RootElement.GetProperty("helper").GetGuid(), data.RootElement.GetProperty("owner").GetGuid()));
        Assert.Equal([trio.Dana.Id], await trio.OwnersInTheLog(number));
    }

    [Theory, OnBothDatabases]
    [Trait("Proves", "E099")]
    public async Task Who_is_away_is_covered_under_their_name_and_the_customer_is_told(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var trio = await Trio.At(desk);
        var visitor = await ChatVisitor.Arrive(desk);
        var number = await visitor.Says("The bag arrived torn", name: "Ruth");
        await trio.Dana.Client.Put($"/api/v1/conversations/{number}/owner", new { person = "me" });
        await trio.Dana.Client.Post($"/api/v1/conversations/{number}/promises", new { text = "A new bag", due_at = desk.Now.Plus(NodaTime.Duration.FromHours(1)).Rfc3339() });

        await trio.Dana.Client.Post("/api/v1/me/away", new { covered_by = "miguel@desk.example", until = desk.Now.Plus(NodaTime.Duration.FromHours(2)).Rfc3339() });

        Assert.Contains("A new bag", await trio.Miguel.Client.GetStringAsync(new Uri("/handovers/away", UriKind.Relative)), StringComparison.Ordinal);
        Assert.DoesNotContain("A new bag", await trio.Ines.Client.GetStringAsync(new Uri("/handovers/away", UriKind.Relative)), StringComparison.Ordinal);
        await trio.Miguel.Client.Post($"/api/v1/conversations/{number}/messages", new { from = "agent", body = "It is on its way" });
        var sees = await visitor.Sees();
        Assert.Equal("Dana", sees.GetProperty("name").GetString());
        Assert.Equal("Miguel for Dana", sees.GetProperty("messages").EnumerateArray().Last().GetProperty("name").GetString());
        Assert.StartsWith("Dana is away for now. Miguel is there for you", sees.GetProperty("told").EnumerateArray().Last().GetProperty("body").GetString(), StringComparison.Ordinal);

        await desk.Pass(TimeSpan.FromHours(2.01));

        Assert.Equal("Dana is back.", (await trio.Told(number))[^1]);
        Assert.Equal("Dana", await trio.Owner(number));
        Assert.DoesNotContain("data-kind=\"reply\"", await trio.Miguel.Client.GetStringAsync(new Uri($"/desk/{number}/composer", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    [Trait("Proves", "E099")]
    public async Task Who_goes_away_while_a_customer_is_just_told_something_waits_for_their_turn(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var trio = await Trio.At(desk);
        var number = await trio.OfDana();

        var letGo = await trio.Hold(number, async (db, conversation) =>
        {
            await db.Tell(conversation, "Something else.", desk.Now, default);
            await db.SaveChangesAsync();
        });
        var away = trio.Dana.Client.Try(HttpMethod.Post, "/api/v1/me/away", new { covered_by = "miguel@desk.example", until = desk.Now.Plus(NodaTime.Duration.FromHours(2)).Rfc3339() });
        await Task.Delay(400);
        await letGo();

        Assert.Equal(201, (await away).Status);
        Assert.Equal(2, (await trio.Told(number)).Count);
    }

    [Theory, OnBothDatabases]
    [Trait("Proves", "E082"), Trait("Proves", "E083"), Trait("Proves", "E106")]
    public async Task What_was_missing_is_summed_with_its_cost_and_comes_back_when_it_is_closed(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var trio = await Trio.At(desk);
        var (_, asLea) = await desk.Person("Lea", "lead");
        var visitor = await ChatVisitor.Arrive(desk);
        var number = await visitor.Says("The bag arrived torn", name: "Ruth");
        var owner = trio.Dana.Client;
        await owner.Put($"/api/v1/conversations/{number}/owner", new { person = "me" });
        await owner.Post($"/api/v1/conversations/{number}/messages", new { from = "agent", body = "I see" });
        foreach (var (next, to) in new[] { (trio.Miguel.Client, "miguel"), (trio.Ines.Client, "ines") })
        {
            await owner.Post(Trio.Path(number), new { to = $"{to}@desk.example", reason = "right", missing = "Refunds above $60" });
            desk.Time.Advance(TimeSpan.FromSeconds(30));
            await next.Post(Trio.Path(number, "/join"));
            await owner.Post(Trio.Path(number, "/release"));
            await next.Post($"/api/v1/conversations/{number}/messages", new { from = "agent", body = "I see too" });
            var asks = (await visitor.Sees()).GetProperty("told").EnumerateArray().Last(t => t.GetProperty("asks").GetBoolean());
            await visitor.Http.Try(HttpMethod.Put, $"/chat/v1/told/{asks.GetProperty("id").GetGuid()}", new { yes = true });
            if (to == "miguel")
            {
                // That she was confused is a tap of its own, counted for itself, and taken back with the same tap.
                foreach (var confused in new[] { true, false, true }) Assert.Equal(204, (await visitor.Http.Try(HttpMethod.Put, $"/chat/v1/told/{asks.GetProperty("id").GetGuid()}/confusion", new { yes = confused })).Status);
                Assert.True((await visitor.Sees()).GetProperty("told").EnumerateArray().Last(t => t.GetProperty("asks").GetBoolean()).GetProperty("confused").GetBoolean());
            }
            owner = next;
        }
        // Another question that she answers with yes is no repeat.
        await owner.Post($"/api/v1/conversations/{number}/understanding/question", new { words = "The bag is torn, and you want a new one" });
        var understood = (await visitor.Sees()).GetProperty("told").EnumerateArray().Last(t => t.GetProperty("asks").GetBoolean());
        await visitor.Http.Try(HttpMethod.Put, $"/chat/v1/told/{understood.GetProperty("id").GetGuid()}", new { yes = true });
        Assert.Equal(422, (await visitor.Http.Try(HttpMethod.Put, $"/chat/v1/told/{understood.GetProperty("id").GetGuid()}/confusion", new { yes = true })).Status);

        var row = Assert.Single((await asLea.Get("/api/v1/gaps")).GetProperty("items").EnumerateArray());
        Assert.Equal(("right", "Refunds above $60", 2, 3, 2, 1), (row.GetProperty("reason").GetString(), row.GetProperty("missing").GetString(), row.GetProperty("times").GetInt32(), row.GetProperty("people").GetInt32(), row.GetProperty("repeats").GetInt32(), row.GetProperty("minutes").GetInt32()));
        var page = await asLea.GetStringAsync(new Uri("/handovers/gaps", UriKind.Relative));
        Assert.DoesNotContain("Dana", page, StringComparison.Ordinal);
        Assert.Equal(1, row.GetProperty("confused").GetInt32());
        Assert.Contains("2 repeats · 1 confused", System.Net.WebUtility.HtmlDecode(page), StringComparison.Ordinal);

        var figures = (await asLea.Get("/api/v1/gaps")).GetProperty("had_to_repeat");
        Assert.Equal((2, 2, 2), (figures.GetProperty("asked").GetInt32(), figures.GetProperty("answered").GetInt32(), figures.GetProperty("yes").GetInt32()));
        var puzzled = (await asLea.Get("/api/v1/gaps")).GetProperty("was_confused");
        Assert.Equal((2, 1), (puzzled.GetProperty("asked").GetInt32(), puzzled.GetProperty("said").GetInt32()));

        var gap = await asLea.Post("/api/v1/gaps", new { reason = "right", missing = "Refunds above $60", owner = "ines@desk.example", due_at = desk.Now.Plus(NodaTime.Duration.FromDays(7)).Rfc3339() });
        Assert.Equal("Ines", (await asLea.Get("/api/v1/gaps")).GetProperty("items")[0].GetProperty("owner").GetString());
        await asLea.Post($"/api/v1/gaps/{gap.GetProperty("id").GetGuid()}/closing", new { how = "Everybody may refund up to $100" });

        Assert.Empty((await asLea.Get("/api/v1/gaps")).GetProperty("items").EnumerateArray());
        var back = await trio.Dana.Client.GetStringAsync(new Uri("/handovers/gaps", UriKind.Relative));
        Assert.Contains("Everybody may refund up to $100", back, StringComparison.Ordinal);
        Assert.DoesNotContain("customers met", back, StringComparison.Ordinal);
        Assert.Equal(403, (await trio.Dana.Client.Try(HttpMethod.Get, "/api/v1/gaps")).Status);

        // Whoever went without it hears of it wherever they are, once; who had not met it does not.
        foreach (var (who, hears) in new[] { (trio.Dana.Client, true), (trio.Miguel.Client, true), (trio.Ines.Client, false) })
            Assert.Equal(hears, (await who.GetStringAsync(new Uri("/asked", UriKind.Relative))).Contains("Everybody may refund up to $100", StringComparison.Ordinal));
        await trio.Dana.Client.Try(HttpMethod.Post, $"/handovers/gaps/{gap.GetProperty("id").GetGuid()}/reading");
        Assert.DoesNotContain("refund up to", await trio.Dana.Client.GetStringAsync(new Uri("/asked", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task Only_the_visitor_who_was_asked_can_answer(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var trio = await Trio.At(desk);
        var (ruth, other) = (await ChatVisitor.Arrive(desk), await ChatVisitor.Arrive(desk));
        var number = await ruth.Says("It is torn");
        await other.Says("Where is my parcel?");
        await trio.Dana.Client.Put($"/api/v1/conversations/{number}/owner", new { person = "me" });
        await trio.Offer(number);
        await trio.Miguel.Client.Post(Trio.Path(number, "/join"));
        await trio.Dana.Client.Post(Trio.Path(number, "/release"));
        var id = (await ruth.Sees()).GetProperty("told").EnumerateArray().Last().GetProperty("id").GetGuid();

        Assert.Equal(404, (await other.Http.Try(HttpMethod.Put, $"/chat/v1/told/{id}", new { yes = true })).Status);
        Assert.Equal(204, (await ruth.Http.Try(HttpMethod.Put, $"/chat/v1/told/{id}", new { yes = false })).Status);
    }
}
