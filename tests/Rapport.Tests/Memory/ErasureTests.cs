using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Rapport.Foundation;
using Rapport.Memory.Erasing;
using Rapport.Tests.Channels;

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
        Assert.NotEmpty(await Found(desk, database));

        Assert.Equal(204, (await browser.Try(HttpMethod.Delete, path + "/everything")).Status);
        await desk.Pass(TimeSpan.FromSeconds(30));
        await desk.Services.GetRequiredService<WipeTraces>().Wipe(default);

        Assert.Empty(await Found(desk, database));
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
        Assert.Contains("zephyrina", await Found(desk, database));

        await desk.Owner.Try(HttpMethod.Delete, $"/api/v1/customers/{customer}/memories/{kept.GetProperty("id").GetGuid()}");
        await desk.Services.GetRequiredService<WipeTraces>().Wipe(default);

        Assert.Empty(await Found(desk, database));
        Assert.All(await desk.InDatabase(db => db.Erasures.ToListAsync()), e => Assert.NotNull(e.WipedAt));
    }

    [Theory, OnBothDatabases, Trait("Proves", "E167")]
    public async Task A_backup_that_is_restored_forgets_again(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (_, customer, path, browser) = await Tell(desk);
        var fact = (await desk.Owner.Memories(customer))[0].GetProperty("id").GetGuid();
        var wipe = desk.Services.GetRequiredService<WipeTraces>();

        await BackUp(desk);
        await browser.Try(HttpMethod.Delete, $"{path}/facts/{fact}");
        await wipe.Wipe(default);
        await Restore(desk);
        Assert.Contains("zephyrina", await Found(desk, database));
        await wipe.ForgetAgain(default);
        Assert.Empty(await desk.Owner.Memories(customer));

        await BackUp(desk);
        await desk.Owner.Try(HttpMethod.Post, $"/api/v1/customers/{customer}/erasure", new { });
        await desk.Pass(TimeSpan.FromSeconds(30));
        await wipe.Wipe(default);
        await Restore(desk);
        Assert.Superset(new HashSet<string>(["quillfeather", "kibbleworth", "vermilionesque"]), (await Found(desk, database)).ToHashSet());
        await wipe.ForgetAgain(default);
        await desk.Pass(TimeSpan.FromSeconds(30));
        await wipe.Wipe(default);

        Assert.Equal("Erased customer", (await desk.Owner.Get($"/api/v1/customers/{customer}")).GetProperty("name").GetString());
        Assert.Empty(await Found(desk, database));
    }

    static readonly string[] InBackup = ["remembered", "customers", "messages", "notes", "search_entries"];

    static Task BackUp(TestDesk desk) => desk.Change(async db =>
    {
        foreach (var table in InBackup) await Run(db, $"CREATE TABLE backup_{table} AS SELECT * FROM {table}");
    });

    /// <summary>The words stand again where they stood, and the database knows of no erasure.</summary>
    static Task Restore(TestDesk desk) => desk.Change(async db =>
    {
        await Run(db, "DELETE FROM erasures");
        await Run(db, "DELETE FROM remembered");
        await Run(db, "INSERT INTO remembered SELECT * FROM backup_remembered");
        const string columns = "id, kind, conversation, customer, message, words";
        await Run(db, $"INSERT INTO search_entries ({columns}) SELECT {columns} FROM backup_search_entries WHERE id NOT IN (SELECT id FROM search_entries)");
        await Run(db, "UPDATE customers SET name = (SELECT b.name FROM backup_customers b WHERE b.id = customers.id)");
        foreach (var table in new[] { "messages", "notes" }) await Run(db, $"UPDATE {table} SET body = (SELECT b.body FROM backup_{table} b WHERE b.id = {table}.id)");
        foreach (var table in InBackup) await Run(db, $"DROP TABLE backup_{table}");
    });

#pragma warning disable EF1002, EF1003 // names made here
    static Task<int> Run(RapportDb db, string sql) => db.Database.ExecuteSqlRawAsync(sql);
#pragma warning restore EF1002, EF1003

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
        await desk.Owner.Remember(customer, Told);
        var (path, browser) = await desk.OwnPage(customer);
        return (number, customer, path, browser);
    }

    /// <summary>Which of the words stand anywhere: in the bytes of the data folder, and in every row of every table.</summary>
    static async Task<string[]> Found(TestDesk desk, string database)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(desk.Home, "*", SearchOption.AllDirectories))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var memory = new MemoryStream();
            await stream.CopyToAsync(memory);
            var text = Encoding.Latin1.GetString(memory.ToArray());
            found.UnionWith(Traces.Where(t => text.Contains(t, StringComparison.OrdinalIgnoreCase)));
        }
        if (database != "PostgreSQL") return [.. found];
        await desk.InDatabase(async db =>
        {
            foreach (var table in await db.Database.SqlQuery<string>($"SELECT table_name::text AS \"Value\" FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'").ToListAsync())
            {
                foreach (var trace in Traces)
                {
#pragma warning disable EF1002, EF1003 // the database's own table names
                    if ((await db.Database.SqlQueryRaw<int>($"SELECT COUNT(*)::int AS \"Value\" FROM \"{table}\" t WHERE t::text ILIKE {{0}}" + (table == "files" ? " OR encode(bytes, 'escape') ILIKE {0}" : ""), $"%{trace}%").ToListAsync())[0] > 0) found.Add(trace);
#pragma warning restore EF1002, EF1003
                }
            }
            return 0;
        });
        return [.. found];
    }
}
