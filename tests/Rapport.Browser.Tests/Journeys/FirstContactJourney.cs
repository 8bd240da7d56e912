using Microsoft.Playwright;
using Rapport.Browser.Tests.Channels;
using static Microsoft.Playwright.Assertions;

namespace Rapport.Browser.Tests.Journeys;

/// <summary>The main job, once, whole: in a shop's page, on one desk by keyboard alone, and on a colleague's screen that follows.</summary>
public class FirstContactJourney
{
    static readonly LocatorAssertionsToContainTextOptions Patient = new() { Timeout = 20_000 };

    [BrowserFact]
    public async Task A_customer_writes_somebody_answers_by_keyboard_alone_a_colleague_follows_and_it_opens_again()
    {
        await using var desk = await DeskInBrowser.OpenMortal();
        await using var shop = await StrictShop.Open(desk.Url);
        await desk.ContactType("Damaged delivery", "Confirm the order", "Tell when it arrives");
        var dana = await desk.SignIn("/desk?view=unowned");
        await dana.EvaluateAsync("window.untouched = true");

        // The customer writes; the desk sees it without being asked.
        var ruth = await shop.Visit();
        await ruth.OpenChat();
        await ruth.Write("Hi, the 15 kg bag arrived torn and half of it is in the hallway.");
        await ruth.Sees("delivered");
        await Expect(dana.Locator("#list .row").First).ToContainTextAsync("the 15 kg bag arrived torn", Patient);
        Assert.True(await dana.EvaluateAsync<bool>("window.untouched"));

        // Dana opens and takes it, and a colleague looks on.
        await dana.Keyboard.PressAsync("j");
        await dana.Keyboard.PressAsync("Enter");
        await dana.WaitForURLAsync("**/desk/1*");
        var number = long.Parse(new Uri(dana.Url).Segments[^1], System.Globalization.CultureInfo.InvariantCulture);
        var ines = await Join(desk, "Ines Okafor");
        await ines.GotoAsync(new Uri(desk.Url, $"/desk/{number}?view=team").ToString());
        await ines.EvaluateAsync("window.untouched = true");
        await dana.Keyboard.PressAsync("t");
        await Expect(ines.Locator("#head")).ToContainTextAsync("sees one name: dana", Patient);

        // She answers.
        await dana.Keyboard.PressAsync("r");
        await Expect(dana.Locator($"#body-{number}")).ToBeFocusedAsync();
        await dana.Keyboard.TypeAsync("Oh no. A new bag leaves today, and you keep what Max hasn't stolen.");
        await dana.Keyboard.PressAsync("Control+Enter");
        await Expect(dana.Locator("held-reply")).ToContainTextAsync("Sending in", Patient);
        await ruth.GetByText("A new bag leaves today").WaitForAsync(new() { Timeout = 30_000 });
        await ruth.Panel("dana").WaitForAsync();
        await Expect(ines.Locator("#thread")).ToContainTextAsync("A new bag leaves today", Patient);

        // What must be done: resolving is refused until it is.
        await dana.Keyboard.PressAsync("Escape");
        await dana.TabTo("#contact-type");
        await dana.Keyboard.TypeAsync("Damaged");
        await dana.TabTo(".pick .btn");
        await dana.Keyboard.PressAsync("Enter");
        await Expect(dana.Locator("#person")).ToContainTextAsync("To do: Damaged delivery", Patient);
        await Leave(dana);
        await dana.Keyboard.PressAsync("e");
        await Expect(dana.Locator("#head")).ToContainTextAsync("2 steps are left: Confirm the order; Tell when it arrives.", Patient);
        Assert.Empty(await dana.Look("desk-at-work"));
        foreach (var step in new[] { "Confirm the order", "Tell when it arrives" })
        {
            await dana.TabTo($".step:has-text('{step}') button.do");
            await dana.Keyboard.PressAsync("Enter");
            await Expect(dana.Locator($".step:has-text('{step}') button.do")).ToHaveAttributeAsync("aria-checked", "true", new() { Timeout = 15_000 });
            await Leave(dana);
        }
        await dana.Keyboard.PressAsync("e");
        await Expect(dana.Locator("#writing")).ToContainTextAsync("This is resolved.", Patient);
        await Expect(ines.Locator("#writing")).ToContainTextAsync("This is resolved.", Patient);

        // The customer writes again: it opens, on every screen.
        await ruth.Write("The new bag is here. Max says thank you!");
        await Expect(dana.Locator("#thread")).ToContainTextAsync("Max says thank you", Patient);
        await Expect(dana.Locator("#head")).ToContainTextAsync("Resolve", Patient);
        await Expect(ines.Locator("#thread")).ToContainTextAsync("It opened again", Patient);
        Assert.True(await ines.EvaluateAsync<bool>("window.untouched"));

        Assert.Empty(await dana.Look("desk-conversation"));
        Assert.Empty(await ruth.Look("widget"));
        Assert.Empty(shop.Complaints);
    }

    [BrowserFact]
    public async Task Every_page_is_worth_looking_at_and_axe_finds_nothing()
    {
        await using var desk = await DeskInBrowser.OpenMortal();
        await desk.ContactType("Damaged delivery", "Confirm the order", "Tell when it arrives");
        await desk.Conversation();
        var tab = await desk.SignIn();
        var faults = new List<string>();
        foreach (var page in new[] { "/desk?view=unowned", "/desk?view=promised", "/counter", "/settings/people", "/settings/password", "/settings/tokens", "/settings/contact-types", "/settings/errands", "/settings/log", "/no-such-page" })
        {
            await tab.GotoAsync(new Uri(desk.Url, page).ToString());
            faults.AddRange(await tab.Look("page" + page.Replace('/', '-').Replace('?', '-').Replace('=', '-')));
        }
        Assert.Empty(faults);
    }

    /// <summary>Invited by link, in a browser of her own.</summary>
    static async Task<IPage> Join(DeskInBrowser desk, string name)
    {
        var admin = await desk.NewTab("/settings/people");
        await admin.GetByLabel("Mail address").FillAsync("ines@example.com");
        await admin.GetByRole(AriaRole.Button, new() { Name = "invitation" }).ClickAsync();
        var link = await admin.Locator("text=/invitations\\/[0-9a-f]{48}/").First.InnerTextAsync();
        if (!link.Contains("/invitations/", StringComparison.Ordinal)) link = await admin.Locator("input[value*='/invitations/']").InputValueAsync();
        await admin.CloseAsync();
        var browser = await (await RealChromium.Shared).NewContextAsync();
        var page = await browser.NewPageAsync();
        await page.GotoAsync(link[link.IndexOf("http", StringComparison.Ordinal)..].Trim());
        await page.FillAsync("[name=name]", name);
        await page.FillAsync("[name=password]", "a few long words");
        await page.PressAsync("[name=password]", "Enter");
        await page.WaitForURLAsync("**/desk*");
        return page;
    }

    static async Task Leave(IPage page) => await page.EvaluateAsync("document.activeElement?.blur()");
}
