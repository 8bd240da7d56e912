using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Rapport.Workspace.Commands;
using Spectre.Console;

namespace Rapport.Tests.Channels.Mail;

[Trait("Proves", "Mail")]
public class MailboxTests
{
    [Theory, OnBothDatabases]
    public async Task What_opens_a_mailbox_is_sealed_and_given_to_the_mailroom_alone(string database)
    {
        await using var mail = await MailDesk.Open(database);
        await mail.Mailbox();

        var shown = await mail.Desk.Owner.GetStringAsync(new Uri("/api/v1/mailboxes", UriKind.Relative));
        var given = await mail.Room.Get("/mailroom/v1/mailboxes");

        Assert.DoesNotContain("secret of the mailbox", shown, StringComparison.Ordinal);
        Assert.Equal("secret of the mailbox", given.GetProperty("items")[0].GetProperty("in").GetProperty("auth").GetProperty("password").GetString());
        Assert.DoesNotContain("secret of the mailbox", await mail.Desk.InDatabase(db => Task.FromResult(db.Mailboxes.Single().Secrets)), StringComparison.Ordinal);
        Assert.Equal(403, (await mail.Room.Try(HttpMethod.Get, "/api/v1/mailboxes")).Status);
    }

    [Theory, OnBothDatabases]
    public async Task The_mailroom_is_told_at_once_when_a_mailbox_is_added(string database)
    {
        await using var mail = await MailDesk.Open(database);
        var version = (await mail.Room.Get("/mailroom/v1/mailboxes")).GetProperty("version").GetString();

        var waiting = mail.Room.Get($"/mailroom/v1/mailboxes?version={version}&wait=20");
        await Task.Delay(200);
        await mail.Mailbox();

        Assert.Single((await waiting.WaitAsync(TimeSpan.FromSeconds(10))).GetProperty("items").EnumerateArray());
    }

    [Theory, OnBothDatabases]
    public async Task A_mailbox_that_fails_for_five_minutes_is_on_everybodys_desk(string database)
    {
        await using var mail = await MailDesk.Open(database);
        var box = await mail.Mailbox();
        var (_, asAna) = await mail.Desk.Person("Ana");
        await mail.Room.Put($"/mailroom/v1/mailboxes/{box}/state", new { way = "in", ok = false, words = "The password is not taken any more" });

        await mail.Desk.Pass(TimeSpan.FromMinutes(4));
        Assert.DoesNotContain("desk@shop.example", await Trouble(asAna), StringComparison.Ordinal);
        await mail.Desk.Pass(TimeSpan.FromMinutes(1));
        Assert.Contains("The password is not taken any more", await Trouble(asAna), StringComparison.Ordinal);
        await mail.Room.Put($"/mailroom/v1/mailboxes/{box}/state", new { way = "in", ok = true, words = "", unread = 0, seen_on_server = 12 });
        Assert.DoesNotContain("desk@shop.example", await Trouble(asAna), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task An_address_and_a_password_are_enough(string database)
    {
        await using var mail = await MailDesk.Open(database);
        var admin = await mail.Desk.SignIn();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal) { ["address"] = "Desk@Shop.example", ["password"] = "secret of the mailbox", ["name"] = "Harbor Pets" });
        using var asked = await admin.PostAsync(new Uri("/settings/mail", UriKind.Relative), form);
        Assert.Equal(HttpStatusCode.Redirect, asked.StatusCode);

        var find = (await mail.Next("trials"))!.Value;
        Assert.Equal(("find", "desk@shop.example"), (find.GetProperty("kind").GetString(), find.GetProperty("address").GetString()));
        await mail.Room.Put($"/mailroom/v1/trials/{find.GetProperty("id").GetGuid()}", new { steps = new[] { new { what = "Ask shop.example", ok = true, words = "found" } }, found = new { @in = new { host = "imap.shop.example", port = 993, secure = "tls", user = "desk@shop.example" }, @out = new { host = "smtp.shop.example", port = 587, secure = "starttls", user = "desk@shop.example" } } });
        var check = (await mail.Next("trials"))!.Value;

        Assert.Equal("check", check.GetProperty("kind").GetString());
        Assert.Equal("secret of the mailbox", check.GetProperty("in").GetProperty("auth").GetProperty("password").GetString());
        await mail.Room.Put($"/mailroom/v1/trials/{check.GetProperty("id").GetGuid()}", new { steps = new[] { new { what = "Wait until it arrives", ok = true, words = "It is there, after 2 s" } } });
        Assert.Contains("It is there, after 2 s", await admin.GetStringAsync(new Uri("/settings/mail", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Null(await mail.Next("trials"));
    }

    [Theory, OnBothDatabases]
    public async Task A_letter_from_a_pipe_is_safe_or_the_mail_server_keeps_it(string database)
    {
        await using var mail = await MailDesk.Open(database);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(new StringWriter()) });
        var raw = Encoding.ASCII.GetBytes("From: ruth@example.com\r\nSubject: Piped\r\n\r\nwords");

        using var letter = new MemoryStream(raw);
        Assert.Equal(0, await DeliverMail.Deliver(console, mail.Desk.Home, "ruth@example.com", ["desk@shop.example"], letter, default));
        using var again = new MemoryStream(raw);
        Assert.Equal(75, await DeliverMail.Deliver(console, Path.Combine(mail.Desk.Home, "nowhere"), null, [], again, default));
        Assert.Equal(75, await CommandLine.Run(["mail", "delivre"], console));

        Assert.NotNull(await mail.Next("reading"));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(mail.Desk.Home, "mailroom.key")));
    }

    [Fact]
    public async Task The_mailroom_is_started_when_there_is_mail_and_again_when_it_ends()
    {
        var folder = Directory.CreateTempSubdirectory("mailroom-test-");
        var script = Path.Combine(folder.FullName, "mailroom.mjs");
        var trace = Path.Combine(folder.FullName, "trace");
        await File.WriteAllTextAsync(script, $"import {{ appendFileSync }} from 'node:fs'\nappendFileSync({System.Text.Json.JsonSerializer.Serialize(trace)}, process.pid + '\\n')\nprocess.stdin.resume()\nprocess.stdin.on('end', () => process.exit(0))\n");
        int[] pids;
        await using (var desk = await TestDesk.Open("SQLite", b => b.Services.Add(Microsoft.Extensions.DependencyInjection.ServiceDescriptor.Singleton(new Rapport.Channels.Mail.MailroomScript(script))), realTime: true))
        {
            Assert.False(File.Exists(trace));
            await desk.Owner.Post("/api/v1/mailboxes", new { address = "desk@shop.example", password = "x", receiving = new { host = "127.0.0.1" } });
            await Until(() => Pids(trace).Length == 1);
            System.Diagnostics.Process.GetProcessById(Pids(trace)[0]).Kill();
            await Until(() => Pids(trace).Length == 2);
            Assert.Equal("ready", await desk.Owner.GetStringAsync(new Uri("/health/ready", UriKind.Relative)));
            pids = Pids(trace);
        }
        Assert.Throws<ArgumentException>(() => System.Diagnostics.Process.GetProcessById(pids[^1]));
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Where_letters_cannot_be_taken_in_every_desk_says_so_and_why()
    {
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        await using var desk = await TestDesk.Open("SQLite", settings: new Dictionary<string, string?>(StringComparer.Ordinal) { ["RAPPORT_SMTP"] = taken.LocalEndpoint.ToString() });
        var mailroom = desk.Services.GetRequiredService<Rapport.Channels.Mail.Mailroom>();
        await Until(() => mailroom.DownSince is not null);
        Assert.Equal("ready", await desk.Owner.GetStringAsync(new Uri("/health/ready", UriKind.Relative)));

        desk.Time.Advance(TimeSpan.FromMinutes(2));
        HashSet<int> starts = [];
        await Until(() =>
        {
            if (mailroom.ProcessId is { } id) starts.Add(id);
            return starts.Count > 2;
        });

        foreach (var path in new[] { "/mail/trouble", "/settings/mail" })
            Assert.Contains($"Letters cannot be taken in at {taken.LocalEndpoint}, where RAPPORT_SMTP says: something else listens there. Stop it, perhaps another Rapport, or choose another port.", System.Net.WebUtility.HtmlDecode(await desk.Owner.GetStringAsync(new Uri(path, UriKind.Relative))), StringComparison.Ordinal);
        Assert.StartsWith("ready, but the mailroom is down", await desk.Owner.GetStringAsync(new Uri("/health/ready", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pipe_alone_is_enough_for_a_letter_to_be_read()
    {
        await using var desk = await TestDesk.Open("SQLite", realTime: true);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(new StringWriter()) });
        using var letter = new MemoryStream(Encoding.ASCII.GetBytes("From: Ruth <ruth@example.com>\r\nTo: desk@shop.example\r\nSubject: Piped\r\n\r\nThe bag is torn\r\n"));

        Assert.Equal(0, await DeliverMail.Deliver(console, desk.Home, "ruth@example.com", ["desk@shop.example"], letter, default));

        for (var i = 0; i < 600 && !await IsRead(); i++) await Task.Delay(50);
        Assert.True(await IsRead(), "The letter lies there unread.");

        Task<bool> IsRead() => desk.InDatabase(db => Task.FromResult(db.Letters.Single().State is Rapport.Channels.Mail.LetterState.Threaded));
    }

    static int[] Pids(string trace) => File.Exists(trace) ? [.. File.ReadAllLines(trace).Where(l => l.Length > 0).Select(l => int.Parse(l, System.Globalization.CultureInfo.InvariantCulture))] : [];

    static async Task Until(Func<bool> holds)
    {
        for (var i = 0; i < 600 && !holds(); i++) await Task.Delay(50);
        Assert.True(holds());
    }

    static Task<string> Trouble(HttpClient who) => who.GetStringAsync(new Uri("/mail/trouble", UriKind.Relative));
}
