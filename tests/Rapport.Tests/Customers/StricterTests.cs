using Microsoft.EntityFrameworkCore;
using Rapport.Tests.Channels;
using Rapport.Tests.Memory;

namespace Rapport.Tests.Customers;

/// <summary>What one of two wanted and what was theirs alone stays so.</summary>
public class StricterTests
{
    [Theory, OnBothDatabases, Trait("Proves", "E160")]
    public async Task Who_wants_nothing_remembered_in_one_entry_wants_it_in_both(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var number = await desk.Conversation("Ruth Adeyemi", "Hello", "ruth@example.com");
        var (a, b) = (await desk.CustomerOf(number), await desk.Customer("R. Adeyemi", "ra@example.com"));
        await desk.Owner.Remember(a, "Max, a chocolate Labrador");
        await desk.Owner.Try(HttpMethod.Put, $"/api/v1/customers/{b}/nothing_remembered");

        Assert.True((await desk.Owner.Get($"/api/v1/customers/{a}/merges/preview?from={b}")).GetProperty("nothing_remembered").GetBoolean());
        var merge = await desk.Owner.Merge(b, a);

        var known = await desk.Owner.Recognizes(number);
        Assert.False(known.GetProperty("may_be_remembered").GetBoolean());
        Assert.Empty(known.Texts("facts"));
        Assert.Empty(await desk.Owner.Memories(a));
        Assert.Equal(409, (await desk.Owner.TryRemember(a, new { kind = "pet", text = "Another", consent = true })).Status);
        Assert.DoesNotContain("Labrador", await (await desk.SignIn()).GetStringAsync(new Uri($"/customers/{a}", UriKind.Relative)), StringComparison.Ordinal);
        // It is theirs to see, and to delete.
        var (path, browser) = await desk.OwnPage(a);
        Assert.Contains("Max, a chocolate Labrador", await browser.GetStringAsync(new Uri(path, UriKind.Relative)), StringComparison.Ordinal);

        await desk.Owner.Unmerge(a, merge);
        Assert.Equal(["Max, a chocolate Labrador"], (await desk.Owner.Recognizes(number)).Texts("facts"));
        Assert.Equal(409, (await desk.Owner.TryRemember(b, new { kind = "pet", text = "Another", consent = true })).Status);
    }

    [Theory, OnBothDatabases, Trait("Proves", "E160")]
    public async Task A_no_that_came_while_they_were_one_holds_for_both(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (a, b) = (await desk.Customer("A", "a@example.com"), await desk.Customer("B", "b@example.com"));
        await desk.Owner.Remember(a, "One thing", "other");
        await desk.Owner.Remember(b, "Another thing", "other");
        var merge = await desk.Owner.Merge(b, a);
        var (path, browser) = await desk.OwnPage(a);
        Assert.Equal(204, (await browser.Try(HttpMethod.Put, path + "/nothing")).Status);

        await desk.Owner.Unmerge(a, merge);

        foreach (var one in new[] { a, b }) Assert.Equal(409, (await desk.Owner.TryRemember(one, new { kind = "other", text = "x", consent = true })).Status);
        Assert.Equal(0, await desk.InDatabase(db => db.Remembered.CountAsync()));
    }

    [Theory, OnBothDatabases, Trait("Proves", "E160")]
    public async Task No_link_to_an_own_page_shows_what_was_the_others(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var visitor = await ChatVisitor.Arrive(desk);
        var chat = await visitor.Says("Hello", name: "R");
        var (a, b) = (await desk.Customer("Ruth Adeyemi", "ruth@example.com"), await desk.CustomerOf(chat));
        await desk.Owner.Remember(a, "Max, a chocolate Labrador");
        var (links, browser) = (new[] { (await desk.OwnPage(a)).Path, (await desk.OwnPage(b)).Path, new Uri((await visitor.Http.Post("/chat/v1/own-page")).GetProperty("url").GetString()!).AbsolutePath }, desk.With(null));
        async Task<string> Status() => string.Join(' ', await Task.WhenAll(links.Select(async l => $"{(int)(await browser.GetAsync(new Uri(l, UriKind.Relative))).StatusCode}")));
        Assert.Equal("200 200 200", await Status());

        var merge = await desk.Owner.Merge(b, a);

        Assert.Equal("404 404 404", await Status());
        var (status, problem) = await visitor.Http.Try(HttpMethod.Post, "/chat/v1/own-page", new { });
        Assert.Equal((422, "ask-the-desk"), (status, problem.Code()));
        // The chat of the one browser shows that chat, under the name that was given there.
        await visitor.Says("Still me");
        var sees = (await visitor.Sees()).GetRawText();
        Assert.DoesNotContain("Adeyemi", sees, StringComparison.Ordinal);
        Assert.DoesNotContain("Labrador", sees, StringComparison.Ordinal);
        await visitor.Says("And I am called Eve", name: "Eve");
        Assert.Equal("Ruth Adeyemi", (await desk.Owner.Get($"/api/v1/customers/{a}")).GetProperty("name").GetString());

        links = [(await desk.OwnPage(a)).Path];
        await desk.Owner.Unmerge(a, merge);
        Assert.Equal("404", await Status());
        Assert.Equal(a, (await desk.InDatabase(db => db.Remembered.SingleAsync())).CustomerId.Value);
    }

    [Theory, OnBothDatabases, Trait("Proves", "E167")]
    public async Task Whoever_is_erased_is_erased_in_every_entry(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var talk = await desk.Conversation("Quillfeather", "My kibbleworth is torn", "quillfeather@example.com");
        var (a, b, c) = (await desk.Customer("Ruth", "ruth@example.com", "+49 30 9018200"), await desk.CustomerOf(talk), await desk.Customer("Quillfeather Jr", "jr@example.com"));
        await desk.Owner.Remember(b, "Zephyrina the Labrador");
        await desk.Owner.Post("/api/v1/groups", new { name = "The Quillfeathers", kind = "household", members = new[] { a, b } });
        await desk.Owner.Merge(c, b, "Quillfeather told me so");
        await desk.Owner.Merge(b, a, "Another Quillfeather");

        Assert.Equal(204, (await desk.Owner.Try(HttpMethod.Post, $"/api/v1/customers/{a}/erasure", new { })).Status);
        await desk.Pass(TimeSpan.FromSeconds(30));

        string[] words = ["quillfeather", "kibbleworth", "zephyrina", "ruth@", "9018200"];
        var left = await desk.Everything();
        Assert.Empty(left.SelectMany(t => t.Value.Where(row => words.Any(w => row.Contains(w, StringComparison.OrdinalIgnoreCase))).Select(row => $"{t.Key}: {row}")));
        Assert.DoesNotContain(await desk.InDatabase(db => db.Log.ToListAsync()), e => words.Any(w => e.Data.Contains(w, StringComparison.OrdinalIgnoreCase)));
        Assert.DoesNotContain(await desk.InDatabase(db => db.Merges.ToListAsync()), m => m.Because.Length > 0);
        Assert.Equal(0, await desk.InDatabase(db => db.MergedRows.CountAsync()));
        Assert.Equal(3, await desk.InDatabase(db => db.Customers.CountAsync(x => x.ErasedAt != null)));
        var merge = (await desk.InDatabase(db => db.Merges.FirstAsync(m => m.IntoId == a.Id()))).Id.Value;
        Assert.Equal(422, (await desk.Owner.Try(HttpMethod.Post, $"/api/v1/customers/{a}/merges/{merge}/undoing", new { })).Status);
    }

    [Theory, OnBothDatabases, Trait("Proves", "E172")]
    public async Task What_every_room_holds_is_in_the_download(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var visitor = await ChatVisitor.Arrive(desk);
        var chat = await visitor.Says("The bag is torn", name: "Ruth", email: "ruth@example.com");
        var (a, b) = (await desk.CustomerOf(chat), await desk.Customer("R. Adeyemi", "ra@example.com"));
        var (other, _) = await desk.Person("Sam Ito");
        await desk.Owner.Put($"/api/v1/conversations/{chat}/owner", new { person = "me" });
        await desk.Owner.Post($"/api/v1/conversations/{chat}/promises", new { text = "Call about the bag", due_at = "2026-11-25T09:00:00Z" });
        await desk.Owner.Post($"/api/v1/conversations/{chat}/handover", new { to = other, brief = "Wants a new bag", reason = "time" });
        await desk.Owner.Post("/api/v1/groups", new { name = "The Adeyemis", kind = "household", members = new[] { a, await desk.Customer("Max Adeyemi", "max@example.com") } });
        await desk.Owner.Merge(b, a, "She said so");
        await desk.Change(async db =>
        {
            var gesture = Rapport.Essence.Discretion.Gesture.Add("A bag of treats", new Rapport.Foundation.Money(250, "EUR"));
            db.Add(gesture);
            var talk = await db.Conversations.SingleAsync(c => c.Number == chat);
            db.Add(new Rapport.Essence.Discretion.Spend { PersonId = (await db.People.FirstAsync()).Id, CustomerId = talk.CustomerId, ConversationId = talk.Id, GestureId = gesture.Id, Minor = 250, Currency = "EUR", Day = "2026-11-22", At = desk.Now });
            await db.SaveChangesAsync();
        });

        var (path, browser) = await desk.OwnPage(a);
        var all = await browser.Get(path + "/download");

        Assert.Equal("Call about the bag", all.GetProperty("conversations")[0].GetProperty("promises")[0].GetProperty("text").GetString());
        Assert.Contains("Wants a new bag", all.GetProperty("passed_on").GetRawText(), StringComparison.Ordinal);
        Assert.Equal("A bag of treats", all.GetProperty("given").GetProperty("surprises")[0].GetProperty("title").GetString());
        Assert.Equal("Ruth", all.GetProperty("visits")[0].GetProperty("name").GetString());
        Assert.Equal("The Adeyemis", all.GetProperty("belongs_to")[0].GetProperty("name").GetString());
        Assert.DoesNotContain("Max", all.GetRawText(), StringComparison.Ordinal);
        Assert.Equal("R. Adeyemi", all.GetProperty("other_entries")[0].GetProperty("name").GetString());
    }
}
