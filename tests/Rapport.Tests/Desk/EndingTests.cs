using Microsoft.EntityFrameworkCore;
using Rapport.Tests.Channels;

namespace Rapport.Tests.Desk;

[Trait("Proves", "E101")]
public class EndingTests
{
    const string Key = "repair";

    [Theory, OnBothDatabases]
    public async Task Nothing_ends_before_the_customer_said_so_or_was_asked_on_three_days(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await EndsWithTheirWord(desk);
        var (_, dana) = await desk.Person("Dana");
        var number = await desk.Conversation(contactType: Key);
        await dana.Put($"/api/v1/conversations/{number}/owner", new { person = "me" });

        Assert.Equal(("unconfirmed", 0), await Refused(dana, number));
        await desk.Pass(TimeSpan.FromMinutes(5));
        for (var day = 1; day <= 3; day++)
        {
            await Writes(dana, number, $"Is it all right now? ({day})");
            await Writes(dana, number, "One more thing");
            if (day < 3) Assert.Equal(("unconfirmed", day), await Refused(dana, number));
            if (day < 3) await desk.Pass(TimeSpan.FromDays(1));
        }

        Assert.Equal(201, (await Resolve(dana, number)).Status);
    }

    [Theory, OnBothDatabases]
    public async Task What_the_customer_writes_begins_the_count_anew_and_what_a_machine_of_theirs_says_does_not(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await EndsWithTheirWord(desk);
        var (_, dana) = await desk.Person("Dana");
        var number = await desk.Conversation(contactType: Key);
        await dana.Put($"/api/v1/conversations/{number}/owner", new { person = "me" });
        await desk.Pass(TimeSpan.FromMinutes(5));
        await Writes(dana, number, "Is it all right now?");
        await desk.Pass(TimeSpan.FromDays(1));
        await Writes(dana, number, "Is it?");
        await desk.Change(async db =>
        {
            var conversation = db.Conversations.Single(c => c.Number == number);
            db.Add(conversation.Overhear("Ruth", "I am away until Monday", desk.Now));
            await db.SaveChangesAsync();
        });
        Assert.Equal(("unconfirmed", 2), await Refused(dana, number));

        await desk.Owner.Post($"/api/v1/conversations/{number}/messages", new { from = "customer", body = "It leaks again" });

        Assert.Equal(("unconfirmed", 0), await Refused(dana, number));
    }

    [Theory, OnBothDatabases]
    public async Task In_the_chat_one_tap_says_that_it_is_done_or_not_yet(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await EndsWithTheirWord(desk);
        var (_, dana) = await desk.Person("Dana");
        var visitor = await ChatVisitor.Arrive(desk);
        var number = await visitor.Says("The tap drips");
        await dana.Put($"/api/v1/conversations/{number}/owner", new { person = "me" });
        await dana.Put($"/api/v1/conversations/{number}/contact-type", new { contact_type = Key });
        await desk.Pass(TimeSpan.FromMinutes(5));
        await Writes(dana, number, "I have changed the seal");

        await dana.Post($"/api/v1/conversations/{number}/confirmation/question", new { });
        var asked = (await visitor.Sees()).GetProperty("told").EnumerateArray().Last();
        Assert.Equal("done", asked.GetProperty("question").GetString());
        var answer = $"/chat/v1/told/{asked.GetProperty("id").GetGuid()}";
        await visitor.Http.Put(answer, new { yes = false });
        Assert.Equal(("unconfirmed", 0), await Refused(dana, number));
        Assert.NotNull(await desk.InDatabase(db => db.Conversations.Where(c => c.Number == number).Select(c => c.WaitingSince).SingleAsync()));
        await visitor.Http.Put(answer, new { yes = true });

        var word = await dana.Get($"/api/v1/conversations/{number}/confirmation");
        Assert.True(word.GetProperty("said_themselves").GetBoolean() && word.GetProperty("may_end").GetBoolean());
        Assert.Equal(201, (await Resolve(dana, number)).Status);
    }

    [Theory, OnBothDatabases]
    public async Task Whoever_hears_it_notes_it_and_what_the_customer_writes_afterwards_undoes_it(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await EndsWithTheirWord(desk);
        var ((_, dana), (_, sam)) = (await desk.Person("Dana"), await desk.Person("Sam"));
        var number = (await desk.Owner.Post("/api/v1/conversations", new { channel = "counter", customer = new { name = "Ruth Adeyemi" }, body = "The tap drips", contact_type = Key })).GetProperty("number").GetInt64();
        await dana.Put($"/api/v1/conversations/{number}/owner", new { person = "me" });
        var path = $"/api/v1/conversations/{number}/confirmation";

        Assert.Equal(422, (await sam.Try(HttpMethod.Post, path, new { })).Status);
        Assert.Equal(422, (await dana.Try(HttpMethod.Post, path + "/question", new { })).Status);
        Assert.Equal(400, (await dana.Try(HttpMethod.Post, path, new { words = new string('x', 501) })).Status);
        await dana.Post(path, new { words = "All dry, thank you" });
        Assert.Contains("All dry, thank you", await dana.GetStringAsync(new Uri($"/desk/{number}", UriKind.Relative)), StringComparison.Ordinal);
        await desk.Pass(TimeSpan.FromMinutes(1));
        await desk.Owner.Post($"/api/v1/conversations/{number}/messages", new { from = "customer", body = "Oh, it drips" });
        Assert.Equal(("unconfirmed", 0), await Refused(dana, number));
        await dana.Post(path, new { });
        Assert.Equal(204, (await dana.Try(HttpMethod.Delete, path)).Status);
        Assert.Equal(("unconfirmed", 0), await Refused(dana, number));
        await dana.Post(path, new { });

        Assert.Equal(201, (await Resolve(dana, number)).Status);
    }

    [Theory, OnBothDatabases]
    public async Task A_lead_says_of_which_kinds_of_matter_this_is_true_and_the_others_end_as_ever(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await EndsWithTheirWord(desk);
        await desk.Owner.Post("/api/v1/contact-types", new { key = "question", name = "Question" });
        // Who writes it again without a word of it leaves it as it is.
        await desk.Owner.Post("/api/v1/contact-types", new { key = Key, name = "Repair at home" });

        Assert.Equal([false, true], (await desk.Owner.Get("/api/v1/contact-types")).GetProperty("items").EnumerateArray().Select(t => t.GetProperty("ends_with_their_word").GetBoolean()));
        Assert.Equal(201, (await Resolve(desk.Owner, await desk.Conversation(contactType: "question"))).Status);
        using var page = await desk.SignIn();
        Assert.Contains("checked", (await page.GetStringAsync(new Uri($"/settings/contact-types?open={Key}", UriKind.Relative))).Split("endsWithTheirWord")[1].Split('>')[0], StringComparison.Ordinal);
        using var off = new FormUrlEncodedContent([new("key", Key), new("name", "Repair")]);
        await page.PostAsync(new Uri("/settings/contact-types", UriKind.Relative), off);
        Assert.Equal(201, (await Resolve(desk.Owner, await desk.Conversation(contactType: Key))).Status);
    }

    static async Task EndsWithTheirWord(TestDesk desk) => await desk.Owner.Post("/api/v1/contact-types", new { key = Key, name = "Repair", ends_with_their_word = true });

    static async Task Writes(HttpClient who, long number, string body) => await who.Post($"/api/v1/conversations/{number}/messages", new { from = "agent", body });

    static Task<(int Status, System.Text.Json.JsonElement Body)> Resolve(HttpClient who, long number) => who.Try(HttpMethod.Post, $"/api/v1/conversations/{number}/resolution", new { });

    static async Task<(string? Code, int Days)> Refused(HttpClient who, long number)
    {
        var (status, body) = await Resolve(who, number);
        Assert.Equal(409, status);
        return (body.GetProperty("type").GetString()!.Split('/')[^1], body.GetProperty("asked_on").GetArrayLength());
    }
}
