using Microsoft.EntityFrameworkCore;
using Rapport.Tests.Channels;

namespace Rapport.Tests.Handovers;

[Trait("Proves", "E105")]
public class LostCustomerTests
{
    [Theory, OnBothDatabases]
    public async Task A_customer_whose_line_drops_keeps_place_and_owner_and_is_known_to_be_gone(string database)
    {
        await using var desk = await TestDesk.Open(database, realTime: true);
        var trio = await Trio.At(desk);
        var visitor = await ChatVisitor.Arrive(desk);
        var number = await visitor.Says("The bag arrived torn", name: "Ruth Adeyemi");
        await trio.Dana.Client.Put($"/api/v1/conversations/{number}/owner", new { person = "me" });
        await trio.Offer(number);
        var line = await Line.Open(visitor.Http, "/chat/v1/live");
        await line.Next();

        line.Dispose();
        await Until(async () => (await Presence(trio, number)).Contains("Ruth's line dropped", StringComparison.Ordinal));

        Assert.Equal(("offered", "Dana"), (await trio.State(number), await trio.Owner(number)));
        Assert.Contains("Ruth Adeyemi's line dropped", await Asked(trio.Dana.Client), StringComparison.Ordinal);
        Assert.DoesNotContain("line dropped", await Asked(trio.Ines.Client), StringComparison.Ordinal);
        // Beside the open conversation it stands on the page itself.
        Assert.DoesNotContain("line dropped", await trio.Dana.Client.GetStringAsync(new Uri($"/asked?beside={number}", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Equal(422, (await trio.Ines.Client.Try(HttpMethod.Post, $"/api/v1/conversations/{number}/messages", new { from = "agent", body = "I am Ines" })).Status);
        await trio.Dana.Client.Post($"/api/v1/conversations/{number}/messages", new { from = "agent", body = "I am still here, Ruth." });
        Assert.DoesNotContain("line dropped", await Asked(trio.Dana.Client), StringComparison.Ordinal);
        Assert.Equal($"person:{trio.Dana.Id}", (await desk.InDatabase(db => db.Log.SingleAsync(e => e.Kind == "customer_written_back"))).Actor);
        using var again = await Line.Open(visitor.Http, "/chat/v1/live");
        await Until(async () => !(await Presence(trio, number)).Contains("line dropped", StringComparison.Ordinal));
        Assert.Equal(["The bag arrived torn", "I am still here, Ruth."], await visitor.Reads());
        Assert.Equal([trio.Dana.Id], await trio.OwnersInTheLog(number));
    }

    [Theory, OnBothDatabases]
    public async Task Whoever_closes_the_chat_with_everything_said_has_lost_nothing(string database)
    {
        await using var desk = await TestDesk.Open(database, realTime: true);
        var trio = await Trio.At(desk);
        var visitor = await ChatVisitor.Arrive(desk);
        var number = await visitor.Says("Thanks!");
        await trio.Dana.Client.Post($"/api/v1/conversations/{number}/messages", new { from = "agent", body = "You are welcome." });
        await visitor.Http.Put("/chat/v1/read", new { position = 2 });
        var line = await Line.Open(visitor.Http, "/chat/v1/live");
        await line.Next();

        line.Dispose();
        await Task.Delay(6000);

        Assert.DoesNotContain("line dropped", await Presence(trio, number), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task A_customer_who_is_back_while_their_loss_waits_to_be_written_down_is_not_lost(string database)
    {
        await using var desk = await TestDesk.Open(database, realTime: true);
        var trio = await Trio.At(desk);
        var visitor = await ChatVisitor.Arrive(desk);
        var number = await visitor.Says("The bag arrived torn", name: "Ruth Adeyemi");
        var line = await Line.Open(visitor.Http, "/chat/v1/live");
        await line.Next();

        line.Dispose();
        await Task.Delay(4000);
        var letGo = await trio.Hold(number);
        await Task.Delay(2000);
        using var again = await Line.Open(visitor.Http, "/chat/v1/live");
        await again.Next();
        await Task.Delay(300);
        await letGo();
        await Task.Delay(700);

        Assert.DoesNotContain("line dropped", await Presence(trio, number), StringComparison.Ordinal);
    }

    static async Task<string> Asked(HttpClient who) => System.Net.WebUtility.HtmlDecode(await who.GetStringAsync(new Uri("/asked", UriKind.Relative)));

    static async Task<string> Presence(Trio trio, long number) => System.Net.WebUtility.HtmlDecode(await trio.Dana.Client.GetStringAsync(new Uri($"/desk/{number}/presence", UriKind.Relative)));

    static async Task Until(Func<Task<bool>> isTrue)
    {
        for (var i = 0; i < 600; i++)
        {
            if (await isTrue()) return;
            await Task.Delay(50);
        }
        Assert.Fail("It never came to be.");
    }
}
