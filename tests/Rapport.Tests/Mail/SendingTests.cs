using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Rapport.Tests.Faults;

namespace Rapport.Tests.Mail;

/// <summary>Answers go out by a real Postfix and arrive in a real Dovecot, at most once.</summary>
[Trait("Proves", "Mail")]
public sealed class SendingTests
{
    internal static object Letter(string id, string to = "ann@shop.example", int attempt = 1, object[]? attachments = null, object[]? cc = null, object[]? bcc = null) => new
    {
        id,
        attempt,
        mailbox = "m1",
        message_id = $"<{id}@shop.example>",
        date = "2026-03-12T09:22:00Z",
        from = new { name = "Jo (The shop), Grüße", address = "jo@shop.example" },
        to = new[] { new { name = "Ann", address = to } },
        cc = cc ?? [],
        bcc = bcc ?? [],
        reply_to = new { name = "", address = "jo+token@shop.example" },
        subject = "Re: Die Tüte",
        in_reply_to = "<one@example.com>",
        references = new[] { "<zero@example.com>", "<one@example.com>" },
        text = "It is on its way — today.\n",
        html = "<p>It is on its way — <b>today</b>.</p><img src=\"cid:pic@shop\">",
        attachments = attachments ?? [],
        headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["X-Loop"] = "rapport" },
    };

    [Fact]
    public async Task An_answer_arrives_with_everything_in_it_and_a_copy_lies_in_Sent()
    {
        await using var program = await OtherSide.Open();
        await using var servers = await MailServers.Start();
        program.SetUp(servers.Mailbox("m1"), servers.Mailbox("m2", "ann@shop.example"), servers.Mailbox("m3", folders: ["Sent"]));
        program.File("s1", 1, Encoding.UTF8.GetBytes("a file"));
        program.File("s1", 2, [0x89, 0x50, 0x4e, 0x47]);
        await using var mailroom = await MailroomProcess.Start(program.Url);
        var outcome = await program.Send("s1", Letter("s1", attachments:
        [
            new { name = "Grüße.pdf", type = "application/pdf", path = "/mailroom/v1/sending/s1/files/1" },
            new { name = "p.png", type = "image/png", content_id = "pic@shop", path = "/mailroom/v1/sending/s1/files/2" },
        ]));
        Assert.Equal("accepted", outcome.GetProperty("outcome").GetString());
        Assert.Contains("250", outcome.GetProperty("words").GetString(), StringComparison.Ordinal);

        var arrived = await Arrived(program, "m2");
        var (read, parts) = await program.Readings.Next(arrived.Id);
        Assert.Equal("Re: Die Tüte", read.GetProperty("subject").GetString());
        Assert.Equal("Jo (The shop), Grüße", read.GetProperty("from")[0].GetProperty("name").GetString());
        Assert.Equal("<s1@shop.example>", read.GetProperty("message_id").GetString());
        Assert.Equal("<one@example.com>", read.GetProperty("in_reply_to")[0].GetString());
        Assert.Equal(2, read.GetProperty("references").GetArrayLength());
        Assert.Equal("jo+token@shop.example", read.GetProperty("reply_to")[0].GetProperty("address").GetString());
        Assert.Equal("It is on its way — today.", read.GetProperty("text").GetString()!.Trim());
        Assert.Contains("<b>today</b>", read.GetProperty("html").GetString(), StringComparison.Ordinal);
        Assert.Equal(["Grüße.pdf", "p.png"], read.GetProperty("parts").EnumerateArray().Select(part => part.GetProperty("name").GetString()!).Order(StringComparer.Ordinal));
        Assert.Contains(parts.Values, bytes => Encoding.UTF8.GetString(bytes) == "a file");
        Assert.Equal("rapport", read.GetProperty("headers").GetProperty("x-loop").GetString());

        var copy = await Arrived(program, "m3");
        Assert.Contains("<s1@shop.example>", Encoding.Latin1.GetString(copy.Raw), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Copies_go_to_those_who_are_named_and_hidden_ones_are_not_told()
    {
        await using var program = await OtherSide.Open();
        await using var servers = await MailServers.Start();
        program.SetUp(servers.Mailbox("m1"), servers.Mailbox("m2", "ann@shop.example"));
        await using var mailroom = await MailroomProcess.Start(program.Url);
        var outcome = await program.Send("s1", Letter("s1", to: "jo@shop.example", bcc: [new { name = "", address = "ann@shop.example" }]));
        Assert.Equal("accepted", outcome.GetProperty("outcome").GetString());
        Assert.DoesNotContain("ann@shop.example", Encoding.Latin1.GetString((await Arrived(program, "m2")).Raw).Split("\r\n\r\n")[0].Split("From:")[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_is_told_in_the_servers_own_words()
    {
        await using var program = await OtherSide.Open();
        await using var servers = await MailServers.Start();
        program.SetUp(servers.Mailbox("m1"));
        await using var mailroom = await MailroomProcess.Start(program.Url);
        var outcome = await program.Send("s1", Letter("s1", to: "nobody@shop.example"));
        Assert.Equal(("refused", "550"), (outcome.GetProperty("outcome").GetString(), outcome.GetProperty("code").GetString()));
        Assert.Contains("<nobody@shop.example>: Recipient address rejected: User unknown", outcome.GetProperty("words").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_the_server_is_down_an_answer_waits()
    {
        await using var program = await OtherSide.Open();
        await using var servers = await MailServers.Start();
        program.SetUp(servers.Mailbox("m1"), servers.Mailbox("m2", "ann@shop.example"));
        await using var mailroom = await MailroomProcess.Start(program.Url);
        await servers.Do("stop-postfix");
        var outcome = await program.Send("s1", Letter("s1"));
        Assert.Equal("later", outcome.GetProperty("outcome").GetString());
        Assert.StartsWith("Nothing answers at 127.0.0.1", outcome.GetProperty("words").GetString(), StringComparison.Ordinal);
        await servers.Do("start-postfix");
        Assert.Equal("accepted", (await program.Send("s1", Letter("s1", attempt: 2))).GetProperty("outcome").GetString());
        await Arrived(program, "m2");
    }

    [Fact]
    public async Task What_lies_in_Sent_is_not_sent_a_second_time()
    {
        await using var program = await OtherSide.Open();
        await using var servers = await MailServers.Start();
        program.SetUp(servers.Mailbox("m1"));
        await using (var mailroom = await MailroomProcess.Start(program.Url))
        {
            await program.Send("s1", Letter("s1"));
            await program.States.First("m1", state => state.GetProperty("way").GetString() == "out");
        }
        await using var next = await MailroomProcess.Start(program.Url);
        var again = await program.Send("s1", Letter("s1", attempt: 2));
        Assert.Equal("accepted", again.GetProperty("outcome").GetString());
        Assert.Contains("sent already", again.GetProperty("words").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, servers.Count("ann@shop.example"));
        Assert.Equal(1, servers.Count("jo@shop.example/.Sent"));
    }

    [Fact]
    public async Task A_mailroom_that_is_killed_while_it_sends_sends_nothing_twice()
    {
        await using var program = await OtherSide.Open();
        await using var servers = await MailServers.Start();
        program.SetUp(servers.Mailbox("m1"));
        var sent = 0;
        for (var n = 0; n < 12; n++)
        {
            var id = $"s{n}";
            Task<JsonElement> first;
            await using (var mailroom = await MailroomProcess.Start(program.Url))
            {
                first = program.Send(id, Letter(id));
                await Task.WhenAny(first, Task.Delay(n * 40));
                await mailroom.Kill();
            }
            if (first.IsCompleted)
            {
                sent++;
                continue;
            }
            await using var again = await MailroomProcess.Start(program.Url);
            var outcome = await Task.WhenAny(first, program.Send(id, Letter(id, attempt: 2))).Unwrap();
            if (outcome.GetProperty("outcome").GetString() == "accepted") sent++;
            else Assert.Contains("Sending it was interrupted: it may have arrived", outcome.GetProperty("words").GetString(), StringComparison.Ordinal);
        }
        program.SetUp(servers.Mailbox("m2", "ann@shop.example"));
        await using var last = await MailroomProcess.Start(program.Url);
        for (var i = 0; i < 100 && program.Letters.Count < sent; i++) await Task.Delay(50);
        await program.States.First("m2", state => state.GetProperty("ok").GetBoolean());
        var arrived = program.Letters.Where(letter => letter.About.GetProperty("mailbox").GetString() == "m2").Select(letter => Encoding.Latin1.GetString(letter.Raw).Split("Message-ID: <")[1].Split('>')[0]).ToList();
        Assert.Equal(arrived.Distinct(StringComparer.Ordinal), arrived);
        Assert.InRange(arrived.Count, sent, 12);
    }

    [Fact]
    public async Task A_letter_is_signed_when_there_is_a_key()
    {
        using var key = RSA.Create(2048);
        await using var program = await OtherSide.Open();
        await using var servers = await MailServers.Start();
        program.SetUp(servers.Mailbox("m1", dkim: new { domain = "shop.example", selector = "one", key = key.ExportPkcs8PrivateKeyPem() }), servers.Mailbox("m2", "ann@shop.example"));
        await using var mailroom = await MailroomProcess.Start(program.Url);
        await program.Send("s1", Letter("s1"));
        var raw = Encoding.UTF8.GetString((await Arrived(program, "m2")).Raw);
        Assert.Contains("DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=shop.example;", raw, StringComparison.Ordinal);
        Assert.True(Dkim.IsValid(raw, key), raw);
    }

    [Fact]
    public async Task A_mailbox_is_tried_out_step_by_step()
    {
        await using var program = await OtherSide.Open();
        await using var servers = await MailServers.Start();
        await using var mailroom = await MailroomProcess.Start(program.Url);
        var mailbox = JsonSerializer.SerializeToElement(servers.Mailbox("m1"));
        var tried = await program.Try("t1", new { id = "t1", kind = "check", address = "jo@shop.example", @in = mailbox.GetProperty("in"), @out = mailbox.GetProperty("out") });
        Assert.All(tried.GetProperty("steps").EnumerateArray(), step => Assert.True(step.GetProperty("ok").GetBoolean(), step.ToString()));
        Assert.Equal(["Sign in at 127.0.0.1", "Open INBOX", "Sign in at 127.0.0.1 to send", "Send a letter from jo@shop.example to itself", "Wait until it arrives"], tried.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("what").GetString()!));

        var wrong = await program.Try("t2", new { id = "t2", kind = "check", address = "jo@shop.example", @in = new { host = "127.0.0.1", port = DeskProcess.FreePort(), secure = "tls", user = "jo", auth = new { password = "x" }, folders = new[] { "INBOX" }, after = "keep" } });
        var step = Assert.Single(wrong.GetProperty("steps").EnumerateArray());
        Assert.False(step.GetProperty("ok").GetBoolean());
        Assert.StartsWith("Nothing answers at 127.0.0.1, port", step.GetProperty("words").GetString(), StringComparison.Ordinal);
    }

    /// <summary>The first letter that has come in by a mailbox.</summary>
    static async Task<Handed> Arrived(OtherSide program, string mailbox)
    {
        for (var i = 0; i < 400; i++)
        {
            if (program.Letters.FirstOrDefault(letter => letter.About.GetProperty("mailbox").GetString() == mailbox) is { } letter) return letter;
            await Task.Delay(50);
        }
        throw new InvalidOperationException($"Nothing came in by {mailbox}.");
    }
}
