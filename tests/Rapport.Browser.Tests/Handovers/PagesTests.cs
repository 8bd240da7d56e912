using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Rapport.Browser.Tests.Handovers;

/// <summary>The pages of handovers, on every screen, by day and by night.</summary>
[Collection(OneDesk.Name)]
public class PagesTests
{
    static readonly LocatorAssertionsToContainTextOptions Patient = new() { Timeout = 20_000 };
    static string Later => DateTime.Now.AddDays(3).ToString("yyyy-MM-dd'T'HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    [BrowserFact]
    [Trait("Proves", "E082")]
    public async Task What_was_missing_has_somebody_who_closes_it_and_comes_back_to_whoever_missed_it()
    {
        await using var desk = await DeskInBrowser.OpenMortal();
        var number = await desk.Conversation();
        await desk.Take(number);
        var tab = await desk.SignIn();
        var (bo, _) = await desk.Colleague("Bo Lind", "/desk");
        await using var _2 = bo;
        await tab.GotoAsync(new Uri(desk.Url, $"/desk/{number}").ToString());

        await tab.Keyboard.PressAsync("b");
        await tab.Locator("#bring-in-to").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await tab.FillAsync("#question", "May I refund seventy dollars?");
        await tab.Locator("#bring-in").GetByText("I may not do it").ClickAsync();
        await tab.FillAsync("#bring-in-missing", "Refunds above $60");
        Assert.Empty(await tab.Look("bring-in"));
        await tab.Locator("#bring-in").GetByRole(AriaRole.Button, new() { Name = "Ask them" }).ClickAsync();
        await Expect(tab.Locator("#passing")).ToContainTextAsync("Waiting for Bo Lind to help", Patient);
        Assert.Empty(await tab.Look("desk-head"));

        await tab.GotoAsync(new Uri(desk.Url, "/handovers/gaps").ToString());
        await tab.GetByText("Somebody closes this").ClickAsync();
        await tab.FillAsync("#due-0", Later);
        Assert.Empty(await tab.Look("gaps"));
        await tab.GetByRole(AriaRole.Button, new() { Name = "Keep it" }).ClickAsync();
        await tab.GetByText("It is closed…").ClickAsync();
        await tab.FillAsync("#how-0", "Everybody may refund up to $100");
        await tab.GetByRole(AriaRole.Button, new() { Name = "Tell everybody" }).ClickAsync();

        await Expect(tab.Locator("#offers")).ToContainTextAsync("Everybody may refund up to $100", Patient);
        Assert.Empty(await tab.Look("gaps-closed"));
        await tab.GetByRole(AriaRole.Button, new() { Name = "Good to know" }).ClickAsync();
        await Expect(tab.Locator("#offers")).Not.ToContainTextAsync("refund", Patient);
    }

    [BrowserFact]
    [Trait("Proves", "E099")]
    public async Task Going_away_looks_right_everywhere()
    {
        await using var desk = await DeskInBrowser.OpenMortal();
        await desk.Take(await desk.Conversation());
        var tab = await desk.SignIn();
        var (bo, _) = await desk.Colleague("Bo Lind", "/desk");
        await using var _2 = bo;
        await tab.GotoAsync(new Uri(desk.Url, "/handovers/away").ToString());
        Assert.Empty(await tab.Look("away"));

        await tab.FillAsync("#until", Later);
        await tab.Locator("#covered_by").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await tab.GetByRole(AriaRole.Button, new() { Name = "I am away until then" }).ClickAsync();
        await Expect(tab.Locator("#main")).ToContainTextAsync("You are away", Patient);
        Assert.Empty(await tab.Look("away-covered"));

        var covers = await bo.NewTab("/handovers/away");
        Assert.Empty(await covers.Look("away-covers"));
    }

    [BrowserFact]
    [Trait("Proves", "E102")]
    public async Task At_the_counter_somebody_is_brought_in_or_takes_over()
    {
        await using var desk = await DeskInBrowser.OpenMortal();
        var tab = await desk.SignIn("/counter");
        var (bo, other) = await desk.Colleague("Bo Lind", "/counter");
        await using var _2 = bo;
        await tab.FillAsync("#who", "Ruth Adeyemi");
        await tab.GetByText("Somebody new: Ruth Adeyemi").ClickAsync();
        await tab.WaitForURLAsync("**/counter/*");

        await tab.Keyboard.PressAsync("h");
        await Expect(tab.Locator("#hand-over")).ToBeVisibleAsync();
        Assert.Empty(await tab.Look("counter-dialog"));
        await tab.Locator("#hand-over-to").SelectOptionAsync(new SelectOptionValue { Value = "team" });
        await tab.Locator("#hand-over").GetByText("I don't know it").ClickAsync();
        await tab.Locator("#hand-over").GetByRole(AriaRole.Button, new() { Name = "Ask them" }).ClickAsync();
        await Expect(tab.Locator("#passing")).ToContainTextAsync("Tell Ruth who comes", Patient);
        Assert.Empty(await tab.Look("counter-offered"));

        await other.Locator("#offers").GetByRole(AriaRole.Button, new() { Name = "Join" }).ClickAsync();
        await other.WaitForURLAsync("**/counter/*");
        await Expect(other.Locator("#passing")).ToContainTextAsync("You have it now", Patient);
        Assert.Empty(await other.Look("counter-joined"));
    }

    [BrowserTheory]
    [InlineData(390), InlineData(768)]
    public async Task The_name_of_the_matter_has_the_whole_width_of_a_small_screen(int width)
    {
        await using var desk = await DeskInBrowser.Open();
        var number = await desk.Conversation(body: "The 15 kg bag arrived torn and half of it is in the hallway, what now?");
        await desk.Take(number);
        var tab = await desk.SignIn($"/desk/{number}");
        await tab.SetViewportSizeAsync(width, 844);

        var (head, what, button) = ((await tab.Locator(".head").BoundingBoxAsync())!, (await tab.Locator(".head .what").BoundingBoxAsync())!, (await tab.Locator(".head [data-open=hand-over]").BoundingBoxAsync())!);

        Assert.True(what.Width > head.Width - 40, $"The title has {what.Width} of {head.Width}.");
        Assert.True(button.Y >= what.Y + what.Height, "The buttons stand below.");
    }
}
