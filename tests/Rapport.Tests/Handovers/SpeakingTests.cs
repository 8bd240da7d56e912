using Microsoft.EntityFrameworkCore;
using Rapport.Foundation;

namespace Rapport.Tests.Handovers;

/// <summary>The customer sees one name: who may speak to them follows from who owns, hands over, helps and covers, at the moment when somebody speaks.</summary>
[Trait("Proves", "E099"), Trait("Proves", "E098"), Trait("Proves", "E100")]
public class SpeakingTests
{
    [Theory, OnBothDatabases]
    public async Task Only_the_owner_speaks_and_everybody_else_writes_notes(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var trio = await Trio.At(desk);
        var (_, lead) = await desk.Person("Lea", "lead");
        var number = await trio.OfDana();

        Assert.Equal("Dana", await Speaks(trio.Dana.Client, number));
        foreach (var other in new[] { trio.Miguel.Client, lead, desk.Owner })
        {
            Assert.Null(await Speaks(other, number));
            Assert.Equal(422, (await other.Try(HttpMethod.Post, $"/desk/{number}/replies", new { body = "Hello", anyway = true })).Status);
            Assert.Equal(201, (await other.Try(HttpMethod.Post, $"/api/v1/conversations/{number}/notes", new { body = "She has a dog" })).Status);
        }
        var refused = (await trio.Miguel.Client.Try(HttpMethod.Post, $"/api/v1/conversations/{number}/messages", new { from = "agent", body = "Hello" })).Body;
        Assert.Equal("Dana has this, and Ruth Adeyemi sees one name. Write a note, or ask Dana to bring you in.", refused.GetProperty("detail").GetString());

        var nobodys = await desk.Conversation("Peter");
        Assert.Equal(("Miguel", "Miguel"), (await Speaks(trio.Miguel.Client, nobodys), await trio.Owner(nobodys)));
    }

    [Theory, OnBothDatabases]
    [Trait("Proves", "E102")]
    public async Task Who_hands_over_stays_on_the_line_until_they_leave(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var trio = await Trio.At(desk);
        var number = await trio.OfDana();
        await trio.Offer(number);
        Assert.Null(await Speaks(trio.Miguel.Client, number));

        await trio.Miguel.Client.Post(Trio.Path(number, "/join"));
        Assert.Equal(("Dana", "Miguel"), (await Speaks(trio.Dana.Client, number), await Speaks(trio.Miguel.Client, number)));
        Assert.Contains("data-kind=\"reply\"", await trio.Dana.Client.GetStringAsync(new Uri($"/desk/{number}/composer", UriKind.Relative)), StringComparison.Ordinal);

        await trio.Dana.Client.Post(Trio.Path(number, "/release"));
        Assert.Equal((null, "Miguel"), (await Speaks(trio.Dana.Client, number), await Speaks(trio.Miguel.Client, number)));
        Assert.DoesNotContain("data-kind=\"reply\"", await trio.Dana.Client.GetStringAsync(new Uri($"/desk/{number}/composer", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task A_goodbye_goes_out_before_who_said_it_leaves(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var trio = await Trio.At(desk);
        var number = await trio.OfDana();
        await trio.Offer(number);
        await trio.Miguel.Client.Post(Trio.Path(number, "/join"));

        await Reply(trio.Dana.Client, number, "Goodbye, Ruth");
        await trio.Dana.Client.Post(Trio.Path(number, "/release"));
        await desk.Pass(TimeSpan.FromSeconds(11));

        Assert.Equal(["Goodbye, Ruth"], await Said(desk, number));
    }

    [Theory, OnBothDatabases]
    public async Task What_somebody_wrote_who_may_not_speak_any_more_comes_back_to_them(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var trio = await Trio.At(desk);
        var number = await trio.OfDana();
        var help = await Help(trio, number, mayAnswer: true);

        await Reply(trio.Miguel.Client, number, "There is another bag");
        await trio.Dana.Client.Try(HttpMethod.Delete, help);
        await desk.Pass(TimeSpan.FromSeconds(11));

        Assert.Empty(await Said(desk, number));
        Assert.Equal("There is another bag", (await trio.Miguel.Client.Get($"/desk/{number}/draft")).GetProperty("reply").GetProperty("body").GetString());
    }

    [Theory, OnBothDatabases]
    public async Task Who_helps_whispers_or_answers_as_the_owner_allows_until_it_ends(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var trio = await Trio.At(desk);
        var (whispers, answers) = (await trio.OfDana(), await trio.OfDana());
        await Help(trio, whispers, mayAnswer: false);
        await Help(trio, answers, mayAnswer: true);

        Assert.Equal((null, "Miguel"), (await Speaks(trio.Miguel.Client, whispers), await Speaks(trio.Miguel.Client, answers)));
        Assert.Equal(201, (await trio.Miguel.Client.Try(HttpMethod.Post, $"/api/v1/conversations/{whispers}/notes", new { body = "Ask for the order" })).Status);

        // The owner goes on to another, and who helps stays with the customer; the new owner may thank them.
        await trio.Offer(answers, to: "ines@desk.example");
        await trio.Ines.Client.Post(Trio.Path(answers, "/join"));
        await trio.Dana.Client.Post(Trio.Path(answers, "/release"));
        Assert.Equal((null, "Miguel", "Ines"), (await Speaks(trio.Dana.Client, answers), await Speaks(trio.Miguel.Client, answers), await Speaks(trio.Ines.Client, answers)));

        await trio.Ines.Client.Post($"/api/v1/conversations/{answers}/resolution");
        await desk.Pass(TimeSpan.FromSeconds(1));
        await desk.Owner.Post($"/api/v1/conversations/{answers}/messages", new { from = "customer", body = "One more thing" });
        Assert.Null(await Speaks(trio.Miguel.Client, answers));
    }

    [Theory, OnBothDatabases]
    public async Task Who_covers_speaks_in_the_others_name_for_what_the_other_has_at_that_time(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var trio = await Trio.At(desk);
        var (stays, goes) = (await trio.OfDana(), await trio.OfDana());
        await trio.Dana.Client.Post("/api/v1/me/away", new { covered_by = "miguel@desk.example", until = desk.Now.Plus(NodaTime.Duration.FromHours(2)).Rfc3339() });
        var later = await trio.OfDana();

        foreach (var number in new[] { stays, goes, later }) Assert.Equal("Miguel for Dana", await Speaks(trio.Miguel.Client, number));
        Assert.Null(await Speaks(trio.Ines.Client, stays));
        var (_, lead) = await desk.Person("Lea", "lead");
        await lead.Post(Trio.Path(goes), new { to = "me", reason = "time" });
        Assert.Equal((null, "Lea"), (await Speaks(trio.Miguel.Client, goes), await Speaks(lead, goes)));

        await desk.Pass(TimeSpan.FromHours(2.01));
        foreach (var number in new[] { stays, later }) Assert.Null(await Speaks(trio.Miguel.Client, number));
        // Who came while Dana was away was told so, and so hears that they are back.
        foreach (var number in new[] { stays, later }) Assert.Contains("Dana is back.", await trio.Told(number));
    }

    [Theory, OnBothDatabases]
    public async Task The_customer_sees_only_those_write_to_them_who_may(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var trio = await Trio.At(desk);
        var visitor = await Channels.ChatVisitor.Arrive(desk);
        var number = await visitor.Says("It is torn");
        await trio.Dana.Client.Put($"/api/v1/conversations/{number}/owner", new { person = "me" });

        await trio.Ines.Client.Put($"/desk/{number}/presence", new { typing = true });
        Assert.False((await visitor.Sees()).GetProperty("desk_typing").GetBoolean());
        await trio.Dana.Client.Put($"/desk/{number}/presence", new { typing = true });
        Assert.True((await visitor.Sees()).GetProperty("desk_typing").GetBoolean());
    }

    /// <summary>The name under which somebody's words reach the customer, or null where they may not speak.</summary>
    static async Task<string?> Speaks(HttpClient who, long number)
    {
        var (status, body) = await who.Try(HttpMethod.Post, $"/api/v1/conversations/{number}/messages", new { from = "agent", body = "Hello" });
        Assert.Contains(status, new[] { 201, 422 });
        return status == 201 ? body.GetProperty("author").GetProperty("name").GetString() : null;
    }

    static async Task Reply(HttpClient who, long number, string body) => Assert.Equal(202, (await who.Try(HttpMethod.Post, $"/desk/{number}/replies", new { body, anyway = true })).Status);

    /// <summary>Miguel helps Dana; gives the address at which it ends.</summary>
    static async Task<string> Help(Trio trio, long number, bool mayAnswer)
    {
        var assists = $"/api/v1/conversations/{number}/assists";
        var id = (await trio.Dana.Client.Post(assists, new { to = "miguel@desk.example", question = "Is there another bag?", reason = "tool", may_answer = mayAnswer })).GetProperty("id").GetGuid();
        await trio.Miguel.Client.Post($"{assists}/{id}/join");
        return $"{assists}/{id}";
    }

    static Task<List<string>> Said(TestDesk desk, long number) => desk.InDatabase(db => (from m in db.Messages join c in db.Conversations on m.ConversationId equals c.Id where c.Number == number && m.PersonId != null orderby m.Position select m.Body).ToListAsync());
}
