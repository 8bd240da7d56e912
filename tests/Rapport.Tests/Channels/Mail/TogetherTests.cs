using System.Text.Json;

namespace Rapport.Tests.Channels.Mail;

/// <summary>Letters that are told in one call, and so mostly put away in one unit of work, know of each other as if they came one after the other.</summary>
[Trait("Proves", "Mail")]
public class TogetherTests
{
    [Theory, OnBothDatabases]
    public async Task Several_of_one_new_sender_are_one_customer_and_the_same_letter_is_put_away_once(string database)
    {
        await using var mail = await MailDesk.Open(database);
        await mail.Mailbox();

        var letters = await Told(mail,
            Letter("ruth@example.com", "Torn bag", "<one@example.com>"),
            Letter("RUTH@example.com", "Another bag", "<two@example.com>"),
            Letter("tom@example.org", "A lead", "<three@example.com>"),
            Letter("ruth@example.com", "Torn bag", "<one@example.com>"),
            Letter("ruth@example.com", "Re: Torn bag", "<four@example.com>", "<one@example.com>"));

        Assert.Equal(2, await mail.Desk.InDatabase(db => Task.FromResult(db.Customers.Count())));
        Assert.Equal(2, await mail.Desk.InDatabase(db => Task.FromResult(db.Addresses.Count())));
        Assert.Equal(3, await mail.Desk.InDatabase(db => Task.FromResult(db.Conversations.Count())));
        var first = await mail.NumberOf(letters[0]);
        Assert.Equal([first, first], [await mail.NumberOf(letters[3]), await mail.NumberOf(letters[4])]);
        Assert.Equal(2, (await mail.Messages(first)).Count);
    }

    [Theory, OnBothDatabases]
    public async Task Who_is_known_already_is_found(string database)
    {
        await using var mail = await MailDesk.Open(database);
        await mail.Mailbox();
        await mail.Receive();

        await Told(mail, Letter("ruth@example.com", "Another bag", "<five@example.com>"), Letter("tom@example.org", "A lead", "<six@example.com>"));
        await mail.Receive(from: "tom@example.org", name: "Tom", subject: "A second lead");

        Assert.Equal(2, await mail.Desk.InDatabase(db => Task.FromResult(db.Customers.Count())));
        Assert.Equal(4, await mail.Desk.InDatabase(db => Task.FromResult(db.Conversations.Count())));
    }

    static object Letter(string from, string subject, string messageId, string? answers = null) =>
        MailDesk.Reading(from, $"About: {subject}", subject, messageId, answers is null ? null : [answers], name: from.Split('@')[0]);

    static async Task<List<Guid>> Told(MailDesk mail, params object[] readings)
    {
        List<Guid> ids = [];
        foreach (var reading in readings) ids.Add((await mail.TakeIn($"X-N: {ids.Count}\r\n\r\n{JsonSerializer.Serialize(reading)}", new { by = "smtp", from = "list@example.net", to = new[] { "desk@shop.example" } })).Id);
        await mail.Room.Post("/mailroom/v1/reading?most=16");
        await mail.Room.Put("/mailroom/v1/readings", new { items = readings.Select((reading, i) => new { id = ids[i], reading }) });
        return ids;
    }
}
