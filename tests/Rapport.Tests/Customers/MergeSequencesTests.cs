using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Rapport.Customers.Merging;

namespace Rapport.Tests.Customers;

/// <summary>However customers are put together: taken apart again, everything is as it was.</summary>
public class MergeSequencesTests
{
    const int Customers = 6, Merges = 5;

    public static TheoryData<string, int> Seeds()
    {
        var seeds = new TheoryData<string, int>();
        foreach (var database in new[] { "SQLite", "PostgreSQL" })
            for (var seed = 1; seed <= 6; seed++) seeds.Add(database, seed);
        return seeds;
    }

    [Theory, MemberData(nameof(Seeds)), Trait("Proves", "E160")]
    public async Task Putting_together_and_taking_apart_changes_no_row_of_any_table(string database, int seed)
    {
        await using var desk = await TestDesk.Open(database);
        var random = new Random(seed);
        var customers = await desk.Populate(random, Customers);
        await desk.Pass(TimeSpan.FromMinutes(2));
        await EveryTableHasARow(desk);
        var before = await desk.Everything();

        var alone = customers.ToList();
        var merges = new List<(Guid Merge, Guid Into)>();
        for (var i = 0; i < Merges && alone.Count > 1; i++)
        {
            var from = alone[random.Next(alone.Count)];
            alone.Remove(from);
            var into = alone[random.Next(alone.Count)];
            merges.Add((await desk.Owner.Merge(from, into), into));
            Assert.Equal(0, await desk.CountOfMoved(from));
        }
        await desk.Pass(TimeSpan.FromMinutes(2));
        // At random, as somebody would who does not know which was the last: what has a later one on it waits for that.
        for (var left = merges.ToList(); left.Count > 0;)
        {
            var (merge, into) = left[random.Next(left.Count)];
            var whole = await desk.InDatabase(db => db.Whole(into.Id(), default));
            var (status, said) = await desk.Owner.Try(HttpMethod.Post, $"/api/v1/customers/{whole.Value}/merges/{merge}/undoing", new { });
            if (status == 200) left.RemoveAll(m => m.Merge == merge);
            else Assert.True(status == 409 && left[^1].Merge != merge, $"{status} {said}");
        }

        Entries.Same(before, await desk.Everything());
        Assert.Equal(0, await desk.InDatabase(db => db.OwnConsents.CountAsync()));
        Assert.All(await desk.InDatabase(db => db.OwnPages.ToListAsync()), p => Assert.True(p.RevokedAt is not null || !merges.Exists(m => m.Into == p.CustomerId.Value)));
    }

    /// <summary>Otherwise this would prove nothing of it: whoever adds a table adds it to what is made at random.</summary>
    static Task<int> EveryTableHasARow(TestDesk desk) => desk.InDatabase(async db =>
    {
        foreach (var p in Pointers.Of(db))
        {
#pragma warning disable EF1002 // names of our own model
            var rows = (await db.Database.SqlQueryRaw<long>(string.Create(CultureInfo.InvariantCulture, $"SELECT COUNT(*) AS \"Value\" FROM \"{p.Table}\" WHERE \"{p.Column}\" IS NOT NULL")).ToListAsync())[0];
#pragma warning restore EF1002
            Assert.True(rows > 0, $"Nothing is made for {p.Place}.");
        }
        return 0;
    });
}
