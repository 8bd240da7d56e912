using System.Text.Json;
using Rapport.Channels.Mail;

namespace Rapport.Tests.Channels.Mail;

[Trait("Proves", "Mail")]
public class IntakeTests
{
    [Theory, OnBothDatabases]
    public async Task A_letter_becomes_a_conversation_with_its_customer(string database)
    {
        await using var mail = await MailDesk.Open(database);

        var number = await mail.NumberOf(await mail.Receive(html: "<p>The 15 kg bag arrived <b>torn</b></p><script>alert(1)</script>"));

        var conversation = await mail.Desk.Owner.Get($"/api/v1/conversations/{number}");
        Assert.Equal("mail", conversation.GetProperty("channel").GetString());
        Assert.Equal("Torn bag", conversation.GetProperty("subject").GetString());
        Assert.Equal("Ruth Adeyemi", conversation.GetProperty("customer").GetProperty("name").GetString());
        var message = Assert.Single(await mail.Messages(number));
        Assert.Equal("The 15 kg bag arrived torn", message.GetProperty("body").GetString());
        Assert.Equal("ruth@example.com", message.GetProperty("author").GetProperty("address").GetString());
        Assert.Equal("<p>The 15 kg bag arrived <b>torn</b></p>", message.GetProperty("html").GetString());
        Assert.Equal(JsonValueKind.Null, message.GetProperty("quoted").ValueKind);
    }

    [Theory, OnBothDatabases]
    public async Task The_same_letter_is_kept_once_whatever_way_it_comes(string database)
    {
        await using var mail = await MailDesk.Open(database);
        var box = await mail.Mailbox();
        var slip = new { by = "imap", mailbox = box, folder = "INBOX", uid_validity = 7, uid = 3 };

        var first = await mail.TakeIn("Subject: one\r\n\r\nwords", slip);
        var again = await mail.TakeIn("Subject: one\r\n\r\nwords", slip);
        var elsewhere = await mail.TakeIn("Subject: one\r\n\r\nwords", new { by = "smtp", from = "ruth@example.com" });
        var renumbered = await mail.TakeIn("Subject: one\r\n\r\nwords", new { by = "imap", mailbox = box, folder = "INBOX", uid_validity = 8, uid = 1 });

        Assert.False(first.Known);
        Assert.All([again, elsewhere, renumbered], l => Assert.Equal((first.Id, true), l));
        var place = (await mail.Room.Get("/mailroom/v1/mailboxes")).GetProperty("items")[0].GetProperty("progress")[0];
        Assert.Equal((8, 1), (place.GetProperty("uid_validity").GetInt64(), place.GetProperty("uid").GetInt64()));
    }

    [Theory, OnBothDatabases]
    public async Task A_letter_known_by_its_Message_ID_is_put_away_once_and_one_without_is_not_dropped(string database)
    {
        await using var mail = await MailDesk.Open(database);
        await mail.Mailbox();
        await mail.Mailbox("sales@shop.example");

        var first = await mail.Receive(messageId: "<one@example.com>", to: ["desk@shop.example", "sales@shop.example"]);
        var second = await mail.Receive(messageId: "<one@example.com>", to: ["desk@shop.example", "sales@shop.example"]);
        await mail.Receive(messageId: "", text: "no id here", subject: "Other");
        await mail.Receive(messageId: "", text: "no id here", subject: "Other");

        Assert.Equal(await mail.NumberOf(first), await mail.NumberOf(second));
        Assert.Single(await mail.Messages(await mail.NumberOf(first)));
        Assert.Equal(3, await mail.Desk.InDatabase(db => Task.FromResult(db.Conversations.Count())));
    }

    [Theory, OnBothDatabases]
    public async Task Somebody_elses_letter_with_a_Message_ID_that_is_known_is_theirs(string database)
    {
        await using var mail = await MailDesk.Open(database);

        var first = await mail.Receive(messageId: "<one@example.com>");
        var other = await mail.Receive(messageId: "<one@example.com>", from: "tom@example.org", name: "Tom");

        Assert.NotEqual(await mail.NumberOf(first), await mail.NumberOf(other));
    }

    [Theory, OnBothDatabases]
    public async Task What_ends_three_mailrooms_is_set_before_a_person_and_holds_up_nobody(string database)
    {
        await using var mail = await MailDesk.Open(database);
        var (bad, _) = await mail.TakeIn("From: Ruth <ruth@example.com>\r\nSubject: boom\r\n\r\nboom");
        var (good, _) = await mail.TakeIn("From: tom@example.org\r\nSubject: fine\r\n\r\nfine");

        for (var i = 1; i <= 3; i++)
        {
            var work = (await mail.Next("reading"))!.Value;
            Assert.Equal((bad, i), (work.GetProperty("id").GetGuid(), work.GetProperty("attempt").GetInt32()));
            var behind = (await mail.Next("reading"))!.Value;
            Assert.Equal(good, behind.GetProperty("id").GetGuid());
            await mail.Desk.Pass(Letter.Lease.ToTimeSpan() + TimeSpan.FromSeconds(1));
            if (i == 1) await mail.Read(good, new { from = new[] { new { address = "tom@example.org" } }, text = "fine", subject = "fine" });
            if (i == 1) break;
        }
        for (var i = 2; i <= 3; i++)
        {
            Assert.Equal(i, (await mail.Next("reading"))!.Value.GetProperty("attempt").GetInt32());
            await mail.Desk.Pass(Letter.Lease.ToTimeSpan() + TimeSpan.FromSeconds(1));
        }
        Assert.Null(await mail.Next("reading"));

        var number = await mail.NumberOf(bad);
        var conversation = await mail.Desk.Owner.Get($"/api/v1/conversations/{number}");
        Assert.Equal("Could not read this letter", conversation.GetProperty("subject").GetString());
        Assert.Equal("ruth", conversation.GetProperty("customer").GetProperty("name").GetString());
        var file = Assert.Single((await mail.Messages(number))[0].GetProperty("attachments").EnumerateArray());
        Assert.Equal("letter.eml", file.GetProperty("name").GetString());
    }

    [Theory, OnBothDatabases]
    public async Task What_could_not_be_read_can_be_read_again_and_goes_on_where_it_lies(string database)
    {
        await using var mail = await MailDesk.Open(database);
        var (id, _) = await mail.TakeIn("From: Ruth <ruth@example.com>\r\nSubject: boom\r\n\r\nboom");
        await mail.Next("reading");
        await mail.Read(id, new { could_not_read = "its parts are nested 10,000 deep" });
        var number = await mail.NumberOf(id);

        await mail.Desk.Owner.Post($"/api/v1/letters/{id}/reading");
        await mail.Next("reading");
        await mail.Read(id, new { from = new[] { new { address = "ruth@example.com" } }, text = "Now it can be read", subject = "Boom" });

        Assert.Equal(number, await mail.NumberOf(id));
        Assert.Equal("Now it can be read", (await mail.Messages(number))[^1].GetProperty("body").GetString());
        Assert.Equal("Boom", (await mail.Desk.Owner.Get($"/api/v1/conversations/{number}")).GetProperty("subject").GetString());
        Assert.Equal("threaded", (await mail.Desk.Owner.Get("/api/v1/letters")).GetProperty("items")[0].GetProperty("state").GetString());
    }

    [Theory, OnBothDatabases]
    public async Task The_new_words_stand_apart_from_the_history_and_the_signature(string database)
    {
        await using var mail = await MailDesk.Open(database);

        var number = await mail.NumberOf(await mail.Receive(text: "It is torn again.\n\n-- \nRuth Adeyemi\n\nOn Mon, 23 Nov 2026 at 10:00, Harbor Pets <desk@shop.example> wrote:\n> Your order has left the house.\n> It will be there on Tuesday."));

        var message = (await mail.Messages(number))[0];
        Assert.Equal("It is torn again.", message.GetProperty("body").GetString());
        Assert.Contains("Your order has left the house.", message.GetProperty("quoted").GetString(), StringComparison.Ordinal);
        Assert.Contains("What was said before", await mail.Desk.Owner.GetStringAsync(new Uri($"/desk/{number}/thread", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task Text_that_no_database_likes_is_kept_all_the_same(string database)
    {
        await using var mail = await MailDesk.Open(database);
        var (id, _) = await mail.TakeIn("x");
        await mail.Next("reading");

        using var body = new StringContent("""{"from":[{"name":"R\u0000uth\u202e","address":"not an address"}],"text":"a\u0000b c","subject":"s\u0000\r\nInjected: x","date":"nonsense","headers":{"precedence":["a","b"]}}""", null, "application/json");
        using var answer = await mail.Room.PutAsync(new Uri($"/mailroom/v1/letters/{id}/reading", UriKind.Relative), body);

        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        var message = (await mail.Messages(await mail.NumberOf(id)))[0];
        Assert.Equal("ab c", message.GetProperty("body").GetString());
    }

    [Theory, OnBothDatabases]
    public async Task The_mailroom_waits_at_a_door_and_is_called_at_once(string database)
    {
        await using var mail = await MailDesk.Open(database);

        var waiting = mail.Room.Try(HttpMethod.Post, "/mailroom/v1/reading?wait=20");
        await Task.Delay(200);
        var (id, _) = await mail.TakeIn("From: a@example.com\r\n\r\nx");
        var (status, work) = await waiting.WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal((200, id), (status, work.GetProperty("items")[0].GetProperty("id").GetGuid()));
    }
}
