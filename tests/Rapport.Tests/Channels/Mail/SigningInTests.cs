using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Rapport.Channels.Mail.SigningIn;
using Rapport.Tests.Mail;

namespace Rapport.Tests.Channels.Mail;

[Trait("Proves", "Mail")]
public sealed class SigningInTests
{
    [Theory, OnBothDatabases]
    public async Task Whoever_signs_in_at_the_provider_has_the_mailbox_opened_and_its_tokens_are_sealed_and_renewed_in_time(string database)
    {
        await using var provider = await TokenServer.Open();
        await using var mail = await MailDesk.Open(database, CallsThisMachine);
        var admin = await Known(mail.Desk, provider, 993, 465);

        using (var back = await ComeBack(admin, await Begin(admin))) Assert.Equal("/settings/mail", back.Headers.Location?.ToString());

        var box = (await mail.Room.Get("/mailroom/v1/mailboxes")).GetProperty("items")[0];
        var token = box.GetProperty("in").GetProperty("auth").GetProperty("access_token").GetString();
        Assert.StartsWith("access-1-", token, StringComparison.Ordinal);
        Assert.Equal(token, box.GetProperty("out").GetProperty("auth").GetProperty("access_token").GetString());
        var kept = await mail.Desk.InDatabase(db => Task.FromResult(db.Mailboxes.Single()));
        Assert.DoesNotContain("access-1", kept.Secrets, StringComparison.Ordinal);
        Assert.DoesNotContain("refresh-1", kept.Secrets, StringComparison.Ordinal);
        Assert.DoesNotContain(TokenServer.Secret, await mail.Desk.Owner.GetStringAsync(new Uri("/api/v1/mail-providers", UriKind.Relative)), StringComparison.Ordinal);

        await mail.Desk.Pass(TimeSpan.FromMinutes(54));
        await Task.Delay(300);
        Assert.Equal(1, provider.Given);
        await mail.Desk.Pass(TimeSpan.FromMinutes(2));
        await Renewed(mail, "access-2-");

        // A server does not take what it took before: it is renewed at once.
        await mail.Desk.Pass(TimeSpan.FromMinutes(2));
        await mail.Room.Put($"/mailroom/v1/mailboxes/{kept.Id.Value}/state", new { way = "in", ok = false, words = "does not accept the sign-in any more", refused = true });
        await Renewed(mail, "access-3-");

        // The provider gives none any more: that is said, and how to go on.
        provider.Refuses = true;
        await mail.Desk.Pass(TimeSpan.FromMinutes(56));
        await Until(async () => (await mail.Desk.Owner.GetStringAsync(new Uri("/api/v1/mailboxes", UriKind.Relative))).Contains("Sign in again", StringComparison.Ordinal));
        Assert.Contains("Sign in again: jo@shop.example", await admin.GetStringAsync(new Uri("/settings/mail", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task A_state_that_was_given_to_nobody_or_to_somebody_else_or_used_before_opens_nothing(string database)
    {
        await using var provider = await TokenServer.Open();
        await using var mail = await MailDesk.Open(database, CallsThisMachine);
        var admin = await Known(mail.Desk, provider, 993, 465);
        var (_, other) = await mail.Desk.Person("Ben", "admin");

        using (var made = await admin.GetAsync(new Uri("/settings/mail/signed-in?code=x&state=made-up", UriKind.Relative))) Assert.Equal(HttpStatusCode.UnprocessableEntity, made.StatusCode);
        var back = await Back(await Begin(admin));
        using (var stolen = await other.GetAsync(back)) Assert.Equal(HttpStatusCode.UnprocessableEntity, stolen.StatusCode);
        using (var mine = await admin.GetAsync(back)) Assert.Equal(HttpStatusCode.Redirect, mine.StatusCode);
        using (var again = await admin.GetAsync(back)) Assert.Equal(HttpStatusCode.UnprocessableEntity, again.StatusCode);
        var late = await Back(await Begin(admin));
        await mail.Desk.Pass(TimeSpan.FromMinutes(11));
        using (var over = await admin.GetAsync(late)) Assert.Equal(HttpStatusCode.UnprocessableEntity, over.StatusCode);
        Assert.Equal(1, provider.Given);
    }

    [Fact]
    public async Task Tokens_are_asked_for_at_public_addresses_alone()
    {
        await using var provider = await TokenServer.Open();
        await using var mail = await MailDesk.Open("SQLite");
        var admin = await Known(mail.Desk, provider, 993, 465);
        using var back = await ComeBack(admin, await Begin(admin));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, back.StatusCode);
        Assert.Equal(0, provider.Given);
    }

    [Fact]
    public async Task A_mailbox_that_was_signed_in_for_is_fetched_from_a_real_Dovecot_that_asks_whose_the_token_is()
    {
        await using var provider = await TokenServer.Open();
        await using var servers = await MailServers.Start(postfix: false, tokens: provider.WhoseToken);
        servers.Put("jo@shop.example", ["From: ruth@example.com\r\nSubject: by token\r\nMessage-ID: <t1@example.com>\r\n\r\nHello\r\n"]);
        await using var desk = await TestDesk.Open("SQLite", CallsThisMachine, realTime: true);
        var admin = await Known(desk, provider, servers.Imap, servers.Imap);
        using (var back = await ComeBack(admin, await Begin(admin))) Assert.Equal(HttpStatusCode.Redirect, back.StatusCode);
        await Until(async () => (await desk.Owner.Get("/api/v1/letters")).GetProperty("items").GetArrayLength() == 1);

        // What was given is worth nothing any more: Dovecot refuses it, and the next one is fetched and taken.
        await desk.Change(async db => await Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.ExecuteUpdateAsync(db.Mailboxes, m => m.SetProperty(x => x.RenewedAt, NodaTime.Instant.FromUtc(2020, 1, 1, 0, 0))));
        provider.Forget();
        await servers.Do("kill-dovecot");
        await servers.Do("start-dovecot");
        servers.Put("jo@shop.example", ["From: ruth@example.com\r\nSubject: by the next token\r\nMessage-ID: <t2@example.com>\r\n\r\nHello\r\n"]);
        await Until(async () => (await desk.Owner.Get("/api/v1/letters")).GetProperty("items").GetArrayLength() == 2);
        Assert.True(provider.Given >= 2);
    }

    static void CallsThisMachine(WebApplicationBuilder b) => b.Services.Replace(ServiceDescriptor.Singleton(new TokenCalls(IPAddress.IsLoopback, _ => true)));

    /// <summary>An admin makes the desk known to a provider of the test's own.</summary>
    static async Task<HttpClient> Known(TestDesk desk, TokenServer provider, int imap, int smtp)
    {
        await desk.Owner.Put("/api/v1/mail-providers/own", new
        {
            name = "Own Mail",
            authorize_url = new Uri(provider.Url, "/authorize"),
            token_url = new Uri(provider.Url, "/token"),
            scopes = "mail offline",
            receiving = new { host = "127.0.0.1", port = imap, secure = "none" },
            sending = new { host = "127.0.0.1", port = smtp, secure = "none" },
            client_id = TokenServer.Client,
            client_secret = TokenServer.Secret,
        });
        return await desk.SignIn();
    }

    /// <summary>The provider's door, as the page names it.</summary>
    static async Task<Uri> Begin(HttpClient admin)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal) { ["provider"] = "own", ["address"] = TokenServer.User });
        using var page = await admin.PostAsync(new Uri("/settings/mail/sign-in", UriKind.Relative), form);
        var html = await page.Content.ReadAsStringAsync();
        Assert.True(page.IsSuccessStatusCode, html);
        return new(WebUtility.HtmlDecode(Regex.Match(html, "id=\"go-on\" href=\"(?<door>[^\"]+)\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["door"].Value));
    }

    /// <summary>Where the provider sends them back to.</summary>
    static async Task<Uri> Back(Uri door)
    {
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var answer = await browser.GetAsync(door);
        return answer.Headers.Location!;
    }

    static async Task<HttpResponseMessage> ComeBack(HttpClient admin, Uri door) => await admin.GetAsync(await Back(door));

    static Task Renewed(MailDesk mail, string begins) => Until(async () => (await mail.Room.Get("/mailroom/v1/mailboxes")).GetProperty("items")[0].GetProperty("in").GetProperty("auth").GetProperty("access_token").GetString()!.StartsWith(begins, StringComparison.Ordinal));

    static async Task Until(Func<Task<bool>> isSo)
    {
        for (var until = DateTime.UtcNow.AddSeconds(60); DateTime.UtcNow < until; await Task.Delay(100))
            if (await isSo()) return;
        Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"It never came to be ({DateTime.UtcNow:T})."));
    }
}
