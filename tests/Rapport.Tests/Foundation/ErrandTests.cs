using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Rapport.Foundation;

namespace Rapport.Tests.Foundation;

public class ErrandTests
{
    [Theory, OnBothDatabases]
    public async Task What_fails_is_tried_again_later_and_later_and_then_rests_where_a_person_sees_it(string database)
    {
        await using var desk = await TestDesk.Open(database, b => b.Services.AddSingleton<Ledger>());
        desk.Services.GetRequiredService<Errands>().Learn<Wish, GrantWish>();
        var ledger = desk.Services.GetRequiredService<Ledger>();
        ledger.Broken = true;
        await desk.Change(db => { db.Add(Errands.Later<Wish, GrantWish>(new Wish("a pony"), desk.Now + Duration.FromMinutes(1))); return db.SaveChangesAsync(); });

        var waits = new List<Duration>();
        for (var i = 0; i < ErrandWorker.Patience; i++)
        {
            await desk.PassWithFaults(TimeSpan.FromMinutes(20));
            var errand = await desk.InDatabase(db => db.Errands.AsNoTracking().SingleAsync());
            Assert.Equal("No ponies today.", errand.LastError);
            waits.Add(errand.DueAt - desk.Now);
        }
        Assert.Equal(waits.Order(), waits);
        var parked = await desk.InDatabase(db => db.Errands.AsNoTracking().SingleAsync());
        Assert.NotNull(parked.ParkedAt);
        var admin = await desk.SignIn();
        var page = await admin.GetStringAsync(new Uri("/settings/errands", UriKind.Relative));
        Assert.Contains("No ponies today.", page, StringComparison.Ordinal);

        ledger.Broken = false;
        using var retry = await admin.PostAsync(new Uri($"/settings/errands/{parked.Id}/retry", UriKind.Relative), null);
        await desk.Pass(TimeSpan.FromSeconds(1));

        Assert.Equal(["a pony"], ledger.Granted);
        Assert.Equal(0, await desk.InDatabase(db => db.Errands.CountAsync()));
    }

    [Fact]
    public async Task Two_nodes_share_the_errands_and_each_is_done_once()
    {
        var address = await (await PostgresServer.Shared).FreshDatabase();
        await using var one = await TestDesk.OpenOn(address, b => b.Services.AddSingleton<Ledger>(), realTime: true);
        await using var two = await TestDesk.OpenOn(address, b => b.Services.AddSingleton<Ledger>(), realTime: true);
        foreach (var desk in new[] { one, two }) desk.Services.GetRequiredService<Errands>().Learn<Wish, GrantWish>();

        var now = SystemClock.Instance.GetCurrentInstant();
        await one.Change(db => { for (var i = 0; i < 200; i++) db.Add(Errands.Later<Wish, GrantWish>(new Wish($"wish {i}"), now)); return db.SaveChangesAsync(); });
        for (var i = 0; i < 1200 && await one.InDatabase(db => db.Errands.AnyAsync()); i++) await Task.Delay(50);

        var granted = one.Services.GetRequiredService<Ledger>().Granted.Concat(two.Services.GetRequiredService<Ledger>().Granted).ToList();
        Assert.Equal(200, granted.Count);
        Assert.Equal(200, granted.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task A_change_on_one_node_is_told_on_the_other()
    {
        var address = await (await PostgresServer.Shared).FreshDatabase();
        await using var one = await TestDesk.OpenOn(address, realTime: true);
        await using var two = await TestDesk.OpenOn(address, realTime: true);
        var number = await one.Conversation();
        using var line = two.Services.GetRequiredService<Topics>().Follow([$"words:{number}"], null);
        await one.Owner.Post($"/api/v1/conversations/{number}/messages", new { from = "customer", body = "Hello?" });

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        Assert.Equal($"words:{number}", await line.News.ReadAsync(limit.Token));
    }

    public sealed record Wish(string What) : IFact
    {
        public Subjects About => default;
    }

    public sealed class Ledger
    {
        public bool Broken { get; set; }
        public System.Collections.Concurrent.ConcurrentQueue<string> Granted { get; } = [];
    }

    public sealed class GrantWish(Ledger ledger) : IWhen<Wish>
    {
        public Task Handle(Wish fact, CancellationToken cancel)
        {
            if (ledger.Broken) throw new InvalidOperationException("No ponies today.");
            ledger.Granted.Enqueue(fact.What);
            return Task.CompletedTask;
        }
    }
}
