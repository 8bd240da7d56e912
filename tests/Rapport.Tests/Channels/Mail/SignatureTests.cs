using System.Net;
using System.Text.RegularExpressions;

namespace Rapport.Tests.Channels.Mail;

/// <summary>An admin has a key made, publishes its other half, and from the moment in which it is found letters are signed.</summary>
[Trait("Proves", "Mail")]
public sealed class SignatureTests
{
    [Theory, OnBothDatabases]
    public async Task A_key_is_made_shown_looked_for_and_used_once_it_is_there(string database)
    {
        await using var mail = await MailDesk.Open(database);
        var box = await mail.Mailbox();
        var admin = await mail.Desk.SignIn();
        await Do(admin, $"/settings/mail/{box}/dkim");
        var page = WebUtility.HtmlDecode(await admin.GetStringAsync(new Uri("/settings/mail", UriKind.Relative)));
        Assert.Contains("rapport20261122._domainkey.shop.example", page, StringComparison.Ordinal);
        Assert.Matches(new Regex("v=DKIM1; k=rsa; p=[A-Za-z0-9+/=]{300,}", RegexOptions.None, TimeSpan.FromSeconds(1)), page);
        Assert.Null(await Key(mail)); // nobody could check it yet

        await Do(admin, $"/settings/mail/{box}/dkim/check");
        var trial = (await mail.Next("trials"))!.Value;
        Assert.Equal("dkim", trial.GetProperty("kind").GetString());
        Assert.Contains(trial.GetProperty("dkim").GetProperty("text").GetString()!, page, StringComparison.Ordinal);
        await mail.Room.Put($"/mailroom/v1/trials/{trial.GetProperty("id").GetGuid()}", new { steps = new[] { new { what = "Look", ok = false, words = "No such record is there yet" } } });
        Assert.Null(await Key(mail));

        await Do(admin, $"/settings/mail/{box}/dkim/check");
        trial = (await mail.Next("trials"))!.Value;
        await mail.Room.Put($"/mailroom/v1/trials/{trial.GetProperty("id").GetGuid()}", new { steps = new[] { new { what = "Look", ok = true, words = "The record is there" } } });
        Assert.StartsWith("-----BEGIN PRIVATE KEY-----", await Key(mail), StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE KEY", await mail.Desk.InDatabase(db => Task.FromResult(db.Mailboxes.Single().Secrets)), StringComparison.Ordinal);
    }

    static async Task<string?> Key(MailDesk mail)
    {
        var dkim = (await mail.Room.Get("/mailroom/v1/mailboxes")).GetProperty("items")[0].GetProperty("out").GetProperty("dkim");
        return dkim.ValueKind is System.Text.Json.JsonValueKind.Null ? null : dkim.GetProperty("key").GetString();
    }

    static async Task Do(HttpClient admin, string path)
    {
        using var answer = await admin.PostAsync(new Uri(path, UriKind.Relative), null);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }
}
