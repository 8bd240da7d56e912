using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Rapport.Tests.Mail;
using static Microsoft.Playwright.Assertions;

namespace Rapport.Browser.Tests.Journeys;

/// <summary>A letter's whole way, between a real Postfix, a real Dovecot and a real Chromium: in, answered, back, and in again.</summary>
[Trait("Proves", "Mail")]
public class MailJourney
{
    const string Customer = "jo@shop.example", House = "help@desk.example";
    static readonly LocatorAssertionsToContainTextOptions Patient = new() { Timeout = 30_000 };

    const string Letter = """
        From: Jo Marsh <jo@shop.example>
        To: help@desk.example
        Cc: Ann Marsh <ann@shop.example>
        Subject: The bag for Max arrived torn
        Message-ID: <torn-1@shop.example>
        Date: Thu, 26 Nov 2026 08:00:00 +0000
        MIME-Version: 1.0
        Content-Type: multipart/alternative; boundary=b

        --b
        Content-Type: text/plain; charset=utf-8

        The 15 kg bag arrived torn, and half of it is in the hallway.
        --b
        Content-Type: text/html; charset=utf-8

        <p>The <b>15 kg bag</b> arrived torn, and half of it is in the hallway.</p><script>document.title = 'got in'</script><table border="1"><tr><td>Order</td><td onclick="steal()">7718</td></tr></table><img src="https://pictures.example/track.gif" width="200">
        --b--

        """;

    [BrowserFact]
    public async Task A_letter_comes_by_SMTP_is_answered_on_the_desk_arrives_in_Dovecot_is_answered_from_there_and_goes_on_in_the_same_conversation()
    {
        var smtp = DeskProcess.FreePort();
        await using var servers = await MailServers.Start(smtp);
        await using var desk = await DeskInBrowser.OpenMortal(new Dictionary<string, string>(StringComparer.Ordinal) { ["RAPPORT_SMTP"] = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{smtp}") });
        await MailroomProcess.Answers(smtp, () => null);
        var admin = await desk.SignIn("/settings/mail");
        await SetUp(admin, servers);
        var dana = await desk.NewTab("/desk?view=unowned");
        await dana.EvaluateAsync("window.untouched = true");

        // It comes in, and the desk sees it without being asked.
        await Post(servers, Letter);
        await Expect(dana.Locator("#list .row").First).ToContainTextAsync("The 15 kg bag arrived torn", Patient);
        Assert.True(await dana.EvaluateAsync<bool>("window.untouched"));

        // By keyboard alone: opened, read as it was written, taken, answered.
        await dana.Keyboard.PressAsync("j");
        await dana.Keyboard.PressAsync("Enter");
        await dana.WaitForURLAsync("**/desk/1*");
        var number = new Uri(dana.Url).Segments[^1];
        await Expect(dana.Locator("#thread")).ToContainTextAsync("half of it is in the hallway", Patient);
        await dana.TabTo(".letter summary:has-text('As it was written')");
        await dana.Keyboard.PressAsync("Enter");
        var frame = dana.FrameLocator("iframe.mail");
        await Expect(frame.Locator("b")).ToHaveTextAsync("15 kg bag", new() { Timeout = 20_000 });
        Assert.Equal(0, await frame.Locator("script, img, [onclick]").CountAsync());
        Assert.Empty(await dana.Look("mail-conversation"));
        await dana.EvaluateAsync("document.activeElement?.blur()");
        await dana.Keyboard.PressAsync("t");
        await Expect(dana.Locator("#head")).ToContainTextAsync("sees one name: dana", Patient);
        await dana.Keyboard.PressAsync("r");
        await Expect(dana.Locator($"#body-{number}")).ToBeFocusedAsync();
        await dana.Keyboard.TypeAsync("Oh no. A new bag leaves today, and you keep what Max hasn't stolen.");
        await dana.Keyboard.PressAsync("Control+Enter");
        await Expect(dana.Locator("held-reply")).ToContainTextAsync("Sending in", Patient);

        // It arrives, at the customer's and at who was in copy.
        var arrived = (await Inbox.Read(servers.Imap, Customer, 1))[0];
        Assert.Contains("A new bag leaves today", arrived, StringComparison.Ordinal);
        Assert.Contains("In-Reply-To: <torn-1@shop.example>", arrived, StringComparison.Ordinal);
        Assert.Single(await Inbox.Read(servers.Imap, "ann@shop.example", 1));
        await Expect(dana.Locator("#thread")).ToContainTextAsync("The server took it", Patient);

        // It is answered from there, above the whole of it, as mail programs do.
        var id = Field(arrived, "Message-ID");
        await Post(servers, $"""
            From: Jo Marsh <jo@shop.example>
            To: help@desk.example
            Subject: {Field(arrived, "Subject")}
            Message-ID: <torn-2@shop.example>
            In-Reply-To: {id}
            References: <torn-1@shop.example> {id}
            Content-Type: text/plain; charset=utf-8

            It is here already. Max says thank you!

            On 26 November 2026, 08:01 (UTC), dana wrote:
            > Oh no. A new bag leaves today, and you keep what Max hasn't stolen.

            """);
        await Expect(dana.Locator("#thread")).ToContainTextAsync("Max says thank you", Patient);
        Assert.Equal(1, await dana.Locator("#thread .quoted:has-text('A new bag leaves today')").CountAsync());
        await dana.GotoAsync(new Uri(desk.Url, "/desk?view=mine").ToString());
        Assert.Equal(1, await dana.Locator("#list .row").CountAsync());

        var faults = new List<string>();
        foreach (var page in new[] { "/settings/mail", "/letters", "/letters?only=answers", "/letters?only=trouble", $"/desk/{number}" })
        {
            await dana.GotoAsync(new Uri(desk.Url, page).ToString());
            faults.AddRange(await dana.Look("mail" + page.Replace('/', '-').Replace('?', '-').Replace('=', '-').TrimEnd('-').Replace(number, "answered", StringComparison.Ordinal)));
        }
        // What is folded away is looked at, too: who gets an answer, how a provider is made known, the key of a signature.
        await dana.ClickAsync(".readers summary");
        faults.AddRange(await dana.Look("mail-readers"));
        await dana.GotoAsync(new Uri(desk.Url, "/settings/mail").ToString());
        await dana.ClickAsync("summary:has-text('Signature of what goes out')");
        await dana.GetByRole(AriaRole.Button, new() { Name = "Make a key" }).ClickAsync();
        await Expect(dana.Locator("#mailboxes")).ToContainTextAsync("waits for its record", Patient);
        await dana.EvaluateAsync("for (const fold of document.querySelectorAll('details')) fold.open = true");
        faults.AddRange(await dana.Look("mail-settings-open"));
        await dana.EvaluateAsync("document.querySelector('#provider-google')?.scrollIntoView()");
        faults.AddRange(await dana.Look("mail-settings-providers"));
        Assert.Empty(faults);
    }

    /// <summary>By hand, for servers that no autoconfig names; and tried out before anybody relies on it.</summary>
    internal static async Task SetUp(IPage admin, MailServers servers)
    {
        await admin.FillAsync("[name=address]", House);
        await admin.FillAsync("[name=password]", MailServers.Password);
        await admin.FillAsync("[name=name]", "Harbor Pets");
        await admin.GetByText("Type in the servers yourself").ClickAsync();
        await admin.FillAsync("[name=OutHost]", "127.0.0.1");
        await admin.FillAsync("[name=OutPort]", servers.Smtp.ToString(CultureInfo.InvariantCulture));
        await admin.SelectOptionAsync("[name=OutSecure]", "none");
        await admin.GetByRole(AriaRole.Button, new() { Name = "Set it up and test it" }).ClickAsync();
        await Expect(admin.Locator("#mailboxes")).ToContainTextAsync("Send a letter from help@desk.example to itself", Patient);
        await Expect(admin.Locator("#mailboxes")).Not.ToContainTextAsync("did not work");
    }

    internal static async Task Post(MailServers servers, string letter, string from = Customer)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, letter.ReplaceLineEndings("\r\n"));
            var (code, said) = await Swaks.Send(servers.Smtp, "--from", from, "--to", House, "--data", $"@{file}");
            Assert.True(code == 0, said);
        }
        finally { File.Delete(file); }
    }

    static string Field(string letter, string name) => Regex.Match(letter, $@"^{name}:\s*(?<value>.*(?:\r?\n[ \t].*)*)", RegexOptions.Multiline | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["value"].Value.ReplaceLineEndings("").Trim();
}
