using System.Text.Json;

namespace Rapport.Tests.Mail;

/// <summary>What goes between the mailroom and mail servers is encrypted, with servers that somebody vouches for.</summary>
[Trait("Proves", "Mail")]
public sealed class TlsTests
{
    [Theory, InlineData("tls"), InlineData("starttls")]
    public async Task Letters_come_and_go_by_TLS_and_by_STARTTLS(string secure)
    {
        await using var program = await OtherSide.Open();
        await using var servers = await MailServers.Start(tls: true);
        servers.Put("jo@shop.example", ["From: ruth@example.com\r\nSubject: over TLS\r\n\r\nHello\r\n"]);
        program.SetUp(Mailbox(servers, secure));
        await using var mailroom = await MailroomProcess.Start(program.Url, new Dictionary<string, string>(StringComparer.Ordinal) { ["NODE_EXTRA_CA_CERTS"] = servers.Authority });
        Assert.True((await program.States.Next("m1")).GetProperty("ok").GetBoolean());
        Assert.Single(program.Letters);
        var outcome = await program.Send("s1", Letter());
        Assert.Equal("accepted", outcome.GetProperty("outcome").GetString());
        for (var i = 0; i < 200 && servers.Count("ann@shop.example") == 0; i++) await Task.Delay(50);
        Assert.Equal(1, servers.Count("ann@shop.example"));
    }

    [Theory, InlineData("tls"), InlineData("starttls")]
    public async Task A_certificate_for_which_nobody_vouches_is_refused_in_words_and_nothing_is_said_to_that_server(string secure)
    {
        await using var program = await OtherSide.Open();
        await using var servers = await MailServers.Start(tls: true);
        program.SetUp(Mailbox(servers, secure));
        await using var mailroom = await MailroomProcess.Start(program.Url);
        var state = await program.States.First("m1", s => s.GetProperty("way").GetString() == "in");
        Assert.False(state.GetProperty("ok").GetBoolean());
        Assert.Equal("The certificate of 127.0.0.1 was not issued by anybody this machine trusts", Words(state));
        var outcome = await program.Send("s1", Letter());
        Assert.Equal("later", outcome.GetProperty("outcome").GetString());
        Assert.Equal("The certificate of 127.0.0.1 was not issued by anybody this machine trusts", Words(outcome));
        Assert.DoesNotContain("Login: user", servers.Logs, StringComparison.Ordinal);
        Assert.Equal(0, servers.Count("ann@shop.example"));
    }

    [Fact]
    public async Task A_server_that_offers_no_STARTTLS_is_told_nothing()
    {
        await using var program = await OtherSide.Open();
        await using var servers = await MailServers.Start();
        program.SetUp(Mailbox(servers, "starttls"));
        await using var mailroom = await MailroomProcess.Start(program.Url);
        Assert.False((await program.States.Next("m1")).GetProperty("ok").GetBoolean());
        Assert.Equal("later", (await program.Send("s1", Letter())).GetProperty("outcome").GetString());
        Assert.DoesNotContain("Login: user", servers.Logs, StringComparison.Ordinal);
    }

    static string Words(JsonElement said) => said.GetProperty("words").GetString()!;

    static object Mailbox(MailServers servers, string secure) => new
    {
        id = "m1",
        address = "jo@shop.example",
        name = "The shop",
        @in = new { host = "127.0.0.1", port = secure == "tls" ? servers.Imaps : servers.Imap, secure, user = "jo@shop.example", auth = new { password = MailServers.Password }, folders = new[] { "INBOX" }, after = "keep" },
        @out = new { host = "127.0.0.1", port = secure == "tls" ? servers.Smtps : servers.Smtp, secure, user = (string?)null, auth = (object?)null, dkim = (object?)null },
    };

    static object Letter() => new
    {
        id = "s1",
        attempt = 1,
        mailbox = "m1",
        message_id = "<s1@shop.example>",
        date = "2026-03-12T09:22:00Z",
        from = new { name = "Jo", address = "jo@shop.example" },
        to = new[] { new { name = "Ann", address = "ann@shop.example" } },
        cc = Array.Empty<object>(),
        bcc = Array.Empty<object>(),
        reply_to = (object?)null,
        subject = "Over TLS",
        in_reply_to = (string?)null,
        references = Array.Empty<string>(),
        text = "Hello",
        html = (string?)null,
        attachments = Array.Empty<object>(),
        headers = new Dictionary<string, string>(StringComparer.Ordinal),
    };
}
