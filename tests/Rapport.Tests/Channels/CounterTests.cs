using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Desk;
using Rapport.Foundation;

namespace Rapport.Tests.Channels;

/// <summary>At the counter nothing that was typed is thrown away, whichever button is pressed.</summary>
public class CounterTests
{
    [Theory, OnBothDatabases]
    public async Task Finishing_and_keeping_open_keep_the_note_that_was_typed(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (open, done) = (await desk.Conversation(), await desk.Conversation("Tom Lee"));

        Assert.Equal(204, (await desk.Owner.Try(HttpMethod.Post, $"/counter/{open}/notes", new { body = "Comes back on Friday" })).Status);
        Assert.Equal(204, (await desk.Owner.Try(HttpMethod.Post, $"/counter/{open}/notes", new { })).Status);
        Assert.Equal(204, (await desk.Owner.Try(HttpMethod.Post, $"/counter/{done}/finish", new { body = "Took the blue one" })).Status);

        Assert.Equal(["Comes back on Friday", "Took the blue one"], await desk.InDatabase(db => db.Notes.OrderBy(n => n.At).ThenBy(n => n.Id).Select(n => n.Body).ToArrayAsync()));
        Assert.Equal(done, await desk.InDatabase(db => db.Conversations.Where(c => c.Status == Status.Resolved).Select(c => c.Number).SingleAsync()));
        Assert.Equal(204, (await desk.Owner.Try(HttpMethod.Post, $"/counter/{open}/finish", new { })).Status);
    }

    [Theory, OnBothDatabases]
    public async Task Where_it_can_not_be_finished_yet_the_note_stays_in_the_field_and_is_not_kept_twice(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var number = await desk.Conversation();
        await desk.Owner.Post($"/api/v1/conversations/{number}/promises", new { text = "A new bag", due_at = (desk.Now + Duration.FromHours(1)).Rfc3339() });

        Assert.Equal(409, (await desk.Owner.Try(HttpMethod.Post, $"/counter/{number}/finish", new { body = "Took the blue one" })).Status);

        Assert.Empty(await desk.InDatabase(db => db.Notes.ToListAsync()));
    }

    [Theory, OnBothDatabases]
    public async Task Finishing_what_a_colleague_has_asks_first_as_resolving_it_at_the_desk_does(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (number, (_, ana)) = (await desk.Conversation(), await desk.Person("Ana"));
        async Task<string> Page(HttpClient who, string path) => System.Net.WebUtility.HtmlDecode(await who.GetStringAsync(new Uri(path, UriKind.Relative)));
        Assert.DoesNotContain("it all the same?", await Page(desk.Owner, $"/counter/{number}"), StringComparison.Ordinal);

        await ana.Post($"/desk/{number}/ownership");

        foreach (var path in new[] { $"/counter/{number}", $"/counter/{number}/finish" })
        {
            Assert.Contains("data-ask=\"Ana has this conversation. Finish it all the same?\"", await Page(desk.Owner, path), StringComparison.Ordinal);
            Assert.DoesNotContain("it all the same?", await Page(ana, path), StringComparison.Ordinal);
        }
        Assert.Contains("Ana has this conversation. Resolve it all the same?", await Page(desk.Owner, $"/desk/{number}"), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task The_field_and_all_its_buttons_are_one_form_and_a_draft_comes_back(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var number = await desk.Conversation();
        await desk.Owner.Put($"/desk/{number}/draft", new { kind = "note", body = "Took the bl" });

        var page = await desk.Owner.GetStringAsync(new Uri($"/counter/{number}", UriKind.Relative));

        var form = page[page.IndexOf("id=\"counter-note\"", StringComparison.Ordinal)..];
        form = form[..form.IndexOf("</form>", StringComparison.Ordinal)];
        foreach (var part in new[] { "name=\"body\"", "data-draft=\"Took the bl\"", ">Keep the note<", ">Keep it open<", $"formaction=\"/counter/{number}/finish\"" }) Assert.Contains(part, form, StringComparison.Ordinal);
    }
}
