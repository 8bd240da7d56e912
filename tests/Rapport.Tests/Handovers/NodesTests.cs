using System.Diagnostics;
using Rapport.Tests.Channels;

namespace Rapport.Tests.Handovers;

/// <summary>Two nodes on one database. Dana's page is open on one, Miguel's on the other.</summary>
[Trait("Proves", "E104")]
[Collection(ByThemselves.Name)]
public class NodesTests
{
    static readonly TimeSpan Within = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task A_receiver_whose_line_to_another_node_drops_gives_it_back_within_two_seconds() => await Soon(async () =>
    {
        await using var nodes = await Nodes.Open();
        using var danas = await Line.Open(nodes.Trio.Dana.Client, "/live?topics=inbox");
        var miguels = await nodes.MiguelOnTwo();
        var (offered, joined) = await nodes.OfferedAndJoined();

        miguels.Dispose();
        var took = await nodes.UntilBack(offered, joined);

        Assert.Equal("Miguel's line dropped. Dana is with you again.", (await nodes.Trio.Told(joined))[^1]);
        return took;
    });

    [Fact]
    public async Task A_node_that_is_stopped_leaves_nobody_with_a_receiver_who_is_gone() => await Soon(async () =>
    {
        await using var nodes = await Nodes.Open();
        using var danas = await Line.Open(nodes.Trio.Dana.Client, "/live?topics=inbox");
        using var miguels = await nodes.MiguelOnTwo();
        var (offered, joined) = await nodes.OfferedAndJoined();

        await nodes.StopTwo();
        return await nodes.UntilBack(offered, joined);
    });

    /// <summary>Where the machine pauses (a checkpoint of the database, a busy disk) it is tried twice more, and the middle one counts.</summary>
    static async Task Soon(Func<Task<TimeSpan>> once)
    {
        var took = new List<TimeSpan> { await once() };
        if (took[0] >= Within) took.AddRange([await once(), await once()]);
        Assert.True(took.Order().ElementAt(took.Count / 2) < Within, $"It took {string.Join(", ", took.Select(t => $"{t.TotalSeconds:0.00}"))} s.");
    }

    [Fact]
    public async Task Who_comes_back_to_another_node_has_lost_nothing()
    {
        await using var nodes = await Nodes.Open();
        using var danas = await Line.Open(nodes.Trio.Dana.Client, "/live?topics=inbox");
        var miguels = await nodes.MiguelOnTwo();
        var (offered, joined) = await nodes.OfferedAndJoined();

        miguels.Dispose();
        using var again = await Line.Open(nodes.Trio.Miguel.Client, "/live?topics=inbox");
        await again.Next();
        await Task.Delay(2500);

        Assert.Equal(("offered", "joined"), (await nodes.Trio.State(offered), await nodes.Trio.State(joined)));
    }

    sealed class Nodes : IAsyncDisposable
    {
        TestDesk? two;

        public required TestDesk One { get; init; }
        public required Trio Trio { get; init; }

        public static async Task<Nodes> Open()
        {
            var address = await (await PostgresServer.Shared).FreshDatabase();
            var one = await TestDesk.OpenOn(address, realTime: true);
            return new() { One = one, Trio = await Trio.At(one), two = await TestDesk.OpenOn(address, realTime: true) };
        }

        public async Task<Line> MiguelOnTwo()
        {
            var line = await Line.Open(two!.With(Trio.Miguel.Client.DefaultRequestHeaders.Authorization!.Parameter), "/live?topics=inbox");
            await line.Next();
            // The other node hears of it.
            await Task.Delay(300);
            return line;
        }

        public async Task<(long Offered, long Joined)> OfferedAndJoined()
        {
            var (offered, joined) = (await Trio.OfDana(), await Trio.OfDana());
            foreach (var number in new[] { offered, joined }) await Trio.Offer(number);
            await Trio.Miguel.Client.Post(Trio.Path(joined, "/join"));
            return (offered, joined);
        }

        public async Task<TimeSpan> UntilBack(long offered, long joined)
        {
            var clock = Stopwatch.StartNew();
            while ((await Trio.State(offered), await Trio.State(joined)) != ("receiver_lost", "receiver_lost"))
            {
                Assert.True(clock.Elapsed < TimeSpan.FromSeconds(15), "It never came back.");
                await Task.Delay(20);
            }
            Assert.Equal(("Dana", "Dana"), (await Trio.Owner(offered), await Trio.Owner(joined)));
            return clock.Elapsed;
        }

        public async Task StopTwo()
        {
            await two!.DisposeAsync();
            two = null;
        }

        public async ValueTask DisposeAsync()
        {
            if (two is not null) await two.DisposeAsync();
            await One.DisposeAsync();
        }
    }
}
