namespace Rapport.Tests.Channels.Mail;

/// <summary>Who gets an answer is known before it goes, and is whom its writer chose.</summary>
[Trait("Proves", "Mail")]
public sealed class ReadersTests
{
    [Theory, OnBothDatabases]
    public async Task Who_gets_an_answer_stands_there_before_it_goes_and_can_be_changed_for_this_one(string database)
    {
        await using var mail = await MailDesk.Open(database);
        await mail.Mailbox();
        var number = await mail.NumberOf(await mail.Receive(cc: ["ann@example.com"]));
        var before = await mail.Desk.Owner.Get($"/api/v1/conversations/{number}/readers");
        Assert.Equal("Ruth Adeyemi <ruth@example.com>", before.GetProperty("to").GetString());
        Assert.Equal("ann@example.com", before.GetProperty("cc")[0].GetString());
        Assert.Contains("Your answer goes to Ruth Adeyemi", await (await mail.Desk.SignIn()).GetStringAsync(new Uri($"/desk/{number}", UriKind.Relative)), StringComparison.Ordinal);

        await mail.Desk.Owner.Put($"/api/v1/conversations/{number}/readers", new { cc = new[] { "Ben Hill <ben@example.com>" }, bcc = new[] { "boss@shop.example" } });
        var first = await mail.Answer(number, "A new bag leaves today");
        Assert.Equal("ben@example.com", Only(first, "cc"));
        Assert.Equal("boss@shop.example", Only(first, "bcc"));
        await mail.Outcome(first, "accepted");

        // Whoever got it may go on with it; and the choice was for that one answer.
        Assert.Equal(number, await mail.NumberOf(await mail.Receive("ben@example.com", "I can confirm that", references: [first.GetProperty("message_id").GetString()!], name: "Ben Hill")));
        var second = await mail.Answer(number, "Thank you");
        Assert.Equal(0, second.GetProperty("bcc").GetArrayLength());
    }

    [Theory, OnBothDatabases]
    public async Task Whoever_may_not_answer_chooses_no_readers_and_what_is_no_address_is_refused(string database)
    {
        await using var mail = await MailDesk.Open(database);
        await mail.Mailbox();
        var number = await mail.NumberOf(await mail.Receive());
        await mail.Desk.Owner.Put($"/api/v1/conversations/{number}/owner", new { person = "me" });
        var (_, ana) = await mail.Desk.Person("Ana");
        Assert.NotEqual(200, (await ana.Try(HttpMethod.Put, $"/api/v1/conversations/{number}/readers", new { cc = new[] { "x@example.com" } })).Status);
        Assert.Equal(400, (await mail.Desk.Owner.Try(HttpMethod.Put, $"/api/v1/conversations/{number}/readers", new { cc = new[] { "no address" } })).Status);
    }

    [Theory, OnBothDatabases]
    public async Task Who_asks_for_answers_elsewhere_is_pointed_out(string database)
    {
        await using var mail = await MailDesk.Open(database);
        await mail.Mailbox();
        var number = await mail.NumberOf(await mail.Receive(replyTo: "other@elsewhere.example"));
        Assert.Equal("ruth@example.com", (await mail.Desk.Owner.Get($"/api/v1/conversations/{number}/readers")).GetProperty("asks_elsewhere").GetString());
        Assert.Contains("asks for answers at other@elsewhere.example", await (await mail.Desk.SignIn()).GetStringAsync(new Uri($"/desk/{number}", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task A_picture_stands_where_its_name_stands(string database)
    {
        await using var mail = await MailDesk.Open(database);
        await mail.Mailbox();
        var number = await mail.NumberOf(await mail.Receive());
        byte[] png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13];
        using var upload = new HttpRequestMessage(HttpMethod.Post, $"/desk/{number}/attachments") { Content = new ByteArrayContent(png), Headers = { { "X-File-Name", "bag.png" } } };
        using var kept = await mail.Desk.Owner.SendAsync(upload);
        var file = System.Text.Json.JsonDocument.Parse(await kept.Content.ReadAsStringAsync()).RootElement.GetProperty("id").GetGuid();
        await mail.Desk.Owner.Post($"/desk/{number}/replies", new { body = "It looks like this: [bag.png] and not [like that]", anyway = true, attachments = new[] { file } });
        await mail.Desk.Pass(MailDesk.Hold);
        var letter = (await mail.Next("sending"))!.Value;
        var id = letter.GetProperty("attachments")[0].GetProperty("content_id").GetString();
        Assert.Contains($"<img src=\"cid:{id}\" alt=\"bag.png\"", letter.GetProperty("html").GetString(), StringComparison.Ordinal);
        Assert.Contains("[like that]", letter.GetProperty("html").GetString(), StringComparison.Ordinal);
    }

    static string? Only(System.Text.Json.JsonElement letter, string field) => Assert.Single(letter.GetProperty(field).EnumerateArray()).GetProperty("address").GetString();
}
