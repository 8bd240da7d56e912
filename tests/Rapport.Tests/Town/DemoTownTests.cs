using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Rapport.Desk;
using Rapport.Town;
using Rapport.Town.Line;
using Rapport.Workspace.Demo;

namespace Rapport.Tests.Town;

public sealed class DemoTownTests
{
    static readonly TownContent Town = TownContent.Read();

    [Theory, OnBothDatabases]
    public async Task The_town_brings_its_past_and_a_second_start_does_not_double_it(string database)
    {
        await using var desk = await Open(database);
        var first = await Settle(desk);
        var second = await Settle(desk);

        Assert.Equal(first.Numbers, second.Numbers);
        Assert.Equal(first.Desk.Password, second.Desk.Password);
        Assert.Equal(Town.Past.Count, await desk.InDatabase(db => db.Conversations.CountAsync()));
        Assert.Equal(Town.Staff.Count, await desk.InDatabase(db => db.People.CountAsync(p => p.Email != TestDesk.OwnerEmail)));
        Assert.Equal(Town.ContactTypes.Count, await desk.InDatabase(db => db.ContactTypes.CountAsync()));
        Assert.Equal(Said(Act.CustomerWrites) + Said(Act.DeskWrites), await desk.InDatabase(db => db.Messages.CountAsync()));
        Assert.Equal(Town.Past.Select(p => p.Customer).Distinct().Count(), await desk.InDatabase(db => db.Customers.CountAsync()));
    }

    [Theory, OnBothDatabases]
    public async Task The_past_is_past_everywhere(string database)
    {
        await using var desk = await Open(database);
        await Settle(desk);
        var (messages, log, resolved) = await desk.InDatabase(async db => (
            await db.Messages.Select(m => m.At).ToListAsync(),
            await db.Log.Where(e => e.Kind == "message_sent" || e.Kind == "message_received").Select(e => e.At).ToListAsync(),
            await db.Resolutions.Select(r => r.At).ToListAsync()));
        Assert.All(messages.Concat(resolved), at => Assert.True(at <= desk.Now));
        Assert.True(messages.Min() < desk.Now - Duration.FromDays(20));
        Assert.Equal(messages.Order(), log.Order());
    }

    [Theory, OnBothDatabases]
    public async Task The_visitor_signs_in_and_finds_every_view_filled(string database)
    {
        await using var desk = await Open(database);
        var opened = (await Settle(desk)).Desk;
        using var dana = await desk.SignIn(opened.Email, opened.Password);
        foreach (var view in new[] { "mine", "unowned", "team", "promised", "resolved" })
            Assert.Contains("class=\"row", await dana.GetStringAsync(new Uri($"/desk/list?view={view}", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task Every_live_script_runs_to_its_end(string database)
    {
        await using var desk = await Open(database, realTime: true);
        var settled = await Settle(desk);
        var living = Living(desk, settled);
        await Parallel.ForEachAsync(Town.Live, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (script, stop) => await living.Play(script, 0, 7, stop));

        var all = await desk.InDatabase(db => db.Conversations.AsNoTracking().ToListAsync());
        Assert.Equal(Town.Past.Count + Town.Live.Count(s => s.Continues is null), all.Count);
        var before = Town.Past.Count(p => p.Script.Any(l => l.Act is Act.Resolve));
        Assert.Equal(before + Town.Live.Count(s => s.Script.Any(l => l.Act is Act.Resolve)), all.Count(c => c.Status is Status.Resolved));
        Assert.False(await desk.InDatabase(db => db.Messages.AnyAsync(m => EF.Functions.Like(m.Body, "%{%"))));
    }

    [Theory, OnBothDatabases]
    public async Task What_the_visitor_takes_is_left_to_the_visitor(string database)
    {
        await using var desk = await Open(database, realTime: true);
        var settled = await Settle(desk);
        var script = Town.Live.First(s => s.Continues is null && s.Channel is null);
        var playing = Living(desk, settled, pace: 0.02).Play(script, 0, 1, default);
        while (await desk.InDatabase(db => db.Conversations.CountAsync()) == Town.Past.Count) await Task.Delay(5);
        var number = await desk.InDatabase(db => db.Conversations.MaxAsync(c => c.Number));
        using var dana = desk.With(settled.Desk.Tokens[Town.Visitor]);
        await dana.Put($"/api/v1/conversations/{number}/owner", new { person = "me" });
        await dana.Post($"/api/v1/conversations/{number}/resolution");
        await playing;

        Assert.False(await desk.InDatabase(async db => await db.Messages.AnyAsync(m => m.From == MessageFrom.Agent && db.Conversations.Any(c => c.Id == m.ConversationId && c.Number == number))));
    }

    [Theory, OnBothDatabases]
    public async Task A_desk_in_use_stays_without_a_town(string database)
    {
        await using var desk = await Open(database);
        await desk.Conversation();
        Assert.Null(await desk.Services.GetRequiredService<OpenTown>().Open(default));
        Assert.Equal(1, await desk.InDatabase(db => db.People.CountAsync()));
    }

    static int Said(Act act) => Town.Past.Sum(p => p.Script.Count(l => l.Act == act));

    static Task<TestDesk> Open(string database, bool realTime = false) => TestDesk.Open(database, Add, realTime);

    static void Add(WebApplicationBuilder builder) => builder.Services.AddSingleton(Town).AddSingleton<OpenTown>().AddSingleton<SettleTown>();

    sealed record Settled(OpenTown.Desk Desk, IReadOnlyDictionary<string, long> Numbers);

    static async Task<Settled> Settle(TestDesk desk)
    {
        var opened = await desk.Services.GetRequiredService<OpenTown>().Open(default);
        return new Settled(opened!, await desk.Services.GetRequiredService<SettleTown>().Settle(opened!, default));
    }

    static LivingTown Living(TestDesk desk, Settled settled, double pace = 0)
    {
        var line = new DeskLine(DeskLine.Dial(desk.Url), new CallTimes());
        var staff = Town.Staff.ToDictionary(s => s.Key, s => new Colleague(line, settled.Desk.People[s.Key].Id.Value.ToString(), s.Name, settled.Desk.Tokens[s.Key]));
        return new LivingTown(line, Town, new TownDesk(staff, settled.Numbers), pace);
    }
}
