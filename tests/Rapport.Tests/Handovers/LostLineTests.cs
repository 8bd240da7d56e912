using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Rapport.Handovers;
using Rapport.Tests.Channels;

namespace Rapport.Tests.Handovers;

/// <summary>Somebody's browser is gone without a word. In real time: within two seconds the customer has somebody who is there.</summary>
[Trait("Proves", "E104")]
[Collection(ByThemselves.Name)]
public class LostLineTests
{
    static readonly Duration Within = Duration.FromSeconds(2);

    [Theory, OnBothDatabases]
    public async Task A_receiver_whose_line_drops_gives_it_back_within_two_seconds(string database)
    {
        await using var desk = await TestDesk.Open(database, realTime: true);
        var trio = await Trio.At(desk);
        var (offered, joined) = (await trio.OfDana(), await trio.OfDana());
        using var danas = await Line.Open(trio.Dana.Client, "/live?topics=inbox");
        var miguels = await Line.Open(trio.Miguel.Client, "/live?topics=inbox");
        await miguels.Next();
        foreach (var number in new[] { offered, joined }) await trio.Offer(number);
        await trio.Miguel.Client.Post(Trio.Path(joined, "/join"));

        var gone = SystemClock.Instance.GetCurrentInstant();
        miguels.Dispose();
        await Until(async () => (await trio.State(offered), await trio.State(joined)) == ("receiver_lost", "receiver_lost"));

        Assert.Equal(("Dana", "Dana"), (await trio.Owner(offered), await trio.Owner(joined)));
        Assert.Equal("Miguel's line dropped. Dana is with you again.", (await trio.Told(joined))[^1]);
        // When it was given back, and not when this test found out.
        foreach (var number in new[] { offered, joined })
        {
            var back = await desk.InDatabase(db => (from h in db.Handovers join c in db.Conversations on h.ConversationId equals c.Id where c.Number == number select h.EndedAt).SingleAsync());
            Assert.True(back - gone < Within, $"It took {back - gone}.");
        }
    }

    [Theory, OnBothDatabases]
    public async Task When_the_senders_line_drops_everybody_is_called_and_the_first_who_comes_has_it(string database)
    {
        await using var desk = await TestDesk.Open(database, realTime: true);
        var trio = await Trio.At(desk);
        var number = await trio.OfDana();
        var danas = await Line.Open(trio.Dana.Client, "/live?topics=inbox");
        await danas.Next();
        await trio.Offer(number);

        danas.Dispose();
        await Until(async () => (await desk.Owner.Get(Trio.Path(number))).GetProperty("to_team").GetBoolean());
        Assert.Equal("Dana", await trio.Owner(number));
        Assert.Equal("Dana's line dropped. We are calling a colleague for you; what you wrote is all here.", (await trio.Told(number))[^1]);
        await trio.Ines.Client.Post(Trio.Path(number, "/join"));

        Assert.Equal(("released", "Ines"), (await trio.State(number), await trio.Owner(number)));
    }

    [Theory, OnBothDatabases]
    public async Task A_page_that_is_only_loaded_again_loses_nothing(string database)
    {
        await using var desk = await TestDesk.Open(database, realTime: true);
        var trio = await Trio.At(desk);
        var number = await trio.OfDana();
        var before = await Line.Open(trio.Miguel.Client, "/live?topics=inbox");
        await before.Next();
        await trio.Offer(number);
        await trio.Miguel.Client.Post(Trio.Path(number, "/join"));

        before.Dispose();
        using var after = await Line.Open(trio.Miguel.Client, "/live?topics=inbox");
        await after.Next();
        await Task.Delay(1500);

        Assert.Equal(("joined", "Miguel"), (await trio.State(number), await trio.Owner(number)));
    }

    [Theory, OnBothDatabases]
    public async Task Who_is_back_while_their_loss_waits_to_be_written_down_has_lost_nothing(string database)
    {
        await using var desk = await TestDesk.Open(database, realTime: true);
        var trio = await Trio.At(desk);
        var number = await trio.OfDana();
        var before = await Line.Open(trio.Miguel.Client, "/live?topics=inbox");
        await before.Next();
        await trio.Offer(number);
        await trio.Miguel.Client.Post(Trio.Path(number, "/join"));

        var letGo = await trio.Hold(number);
        before.Dispose();
        await Task.Delay(1800);
        using var after = await Line.Open(trio.Miguel.Client, "/live?topics=inbox");
        await after.Next();
        await letGo();
        await Task.Delay(700);

        Assert.Equal(("joined", "Miguel"), (await trio.State(number), await trio.Owner(number)));
    }

    [Theory, OnBothDatabases]
    public async Task A_database_that_is_away_for_a_moment_leaves_nobody_forgotten(string database)
    {
        await using var desk = await TestDesk.Open(database, realTime: true);
        var trio = await Trio.At(desk);
        var number = await trio.OfDana();
        await trio.Offer(number);

        await desk.Change(db => db.Database.ExecuteSqlAsync($"ALTER TABLE handovers RENAME TO handovers_away"));
        var settling = desk.Services.GetRequiredService<Lines>().Settle(new(trio.Miguel.Id), back: false);
        await Task.Delay(300);
        await desk.Change(db => db.Database.ExecuteSqlAsync($"ALTER TABLE handovers_away RENAME TO handovers"));
        await settling;

        Assert.Equal("receiver_lost", await trio.State(number));
    }

    static async Task Until(Func<Task<bool>> isTrue)
    {
        for (var i = 0; i < 1500; i++)
        {
            if (await isTrue()) return;
            await Task.Delay(20);
        }
        throw new TimeoutException("It never came to be.");
    }
}
