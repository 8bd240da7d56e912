using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Tests.Foundation;

public class LogTests
{
    const int Writers = 12, Each = 40;

    /// <summary>The reader tails by id, as a webhook or a figure would, while many write and some take their time to commit.</summary>
    [Theory, OnBothDatabases]
    public async Task Whoever_follows_the_log_misses_nothing_under_concurrent_writers(string database)
    {
        await using var desk = await TestDesk.Open(database, realTime: true);
        var seen = new List<long>();
        var done = false;
        var patience = new System.Diagnostics.Stopwatch();
        var reader = Task.Run(async () =>
        {
            long after = 0;
            for (var last = false; ; last = Volatile.Read(ref done))
            {
                var page = await desk.InDatabase(db => db.LogAfter(after, 50, default));
                seen.AddRange(page.Select(e => e.Id));
                if (page.Count > 0) after = page[^1].Id;
                // Somebody else's transaction on the same server holds the last of it back for as long as it runs; what was missed never comes.
                else if (last && (patience.Elapsed > TimeSpan.FromSeconds(30) || seen.Count >= await desk.InDatabase(db => db.Log.CountAsync()))) return;
            }
        });

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(w => Task.Run(async () =>
        {
            var random = new Random(w);
            for (var i = 0; i < Each; i++)
            {
                await desk.Change(async db =>
                {
                    db.Record(new Something(w, i));
                    await db.SaveChangesAsync();
                    if (random.Next(4) == 0) await Task.Delay(random.Next(8)); // the id is taken, the commit comes later
                    db.Record(new Something(w, i));
                    await db.SaveChangesAsync();
                });
            }
        })));
        patience.Start();
        Volatile.Write(ref done, true);
        await reader;

        var all = await desk.InDatabase(db => db.Log.OrderBy(e => e.Id).Select(e => e.Id).ToListAsync());
        Assert.Equal(Writers * Each * 2, await desk.InDatabase(db => db.Log.CountAsync(e => e.Kind == "something")));
        Assert.Equal(all, seen);
    }

    [Fact]
    public async Task Reading_by_plain_id_would_miss_entries_so_the_test_above_can_fail()
    {
        await using var desk = await TestDesk.Open("PostgreSQL", realTime: true);
        var late = new TaskCompletionSource();
        var began = new TaskCompletionSource();
        var slow = desk.Change(async db =>
        {
            db.Record(new Something(1, 1));
            await db.SaveChangesAsync();
            began.SetResult();
            await late.Task;
        });
        await began.Task;
        await desk.Change(db => { db.Record(new Something(2, 1)); return db.SaveChangesAsync(); });

        var plain = await desk.InDatabase(db => db.Log.Where(e => e.Kind == "something").OrderBy(e => e.Id).ToListAsync());
        var careful = await desk.InDatabase(db => db.LogAfter(0, 200, default));
        late.SetResult();
        await slow;

        Assert.Single(plain);
        Assert.DoesNotContain(careful, e => e.Kind == "something");
        Assert.True((await desk.InDatabase(db => db.Log.Where(e => e.Kind == "something").MinAsync(e => e.Id))) < plain[0].Id);
    }

    [Theory, OnBothDatabases]
    public async Task The_log_is_read_in_pages_by_its_cursor(string database)
    {
        await using var desk = await TestDesk.Open(database);
        for (var i = 0; i < 5; i++) await desk.Conversation($"Customer {i}");

        var ids = new List<long>();
        for (var after = (string?)"0"; after is not null;)
        {
            var page = await desk.Owner.Get($"/api/v1/log?limit=4&after={after}");
            ids.AddRange(page.GetProperty("items").EnumerateArray().Select(e => e.GetProperty("id").GetInt64()));
            after = page.GetProperty("next").GetString();
        }

        Assert.Equal(ids.Order(), ids);
        Assert.Equal(await desk.InDatabase(db => db.Log.CountAsync()), ids.Count);
    }

    sealed record Something(int Writer, int Number) : IFact
    {
        public Subjects About => default;
    }
}
