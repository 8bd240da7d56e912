using System.Globalization;
using Microsoft.Playwright;
using Rapport.Tests.Mail;
using static Microsoft.Playwright.Assertions;

namespace Rapport.Browser.Tests.Journeys;

/// <summary>An answer with a picture in it that the customer's server would not have at first.</summary>
[Trait("Proves", "Mail")]
public class MailAnswerJourney
{
    const string Kim = "kim@shop.example";
    static readonly LocatorAssertionsToContainTextOptions Patient = new() { Timeout = 30_000 };

    /// <summary>A red dot, as a clipboard has it after a picture was copied.</summary>
    const string PasteAPicture = """
        box => {
          const bytes = Uint8Array.from(atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8Dwn4EIAAAqJwIBe4sGxwAAAABJRU5ErkJggg=='), c => c.charCodeAt(0))
          const clipboard = new DataTransfer()
          clipboard.items.add(new File([bytes], 'image.png', { type: 'image/png' }))
          box.dispatchEvent(new ClipboardEvent('paste', { clipboardData: clipboard, bubbles: true, cancelable: true }))
        }
        """;

    [BrowserFact]
    public async Task A_pasted_picture_stands_in_the_letter_where_it_was_put_and_an_answer_that_was_refused_is_sent_again_with_one_tap()
    {
        var smtp = Rapport.Tests.Faults.DeskProcess.FreePort();
        await using var servers = await MailServers.Start(smtp);
        await using var desk = await DeskInBrowser.OpenMortal(new Dictionary<string, string>(StringComparer.Ordinal) { ["RAPPORT_SMTP"] = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{smtp}") });
        await MailroomProcess.Answers(smtp, () => null);
        var dana = await desk.SignIn("/settings/mail");
        await MailJourney.SetUp(dana, servers);
        await MailJourney.Post(servers, "From: Kim <kim@shop.example>\nTo: help@desk.example\nSubject: Which seal?\nMessage-ID: <seal@shop.example>\n\nWhich seal does my tap need?\n", Kim);
        await dana.GotoAsync(new Uri(desk.Url, "/desk?view=unowned").ToString());
        await dana.Locator("#list .row").First.ClickAsync(new() { Timeout = 30_000 });
        await dana.WaitForURLAsync("**/desk/1*");
        await dana.EvaluateAsync("document.activeElement?.blur()");
        await dana.Keyboard.PressAsync("t");
        await Expect(dana.Locator("#head")).ToContainTextAsync("sees one name: dana", Patient);

        await dana.Keyboard.PressAsync("r");
        await dana.Keyboard.TypeAsync("This one: ");
        await dana.Locator("message-composer textarea").EvaluateAsync(PasteAPicture);
        await Expect(dana.Locator("message-composer")).ToContainTextAsync("picture-", Patient);
        await Expect(dana.Locator("message-composer textarea")).ToHaveValueAsync(new System.Text.RegularExpressions.Regex(@"^This one: \[picture-\w+\.png\]$", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
        await dana.Keyboard.TypeAsync(" and no other.");
        await Expect(dana.GetByText("draft saved")).ToBeVisibleAsync(new() { Timeout = 20_000 });
        Assert.Empty(await dana.Look("mail-picture"));
        await dana.Keyboard.PressAsync("Control+Enter");

        // Their server does not know them: its own words stand under the answer, with what can be done.
        await Expect(dana.Locator("#thread")).ToContainTextAsync("User unknown", Patient);
        Assert.Equal(0, servers.Count(Kim));
        Assert.Empty(await dana.Look("mail-refused"));
        await servers.Welcome(Kim);
        await dana.GetByRole(AriaRole.Button, new() { Name = "Try it again as it is" }).ClickAsync();

        await Expect(dana.Locator("#thread")).ToContainTextAsync("The server took it", Patient);
        var arrived = Assert.Single(await Inbox.Read(servers.Imap, Kim, 1));
        Assert.Contains("In-Reply-To: <seal@shop.example>", arrived, StringComparison.Ordinal);
        Assert.Contains("Content-Type: multipart/related", arrived, StringComparison.Ordinal);
        Assert.Matches(@"This one: (=\r?\n)?<img src=3D""cid:|This one: <img src=""cid:", arrived);
        Assert.Contains("Content-Id: <", arrived, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Content-Disposition: inline", arrived, StringComparison.Ordinal);
    }
}
