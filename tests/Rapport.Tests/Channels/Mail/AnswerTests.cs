using System.Net;
using System.Text.Json;
using Rapport.Channels.Mail;

namespace Rapport.Tests.Channels.Mail;

[Trait("Proves", "Mail")]
public class AnswerTests
{
    [Theory, OnBothDatabases]
    public async Task An_answer_goes_out_once_and_says_what_became_of_it(string database)
    {
        await using var mail = await MailDesk.Open(database);
        await mail.Mailbox();
        var number = await mail.NumberOf(await mail.Receive(messageId: "<first@example.com>", cc: ["anna@example.com"]));

        var letter = await mail.Answer(number, "A new bag leaves today.");

        Assert.Equal("desk@shop.example", letter.GetProperty("from").GetProperty("address").GetString());
        Assert.Equal("ruth@example.com", letter.GetProperty("to")[0].GetProperty("address").GetString());
        Assert.Equal("anna@example.com", letter.GetProperty("cc")[0].GetProperty("address").GetString());
        Assert.Equal("Re: Torn bag", letter.GetProperty("subject").GetString());
        Assert.Equal("<first@example.com>", letter.GetProperty("in_reply_to").GetString());
        Assert.Matches(@"^desk\+[0-9a-z]+-[a-z2-7]{16}@shop\.example$", letter.GetProperty("reply_to").GetProperty("address").GetString()!);
        var text = letter.GetProperty("text").GetString()!;
        Assert.StartsWith("A new bag leaves today.\n\n", text, StringComparison.Ordinal);
        Assert.Contains("\nHarbor Pets\n", text, StringComparison.Ordinal);
        Assert.Contains("\n> The 15 kg bag arrived torn", text, StringComparison.Ordinal);
        Assert.Contains("<blockquote", letter.GetProperty("html").GetString(), StringComparison.Ordinal);
        Assert.Null(await mail.Next("sending"));

        await mail.Outcome(letter, "accepted");
        await mail.Desk.Pass(TimeSpan.FromHours(1));

        Assert.Null(await mail.Next("sending"));
        var book = (await mail.Desk.Owner.Get("/api/v1/outgoing-letters")).GetProperty("items")[0];
        Assert.Equal(("accepted", "250 2.0.0 Ok: queued"), (book.GetProperty("state").GetString(), book.GetProperty("words").GetString()));
    }

    [Theory, OnBothDatabases]
    public async Task A_mailroom_that_ends_while_it_sends_leaves_the_answer_to_the_next_one_under_the_same_name(string database)
    {
        await using var mail = await MailDesk.Open(database);
        await mail.Mailbox();
        var first = await mail.Answer(await mail.NumberOf(await mail.Receive()), "On its way");

        await mail.Desk.Pass(OutgoingLetter.Lease.ToTimeSpan() + TimeSpan.FromSeconds(1));
        var second = (await mail.Next("sending"))!.Value;

        Assert.Equal((1, 2), (first.GetProperty("attempt").GetInt32(), second.GetProperty("attempt").GetInt32()));
        Assert.Equal(first.GetProperty("message_id").GetString(), second.GetProperty("message_id").GetString());
    }

    [Theory, OnBothDatabases]
    public async Task A_server_that_asks_to_wait_is_asked_again_later(string database)
    {
        await using var mail = await MailDesk.Open(database);
        await mail.Mailbox();
        var letter = await mail.Answer(await mail.NumberOf(await mail.Receive()), "On its way");
        await mail.Outcome(letter, "later", "451 4.7.1 Greylisted", "451");

        Assert.Null(await mail.Next("sending"));
        await mail.Desk.Pass(TimeSpan.FromMinutes(2));

        Assert.Equal(letter.GetProperty("id").GetGuid(), (await mail.Next("sending"))!.Value.GetProperty("id").GetGuid());
    }

    [Theory, OnBothDatabases]
    public async Task An_answer_that_comes_back_lands_on_it_and_opens_the_matter_again(string database)
    {
        await using var mail = await MailDesk.Open(database);
        await mail.Mailbox();
        var (_, asAna) = await mail.Desk.Person("Ana");
        var number = await mail.NumberOf(await mail.Receive());
        var letter = await mail.Answer(number, "On its way", asAna);
        await mail.Outcome(letter, "accepted");
        await asAna.Post($"/api/v1/conversations/{number}/resolution");

        await mail.Receive(from: "mailer-daemon@example.com", subject: "Undelivered", headers: new Dictionary<string, string> { ["auto-submitted"] = "auto-replied" },
            report: new { action = "failed", status = "5.2.2", recipient = "ruth@example.com", diagnostic = "552 5.2.2 Mailbox full", original_message_id = letter.GetProperty("message_id").GetString() });

        Assert.Single(await mail.Messages(number), m => m.GetProperty("from").GetString() == "customer");
        Assert.Equal("open", (await mail.Desk.Owner.Get($"/api/v1/conversations/{number}")).GetProperty("status").GetString());
        Assert.Equal("bounced", (await mail.Desk.Owner.Get("/api/v1/outgoing-letters")).GetProperty("items")[0].GetProperty("state").GetString());
        Assert.Contains("Mailbox full", await asAna.GetStringAsync(new Uri("/mail/trouble", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Contains("came back: 552 5.2.2 Mailbox full", await asAna.GetStringAsync(new Uri($"/desk/{number}/thread", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task What_came_back_is_changed_and_sent_anew_as_a_letter_of_its_own(string database)
    {
        await using var mail = await MailDesk.Open(database);
        await mail.Mailbox();
        var number = await mail.NumberOf(await mail.Receive());
        var letter = await mail.Answer(number, "On its way");
        await mail.Outcome(letter, "refused", "550 5.1.1 No such user", "550");

        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal) { ["to"] = "ruth.adeyemi@example.com", ["body"] = "On its way to you" });
        var me = await mail.Desk.SignIn();
        using var answer = await me.PostAsync(new Uri($"/desk/{number}/letters/{letter.GetProperty("id").GetGuid()}/sending", UriKind.Relative), form);

        Assert.True((int)answer.StatusCode is 302 or 204, $"{answer.StatusCode}");
        var anew = (await mail.Next("sending"))!.Value;
        Assert.Equal("ruth.adeyemi@example.com", anew.GetProperty("to")[0].GetProperty("address").GetString());
        Assert.StartsWith("On its way to you", anew.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.NotEqual(letter.GetProperty("message_id").GetString(), anew.GetProperty("message_id").GetString());
    }

    [Theory, OnBothDatabases]
    public async Task What_is_brought_in_from_the_past_is_sent_to_nobody(string database)
    {
        await using var mail = await MailDesk.Open(database);
        await mail.Mailbox();
        var number = await mail.NumberOf(await mail.Receive());

        await mail.Desk.Owner.Post($"/api/v1/conversations/{number}/messages", new { from = "agent", body = "Said last year", occurred_at = "2025-11-22T09:00:00Z" });
        await mail.Desk.Pass(TimeSpan.FromMinutes(1));
        Assert.Null(await mail.Next("sending"));

        await mail.Desk.Owner.Post($"/api/v1/conversations/{number}/messages", new { from = "agent", body = "Said now" });
        await mail.Desk.Pass(TimeSpan.FromMinutes(1));
        Assert.StartsWith("Said now", (await mail.Next("sending"))!.Value.GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task Under_an_answer_that_the_customer_alone_reads_is_the_way_to_their_own_page(string database)
    {
        await using var mail = await MailDesk.Open(database);
        await mail.Mailbox();

        var alone = (await mail.Answer(await mail.NumberOf(await mail.Receive()), "For you")).GetProperty("text").GetString()!;
        var link = System.Text.RegularExpressions.Regex.Match(alone, @"http://\S+(/mine/c_\w+)");
        Assert.True(link.Success, alone);
        Assert.Contains("Ruth", await mail.Desk.With(null).GetStringAsync(new Uri(link.Groups[1].Value, UriKind.Relative)), StringComparison.Ordinal);

        var shared = (await mail.Answer(await mail.NumberOf(await mail.Receive(subject: "Shared", cc: ["anna@example.com"])), "For both")).GetProperty("text").GetString()!;
        Assert.DoesNotContain("/mine/", shared, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task The_way_to_a_customers_own_page_that_comes_back_in_a_quote_is_nobody_elses(string database)
    {
        await using var mail = await MailDesk.Open(database);
        await mail.Mailbox();
        var number = await mail.NumberOf(await mail.Receive());
        var alone = await mail.Answer(number, "For you");
        await mail.Outcome(alone, "accepted");
        var (path, key) = Link(alone);
        Assert.Equal(HttpStatusCode.OK, await Opens(path));

        string[] rewritten = [$"https://urldefense.example/v2/url?u=http-3A__desk.example_mine_c-5F{key}&d=DwMFaQ", $"https://safe.example/?url=http%3A%2F%2Fdesk.example%2Fmine%2Fc%5F{key}&data=05", $"http://desk.example/mine/c_{key[..20]}=\n> {key[20..]}", $"http://desk.example/mine/c_{key[..31]}\n> > {key[31..]}"];
        await mail.Receive(text: $"Thank you!\n\nOn Sunday Dana wrote:\n> {string.Join("\n> ", rewritten)}", references: [alone.GetProperty("message_id").GetString()!]);
        await mail.Desk.Owner.Put($"/api/v1/conversations/{number}/readers", new { cc = new[] { "ben@example.com" } });
        var shared = await mail.Answer(number, "For both");
        await mail.Outcome(shared, "accepted");

        Assert.Contains("urldefense", shared.GetProperty("text").GetString(), StringComparison.Ordinal);
        foreach (var form in new[] { "text", "html" })
            foreach (var piece in new[] { key[..20], key[31..] }) Assert.DoesNotContain(piece, shared.GetProperty(form).GetString(), StringComparison.Ordinal);
        // However else it may have been written: it opens nothing any more, and whoever is written to alone has a new one.
        Assert.Equal(HttpStatusCode.NotFound, await Opens(path));
        await mail.Desk.Owner.Put($"/api/v1/conversations/{number}/readers", new { cc = Array.Empty<string>() });
        Assert.Equal(HttpStatusCode.OK, await Opens(Link(await mail.Answer(number, "For you again")).Path));

        (string Path, string Key) Link(JsonElement letter)
        {
            var link = System.Text.RegularExpressions.Regex.Match(letter.GetProperty("text").GetString()!, @"http://\S+(/mine/c_(\w+))");
            Assert.True(link.Success, letter.ToString());
            return (link.Groups[1].Value, link.Groups[2].Value);
        }

        async Task<HttpStatusCode> Opens(string path)
        {
            using var http = mail.Desk.With(null);
            using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
            return answer.StatusCode;
        }
    }

    [Theory, OnBothDatabases]
    public async Task Files_of_an_answer_go_with_it(string database)
    {
        await using var mail = await MailDesk.Open(database);
        await mail.Mailbox();
        var number = await mail.NumberOf(await mail.Receive());
        using var file = new ByteArrayContent("%PDF-1.4 label"u8.ToArray());
        file.Headers.Add("X-File-Name", "label.pdf");
        using var added = await mail.Desk.Owner.PostAsync(new Uri($"/desk/{number}/attachments", UriKind.Relative), file);
        var id = JsonDocument.Parse(await added.Content.ReadAsStringAsync()).RootElement.GetProperty("id").GetGuid();
        await mail.Desk.Owner.Post($"/desk/{number}/replies", new { body = "Your label", seen = 1, attachments = new[] { id } });
        await mail.Desk.Pass(MailDesk.Hold);

        var it = Assert.Single((await mail.Next("sending"))!.Value.GetProperty("attachments").EnumerateArray());

        Assert.Equal("label.pdf", it.GetProperty("name").GetString());
        Assert.Equal("%PDF-1.4 label", await mail.Room.GetStringAsync(new Uri(it.GetProperty("path").GetString()!, UriKind.Relative)));
    }
}
