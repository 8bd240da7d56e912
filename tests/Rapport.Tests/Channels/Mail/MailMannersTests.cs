using Rapport.Channels.Mail;

namespace Rapport.Tests.Channels.Mail;

/// <summary>What two machines say to each other ends, and what our own server found out about a sender is passed on.</summary>
[Trait("Proves", "Mail")]
public sealed class MailMannersTests
{
    [Theory, OnBothDatabases]
    public async Task A_conversation_in_which_machines_answer_each_other_stops(string database)
    {
        await using var mail = await MailDesk.Open(database);
        await mail.Mailbox();
        var number = await mail.NumberOf(await mail.Receive(messageId: "<first@example.com>"));
        for (var i = 0; i < 11; i++) await mail.Receive(text: $"Thank you for your letter no. {i}", references: ["<first@example.com>"]);
        await mail.Desk.Owner.Post($"/api/v1/conversations/{number}/resolution", new { });
        var thirteenth = await mail.Receive(text: "Thank you for your letter", references: ["<first@example.com>"]);
        Assert.Equal(number, await mail.NumberOf(thirteenth));
        Assert.Contains("in a loop", await mail.Desk.InDatabase(db => Task.FromResult(db.Letters.Single(l => l.Id == new LetterId(thirteenth)).Automatic)), StringComparison.Ordinal);
        Assert.Equal("resolved", (await mail.Desk.Owner.Get($"/api/v1/conversations/{number}")).GetProperty("status").GetString());
    }

    [Theory, OnBothDatabases]
    public async Task What_our_own_server_found_out_about_a_sender_is_said_and_what_others_claim_is_not(string database)
    {
        await using var mail = await MailDesk.Open(database);
        await mail.Mailbox();
        await mail.Desk.Change(async db =>
        {
            db.Mailboxes.Single().AuthServer = "mx.shop.example";
            await db.SaveChangesAsync();
        });
        foreach (var (lines, doubted) in new (string[], bool)[]
        {
            (["mx.shop.example; spf=fail; dmarc=fail (p=reject) header.from=example.com"], true),
            (["mx.shop.example 1; dkim=pass; dmarc = fail"], true),
            (["mx.shop.example; dmarc=pass", "mx.shop.example; dmarc=fail"], false), // the second came with the letter
            (["elsewhere.example; dmarc=fail"], false),
            (["mx.shop.example; dmarc=pass (it says; dmarc=fail)"], false),
            ([], false),
        })
        {
            var letter = await Receive(mail, lines);
            Assert.Equal(doubted, await mail.Desk.InDatabase(db => Task.FromResult(db.Letters.Single(l => l.Id == new LetterId(letter)).Doubt is not null)));
            if (doubted) Assert.Contains("was not sent by example.com (DMARC)", await (await mail.Desk.SignIn()).GetStringAsync(new Uri($"/desk/{await mail.NumberOf(letter)}", UriKind.Relative)), StringComparison.Ordinal);
        }
    }

    static int count;

    static async Task<Guid> Receive(MailDesk mail, string[] lines)
    {
        var n = ++count;
        var (id, _) = await mail.TakeIn($"From: ruth@example.com\r\nX-N: doubt {n}\r\n\r\nx");
        await mail.Next("reading");
        await mail.Read(id, new { from = new[] { new { name = "Ruth", address = "ruth@example.com" } }, to = new[] { new { name = "", address = "desk@shop.example" } }, subject = $"Doubt {n}", message_id = $"<doubt-{n}@example.com>", text = "Hello", authentication_results = lines });
        return id;
    }
}
