using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Rapport.Foundation;
using Rapport.Memory.Erasing;
using Rapport.Tests.Channels;
using Rapport.Tests.Customers;

namespace Rapport.Tests.Memory;

public class ErasureTests
{
    /// <summary>Words that stand nowhere else.</summary>
    const string Name = "Quillfeather", Told = "Zephyrina the chocolate Labrador", Said = "My bag of kibbleworth arrived torn", Noted = "Wears a vermilionesque hat", File = "snapdragonian";

    static readonly string[] Traces = ["quillfeather", "zephyrina", "kibbleworth", "vermilionesque", "snapdragonian", "gentlehearted"];

    [Theory, OnBothDatabases, Trait("Proves", "E167")]
    public async Task When_everything_is_erased_no_word_is_left_in_database_index_log_or_files(string database)
    {
        await using var desk = await TestDesk.Open(database);
        for (var i = 0; i < 60; i++) await desk.Conversation($"Somebody {i}", $"Another bag, number {i}. " + string.Join(' ', Enumerable.Repeat("It is torn at the seam.", 20)));
        var (number, customer, path, browser) = await Tell(desk);
        for (var i = 0; i < 60; i++) await desk.Conversation($"Somebody else {i}", $"One more bag, number {i}. " + string.Join(' ', Enumerable.Repeat("It is torn at the seam.", 20)));
        Assert.NotEmpty(await desk.Traces(Traces));

        Assert.Equal(204, (await browser.Try(HttpMethod.Delete, path + "/everything")).Status);
        await desk.Pass(TimeSpan.FromSeconds(30));
        await desk.Services.GetRequiredService<WipeTraces>().Wipe(default);

        Assert.Empty(await desk.Traces(Traces));
        Assert.Empty((await desk.Owner.Get("/api/v1/search?q=kibbleworth")).GetProperty("items").EnumerateArray());
        Assert.Empty((await desk.Owner.Get("/api/v1/search?q=quillfeather")).GetProperty("items").EnumerateArray());
        Assert.Equal(404, (int)(await browser.GetAsync(new Uri(path, UriKind.Relative))).StatusCode);
        Assert.Equal("Erased customer", (await desk.Owner.Get($"/api/v1/customers/{customer}")).GetProperty("name").GetString());
        Assert.Equal("resolved", (await desk.Owner.Get($"/api/v1/conversations/{number}")).GetProperty("status").GetString());
        // What happened stays: the log has as many entries of this conversation as before, and every one can be read.
        Assert.NotEmpty((await desk.Owner.Get("/api/v1/log?limit=200")).GetProperty("items").EnumerateArray());
        var me = await desk.SignIn();
        Assert.Contains("Erased customer", await me.GetStringAsync(new Uri($"/desk/{number}", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases, Trait("Proves", "E167")]
    public async Task A_fact_that_is_deleted_leaves_no_trace_either(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var customer = await desk.CustomerOf(await desk.Conversation());
        var (status, kept) = await desk.Owner.Send(HttpMethod.Post, $"/api/v1/customers/{customer}/memories", System.Net.Http.Json.JsonContent.Create(new { kind = "pet", text = Told, consent = true }), "a key");
        Assert.Equal(201, status);
        Assert.Contains("zephyrina", await desk.Traces(Traces));

        await desk.Owner.Try(HttpMethod.Delete, $"/api/v1/customers/{customer}/memories/{kept.GetProperty("id").GetGuid()}");
        await desk.Services.GetRequiredService<WipeTraces>().Wipe(default);

        Assert.Empty(await desk.Traces(Traces));
        Assert.All(await desk.InDatabase(db => db.Erasures.ToListAsync()), e => Assert.NotNull(e.WipedAt));
    }

    [Theory, OnBothDatabases, Trait("Proves", "E167")]
    public async Task A_backup_that_is_restored_forgets_again(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (_, customer, path, browser) = await Tell(desk);
        var fact = (await desk.Owner.Memories(customer))[0].GetProperty("id").GetGuid();
        var wipe = desk.Services.GetRequiredService<WipeTraces>();

        await desk.BackUp();
        await browser.Try(HttpMethod.Delete, $"{path}/facts/{fact}");
        await wipe.Wipe(default);
        await desk.Restore();
        Assert.Contains("zephyrina", await desk.Traces(Traces));
        await wipe.ForgetAgain(default);
        Assert.Empty(await desk.Owner.Memories(customer));

        await desk.BackUp();
        await desk.Owner.Try(HttpMethod.Post, $"/api/v1/customers/{customer}/erasure", new { });
        await desk.Pass(TimeSpan.FromSeconds(30));
        await wipe.Wipe(default);
        await desk.Restore();
        Assert.Superset(new HashSet<string>(["quillfeather", "kibbleworth", "vermilionesque"]), (await desk.Traces(Traces)).ToHashSet());
        await wipe.ForgetAgain(default);
        await desk.Pass(TimeSpan.FromSeconds(30));
        await wipe.Wipe(default);

        Assert.Equal("Erased customer", (await desk.Owner.Get($"/api/v1/customers/{customer}")).GetProperty("name").GetString());
        Assert.Empty(await desk.Traces(Traces));
    }

    [Theory, OnBothDatabases, Trait("Proves", "E167")]
    public async Task A_backup_in_which_two_were_one_forgets_both(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (_, customer, _, _) = await Tell(desk);
        var other = await desk.Customer($"R. {Name}", "other@somewhere.example");
        await desk.Owner.Remember(other, "Her canary is called Zephyrina too");
        await desk.Owner.Merge(other, customer, $"{Name} said so");
        var wipe = desk.Services.GetRequiredService<WipeTraces>();

        await desk.BackUp();
        await desk.Owner.Try(HttpMethod.Post, $"/api/v1/customers/{customer}/erasure", new { });
        await desk.Pass(TimeSpan.FromSeconds(30));
        await wipe.Wipe(default);
        await desk.Restore();
        Assert.Contains("quillfeather", await desk.Traces(Traces));
        await wipe.ForgetAgain(default);
        await desk.Pass(TimeSpan.FromSeconds(30));
        await wipe.Wipe(default);

        Assert.Empty(await desk.Traces(Traces));
        Assert.All(await desk.InDatabase(db => db.Customers.ToListAsync()), c => Assert.NotNull(c.ErasedAt));
        Assert.All(await desk.InDatabase(db => db.Merges.ToListAsync()), m => Assert.Null(m.UndoneAt));
    }

    [Theory, OnBothDatabases, Trait("Proves", "E167")]
    public async Task Who_wanted_nothing_remembered_as_one_wants_it_as_two_when_a_backup_knows_them_as_two(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (one, other) = (await desk.Customer("Ruth One"), await desk.Customer("Ruth Other"));
        await desk.Owner.Remember(one, Told);
        await desk.Owner.Remember(other, "Her canary is called Zephyrina too");
        var wipe = desk.Services.GetRequiredService<WipeTraces>();

        await desk.BackUp();
        await desk.Owner.Merge(other, one);
        var (path, browser) = await desk.OwnPage(one);
        Assert.Equal(204, (await browser.Try(HttpMethod.Put, path + "/nothing")).Status);
        await wipe.Wipe(default);
        await desk.Restore();
        await wipe.ForgetAgain(default);
        await wipe.Wipe(default);

        Assert.Empty(await desk.Traces(Traces));
        foreach (var each in new[] { one, other }) Assert.Equal("nothing-wanted", (await desk.Owner.TryRemember(each, new { kind = "pet", text = "A dog", consent = true })).Body.Code());
    }

    [Theory, OnBothDatabases]
    public async Task A_chat_ends_with_the_erasing_and_not_a_moment_later(string database)
    {
        // Whatever rooms have still to do, they do later; here they never get to it.
        await using var desk = await TestDesk.Open(database, b =>
        {
            foreach (var worker in b.Services.Where(s => s.ServiceType == typeof(IHostedService) && s.ImplementationFactory?.Method.ReturnType == typeof(ErrandWorker)).ToList()) b.Services.Remove(worker);
        });
        var visitor = await ChatVisitor.Arrive(desk);
        var customer = await desk.CustomerOf(await visitor.Says(Said));

        await desk.Owner.Try(HttpMethod.Post, $"/api/v1/customers/{customer}/erasure", new { });

        Assert.Equal(401, (await visitor.Http.Try(HttpMethod.Post, "/chat/v1/messages", new { id = Guid.NewGuid(), body = "One more thing" })).Status);
        Assert.Equal(401, (await visitor.Http.Try(HttpMethod.Get, "/chat/v1/visit")).Status);
    }

    [Theory, OnBothDatabases]
    public async Task A_file_that_somebody_else_has_too_stays_theirs(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (ruths, lenas) = (await desk.Conversation("Ruth"), await desk.Conversation("Lena"));
        var shas = new List<string>();
        await desk.Change(async db =>
        {
            foreach (var (number, words) in new[] { (ruths, "the same"), (lenas, "the same"), (ruths, "only hers") })
            {
                var (sha, size) = await desk.Services.GetRequiredService<FileStore>().Keep(db, new MemoryStream(Encoding.UTF8.GetBytes(words)), 1000, default);
                db.Add(new Rapport.Desk.Attachment { ConversationId = (await db.Conversations.SingleAsync(c => c.Number == number)).Id, Name = "a.txt", Type = "text/plain", Size = size, Sha256 = sha, At = desk.Now });
                shas.Add(sha);
            }
            await db.SaveChangesAsync();
        });

        await desk.Owner.Try(HttpMethod.Post, $"/api/v1/customers/{await desk.CustomerOf(ruths)}/erasure", new { });
        await desk.Pass(TimeSpan.FromSeconds(30));

        Assert.NotNull(await Opened(shas[0]));
        Assert.Null(await Opened(shas[2]));

        Task<Stream?> Opened(string sha) => desk.InDatabase(async db =>
        {
            var open = await desk.Services.GetRequiredService<FileStore>().Open(db, sha, default);
            if (open is not null) await open.DisposeAsync();
            return open;
        });
    }

    [Theory, OnBothDatabases]
    public async Task Only_an_admin_erases_for_somebody(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var customer = await desk.CustomerOf(await desk.Conversation());
        var (_, asAna) = await desk.Person("Ana");

        Assert.Equal(403, (await asAna.Try(HttpMethod.Post, $"/api/v1/customers/{customer}/erasure", new { })).Status);
        Assert.Equal(204, (await desk.Owner.Try(HttpMethod.Post, $"/api/v1/customers/{customer}/erasure", new { })).Status);
    }

    /// <summary>Somebody with a conversation of every kind of words, a file, and something remembered.</summary>
    static async Task<(long Number, Guid Customer, string Path, HttpClient Browser)> Tell(TestDesk desk)
    {
        var visitor = await ChatVisitor.Arrive(desk);
        var number = await visitor.Says(Said, name: $"Ruth {Name}", email: $"ruth@{Name}.example");
        var customer = await desk.CustomerOf(number);
        var me = await desk.SignIn();
        await desk.Owner.Send(HttpMethod.Post, $"/api/v1/conversations/{number}/messages", System.Net.Http.Json.JsonContent.Create(new { from = "agent", body = $"Thank you, {Name}, how gentlehearted." }), "answer-key");
        await desk.Owner.Post($"/api/v1/conversations/{number}/notes", new { body = Noted });
        await desk.Owner.Post($"/api/v1/conversations/{number}/promises", new { text = $"Call {Name}", due_at = "2026-11-25T09:00:00Z" });
        await me.Put($"/desk/{number}/draft", new { kind = "reply", body = $"Dear {Name}", seen = 1 });
        await desk.Owner.Post($"/api/v1/conversations/{number}/moments", new { behavior = "interest", words = $"Asked {Name} about the hat" });
        await desk.Change(async db =>
        {
            var (sha, size) = await desk.Services.GetRequiredService<FileStore>().Keep(db, new MemoryStream(Encoding.UTF8.GetBytes($"A {File} picture")), 1000, default);
            db.Add(new Rapport.Desk.Attachment { ConversationId = (await db.Conversations.SingleAsync(c => c.Number == number)).Id, Name = $"{File}.txt", Type = "text/plain", Size = size, Sha256 = sha, At = desk.Now });
            await db.SaveChangesAsync();
        });
        Assert.Equal(204, (await visitor.Http.Try(HttpMethod.Post, "/chat/v1/moments", new { words = $"They liked {Name}'s hat" })).Status);
        await desk.Owner.Remember(customer, Told);
        var (path, browser) = await desk.OwnPage(customer);
        return (number, customer, path, browser);
    }
}
