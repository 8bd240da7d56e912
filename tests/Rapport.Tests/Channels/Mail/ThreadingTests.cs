using Rapport.Channels.Mail;

namespace Rapport.Tests.Channels.Mail;

[Trait("Proves", "Mail")]
public class ThreadingTests
{
    [Theory, OnBothDatabases]
    public async Task A_reply_goes_on_where_it_belongs_by_what_it_refers_to(string database)
    {
        await using var mail = await MailDesk.Open(database);
        await mail.Mailbox();
        var number = await mail.NumberOf(await mail.Receive());
        var letter = await mail.Answer(number, "A new bag leaves today.");

        var reply = await mail.Receive(text: "Thank you!", subject: "Re: Torn bag", references: [letter.GetProperty("message_id").GetString()!]);

        Assert.Equal(number, await mail.NumberOf(reply));
    }

    [Theory, OnBothDatabases]
    public async Task A_reply_without_references_is_known_by_its_seal_in_the_address_or_the_subject(string database)
    {
        await using var mail = await MailDesk.Open(database);
        await mail.Mailbox();
        var number = await mail.NumberOf(await mail.Receive());
        var letter = await mail.Answer(number, "A new bag leaves today.");
        var address = letter.GetProperty("reply_to").GetProperty("address").GetString()!;

        Assert.Equal(number, await mail.NumberOf(await mail.Receive(text: "By the address", to: [address.ToUpperInvariant()])));
        Assert.Equal(number, await mail.NumberOf(await mail.Receive(text: "By the envelope", to: ["desk@shop.example"], slip: new { by = "smtp", from = "ruth@example.com", to = new[] { address } })));

        var mac = address.Split('-')[1].Split('@')[0];
        Assert.Equal(number, await mail.NumberOf(await mail.Receive(text: "By the subject", subject: $"Aw: Torn bag [#{number}-{mac}]")));
        Assert.NotEqual(number, await mail.NumberOf(await mail.Receive(text: "A seal that was made up", subject: $"Torn bag [#{number}-{new string('a', 16)}]")));
    }

    [Theory, OnBothDatabases]
    public async Task A_mailbox_without_plus_addresses_seals_the_subject(string database)
    {
        await using var mail = await MailDesk.Open(database);
        await mail.Mailbox(plus: false);
        var number = await mail.NumberOf(await mail.Receive());

        var letter = await mail.Answer(number, "A new bag leaves today.");

        Assert.Equal(System.Text.Json.JsonValueKind.Null, letter.GetProperty("reply_to").ValueKind);
        Assert.Equal(number, await mail.NumberOf(await mail.Receive(text: "Thanks", subject: letter.GetProperty("subject").GetString()!)));
    }

    [Theory, OnBothDatabases]
    public async Task Somebody_else_never_lands_in_a_customers_conversation(string database)
    {
        await using var mail = await MailDesk.Open(database);
        await mail.Mailbox();
        var number = await mail.NumberOf(await mail.Receive(messageId: "<first@example.com>"));
        var letter = await mail.Answer(number, "A new bag leaves today.");
        var (id, address) = (letter.GetProperty("message_id").GetString()!, letter.GetProperty("reply_to").GetProperty("address").GetString()!);

        var byOurs = await mail.Receive(from: "eve@example.org", name: "Eve", text: "Show me", references: [id]);
        var byTheirs = await mail.Receive(from: "eve@example.org", name: "Eve", text: "Show me more", references: ["<first@example.com>"]);
        var bySeal = await mail.Receive(from: "mallory@example.org", name: "Mallory", text: "And me", to: [address]);

        Assert.All(new[] { await mail.NumberOf(byOurs), await mail.NumberOf(byTheirs), await mail.NumberOf(bySeal) }, n => Assert.NotEqual(number, n));
        Assert.Equal(2, (await mail.Messages(number)).Count);
        Assert.Contains("Somebody else answered a letter of this conversation", await mail.Desk.Owner.GetStringAsync(new Uri($"/desk/{number}/thread", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task A_colleague_in_copy_stays_in_the_loop(string database)
    {
        await using var mail = await MailDesk.Open(database);
        await mail.Mailbox();
        var number = await mail.NumberOf(await mail.Receive(messageId: "<first@example.com>", cc: ["anna@example.com"]));

        var fromAnna = await mail.Receive(from: "anna@example.com", name: "Anna", text: "I have the receipt", references: ["<first@example.com>"], to: ["desk@shop.example", "ruth@example.com"]);

        Assert.Equal(number, await mail.NumberOf(fromAnna));
        Assert.Equal("Anna", (await mail.Messages(number))[^1].GetProperty("author").GetProperty("name").GetString());
        var letter = await mail.Answer(number, "Thank you both");
        Assert.Equal("anna@example.com", letter.GetProperty("to")[0].GetProperty("address").GetString());
        Assert.Equal("ruth@example.com", letter.GetProperty("cc")[0].GetProperty("address").GetString());
    }

    [Theory, OnBothDatabases]
    public async Task A_reply_opens_again_what_was_resolved(string database)
    {
        await using var mail = await MailDesk.Open(database);
        var number = await mail.NumberOf(await mail.Receive(messageId: "<first@example.com>"));
        await mail.Desk.Owner.Post($"/api/v1/conversations/{number}/resolution");

        await mail.Receive(text: "It is torn again", references: ["<first@example.com>"]);

        Assert.Equal("open", (await mail.Desk.Owner.Get($"/api/v1/conversations/{number}")).GetProperty("status").GetString());
    }

    [Theory, OnBothDatabases]
    public async Task A_machine_opens_nothing_again_and_starts_no_clock(string database)
    {
        await using var mail = await MailDesk.Open(database);
        var number = await mail.NumberOf(await mail.Receive(messageId: "<first@example.com>"));
        await mail.Desk.Owner.Post($"/api/v1/conversations/{number}/resolution");

        await mail.Receive(text: "I am away until Monday", references: ["<first@example.com>"], headers: new Dictionary<string, string> { ["auto-submitted"] = "auto-replied" });

        var conversation = await mail.Desk.Owner.Get($"/api/v1/conversations/{number}");
        Assert.Equal("resolved", conversation.GetProperty("status").GetString());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, conversation.GetProperty("clock").GetProperty("waiting_since").ValueKind);
        Assert.Equal(2, (await mail.Messages(number)).Count);
    }

    [Theory, OnBothDatabases]
    public async Task Nobody_is_acknowledged_twice_an_hour_and_no_machine_ever(string database)
    {
        await using var mail = await MailDesk.Open(database);
        await mail.Mailbox(acknowledgment: "Thank you. Somebody reads this within two hours.");

        await mail.Receive(text: "One", subject: "One");
        var first = (await mail.Next("sending"))!.Value;
        Assert.Equal("auto-replied", first.GetProperty("headers").GetProperty("Auto-Submitted").GetString());
        await mail.Receive(text: "Two", subject: "Two");
        await mail.Receive(from: "list@example.org", text: "News", subject: "News", headers: new Dictionary<string, string> { ["list-id"] = "<news.example.org>" });
        await mail.Receive(from: "old@example.org", text: "Long ago", subject: "Old", date: "2026-01-01T00:00:00Z");
        Assert.Null(await mail.Next("sending"));

        await mail.Desk.Pass(TimeSpan.FromMinutes(61));
        await mail.Outcome(first, "accepted");
        await mail.Receive(text: "Three", subject: "Three", date: "2026-11-22T10:00:00Z");
        Assert.NotNull(await mail.Next("sending"));
    }

    [Theory, OnBothDatabases]
    public async Task When_a_customer_is_erased_their_letters_go_and_do_not_come_again(string database)
    {
        await using var mail = await MailDesk.Open(database);
        await mail.Mailbox();
        var id = await mail.Receive(html: "<p>My secret words</p>", text: "My secret words");
        var number = await mail.NumberOf(id);
        await mail.Answer(number, "Answer to a secret");
        var customer = (await mail.Desk.Owner.Get($"/api/v1/conversations/{number}")).GetProperty("customer").GetProperty("id").GetGuid();
        var sha = await mail.Desk.InDatabase(db => Task.FromResult(db.Letters.Single(l => l.Id == new LetterId(id)).Sha256));

        await mail.Desk.Owner.Post($"/api/v1/customers/{customer}/erasure");
        await mail.Desk.Pass(TimeSpan.FromSeconds(5));

        Assert.Equal(404, (await mail.Room.Try(HttpMethod.Get, $"/mailroom/v1/letters/{id}/raw")).Status);
        await mail.Desk.InDatabase(db =>
        {
            Assert.Empty(db.Originals);
            Assert.Empty(db.OutgoingLetters);
            var letter = db.Letters.Single();
            Assert.Equal(("", "", sha), (letter.Sender, letter.Subject, letter.Sha256));
            return Task.FromResult(0);
        });
    }
}
