using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Rapport.Channels.Mail;

namespace Rapport.Tests.Channels.Mail;

/// <summary>What a mailroom took and will not end is given to the next at once, and one bad letter holds up nobody.</summary>
[Trait("Proves", "Mail")]
public sealed class LeaseTests
{
    [Theory, OnBothDatabases]
    public async Task What_a_mailroom_that_ended_had_taken_is_given_back_at_once(string database)
    {
        await using var mail = await MailDesk.Open(database);
        await mail.Mailbox();
        var number = await mail.NumberOf(await mail.Receive());
        var sending = await mail.Answer(number, "A new bag leaves today");
        await mail.TakeIn("From: a@example.com\r\n\r\nsecond");
        Assert.NotNull(await mail.Next("reading"));
        Assert.Null(await mail.Next("sending"));
        Assert.Null(await mail.Next("reading"));

        await mail.Desk.Services.GetRequiredService<MailLeases>().End(default);

        Assert.Equal(2, (await mail.Next("sending"))!.Value.GetProperty("attempt").GetInt32());
        Assert.Equal(2, (await mail.Next("reading"))!.Value.GetProperty("attempt").GetInt32());
        Assert.Equal(sending.GetProperty("id").GetGuid(), await mail.Desk.InDatabase(db => db.OutgoingLetters.Select(o => o.Id.Value).SingleAsync()));
    }

    [Theory, OnBothDatabases]
    public async Task A_letter_that_was_begun_before_comes_alone(string database)
    {
        await using var mail = await MailDesk.Open(database);
        for (var i = 0; i < 5; i++) await mail.TakeIn($"From: a@example.com\r\n\r\nletter {i}");
        Assert.Equal(3, (await mail.Room.Post("/mailroom/v1/reading?most=3", new { })).GetProperty("items").GetArrayLength());
        await mail.Desk.Services.GetRequiredService<MailLeases>().End(default);
        var again = Assert.Single((await mail.Room.Post("/mailroom/v1/reading?most=3", new { })).GetProperty("items").EnumerateArray());
        Assert.Equal(2, again.GetProperty("attempt").GetInt32());
        // While it is being tried, those that are new go on, and none that shared its fate.
        Assert.All((await mail.Room.Post("/mailroom/v1/reading?most=9", new { })).GetProperty("items").EnumerateArray(), l => Assert.Equal(1, l.GetProperty("attempt").GetInt32()));
    }

    [Theory, OnBothDatabases]
    public async Task An_answer_that_cannot_be_put_together_holds_up_no_other(string database)
    {
        await using var mail = await MailDesk.Open(database);
        await mail.Mailbox();
        var numbers = new List<long>();
        foreach (var from in new[] { "ruth@example.com", "ben@example.com" }) numbers.Add(await mail.NumberOf(await mail.Receive(from, $"Hello from {from}", name: from)));
        foreach (var number in numbers) await mail.Desk.Owner.Post($"/desk/{number}/replies", new { body = $"To {number}", anyway = true });
        await mail.Desk.Pass(MailDesk.Hold);
        await mail.Desk.Change(async db => await db.OutgoingLetters.Where(o => o.Recipient == "ruth@example.com").ExecuteUpdateAsync(o => o.SetProperty(x => x.SheetText, "this is no sheet").SetProperty(x => x.DueAt, mail.Desk.Now - NodaTime.Duration.FromSeconds(5))));

        Assert.Equal("ben@example.com", (await mail.Next("sending"))!.Value.GetProperty("to")[0].GetProperty("address").GetString());
        var poisoned = await mail.Desk.InDatabase(db => db.OutgoingLetters.Where(o => o.Recipient == "ruth@example.com").Select(o => new { o.State, o.Words }).SingleAsync());
        Assert.Equal(OutgoingState.Later, poisoned.State);
        Assert.Contains("could not put it together", poisoned.Words, StringComparison.Ordinal);
    }
}
