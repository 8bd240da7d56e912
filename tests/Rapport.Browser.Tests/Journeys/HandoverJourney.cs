using Microsoft.Playwright;
using Rapport.Browser.Tests.Channels;
using static Microsoft.Playwright.Assertions;

namespace Rapport.Browser.Tests.Journeys;

/// <summary>Ruth in the chat, Dana who has her, Miguel whose browser is killed in the middle of it, and Ines who takes over.</summary>
[Trait("Proves", "E102"), Trait("Proves", "E104"), Trait("Proves", "E106")]
public class HandoverJourney
{
    static readonly LocatorAssertionsToContainTextOptions Patient = new() { Timeout = 20_000 };

    [BrowserFact]
    public async Task Nobody_is_alone_when_the_receivers_browser_is_killed()
    {
        await using var desk = await DeskInBrowser.OpenMortal();
        await using var shop = await StrictShop.Open(desk.Url);
        var ruth = await shop.Visit();
        await ruth.OpenChat();
        await ruth.Write("Hi, the 15 kg bag arrived torn and half of it is in the hallway.");
        await ruth.Sees("delivered");

        var chromium = await RealChromium.Another();
        var dana = await desk.SignIn("/desk?view=unowned");
        var (_, miguel) = await desk.Colleague("Miguel Soto", "/counter", chromium);
        var (inesBrowser, ines) = await desk.Colleague("Ines Costa", "/desk?view=mine");
        await using var _2 = inesBrowser;

        // Dana takes it and hands it over by keyboard.
        await dana.Locator("#list .row").First.ClickAsync();
        await dana.WaitForURLAsync("**/desk/1*");
        await Expect(dana.Locator("#head")).ToContainTextAsync("Take it", Patient);
        await dana.Keyboard.PressAsync("t");
        // In the same breath: what is not there yet opens when it has come.
        await dana.Keyboard.PressAsync("h");
        await Offer(dana, "Miguel Soto");
        await Expect(dana.Locator("#passing")).ToContainTextAsync("Waiting for Miguel Soto to join", Patient);
        await Expect(ruth.GetByText("is bringing in Miguel")).ToBeVisibleAsync(new() { Timeout = 20_000 });

        // Miguel sees it on the page he is on, reads the brief, and joins.
        await Expect(miguel.Locator("#offers")).ToContainTextAsync("asks you", Patient);
        await miguel.Locator("#offers summary").ClickAsync();
        await Expect(miguel.Locator("#offers")).ToContainTextAsync("the 15 kg bag arrived torn", Patient);
        Assert.Empty(await miguel.Look("handover-offer"));
        await miguel.Locator("#offers").GetByRole(AriaRole.Button, new() { Name = "Join" }).ClickAsync();
        await Expect(dana.Locator("#passing")).ToContainTextAsync("Miguel Soto is here and has it now", Patient);
        await ruth.Panel("Miguel").WaitForAsync();

        // His browser is killed. Within moments Dana has her again and sees what to do next.
        var session = await chromium.NewBrowserCDPSessionAsync();
        _ = session.SendAsync("Browser.crash").ContinueWith(_ => { }, TaskScheduler.Default);
        await Expect(dana.Locator("#passing")).ToContainTextAsync("Miguel Soto's line dropped. You still have it", Patient);
        await Expect(ruth.GetByText("Miguel's line dropped")).ToBeVisibleAsync(new() { Timeout = 20_000 });
        await ruth.Panel("dana").WaitForAsync();
        Assert.Empty(await dana.Look("handover-came-back"));

        // She asks the team, Ines comes, Dana leaves.
        await dana.GetByRole(AriaRole.Button, new() { Name = "Ask the team" }).ClickAsync();
        await Expect(ines.Locator("#offers")).ToContainTextAsync("asks everybody here", Patient);
        await ines.Locator("#offers").GetByRole(AriaRole.Button, new() { Name = "Join" }).ClickAsync();
        await Expect(ines.Locator("#passing")).ToContainTextAsync("You have it now", Patient);
        await dana.GetByRole(AriaRole.Button, new() { Name = "Leave" }).ClickAsync();
        await Expect(ines.Locator("#thread")).ToContainTextAsync("the handover is done", Patient);
        await ruth.Panel("Ines").WaitForAsync();
        Assert.Empty(await ines.Look("handover-done"));

        // One tap of Ruth.
        await ruth.GetByRole(AriaRole.Button, new() { Name = "No", Exact = true }).ClickAsync();
        await Expect(ruth.GetByText("Thank you for telling us.")).ToBeVisibleAsync(new() { Timeout = 20_000 });
        Assert.Empty(await ruth.Look("handover-widget"));
    }

    static async Task Offer(IPage page, string to)
    {
        var dialog = page.Locator("#hand-over");
        await Expect(dialog).ToBeVisibleAsync(new() { Timeout = 20_000 });
        await dialog.Locator("#hand-over-to").SelectOptionAsync(new SelectOptionValue { Label = $"{to} · here now" }, new() { Timeout = 20_000 });
        await dialog.GetByText("I don't know it").ClickAsync();
        await Expect(dialog.Locator("#brief-asked")).ToHaveValueAsync("Hi, the 15 kg bag arrived torn and half of it is in the hallway.");
        await dialog.Locator("#brief-words").FillAsync("She wants it before Saturday");
        Assert.Empty(await page.Look("handover-dialog"));
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Ask them" }).ClickAsync();
    }
}
