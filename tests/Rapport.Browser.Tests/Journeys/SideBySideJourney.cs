using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Rapport.Browser.Tests.Journeys;

/// <summary>Two tabs at the same words, and somebody at the counter.</summary>
[Collection(OneDesk.Name)]
public class SideBySideJourney
{
    static readonly LocatorAssertionsToContainTextOptions Patient = new() { Timeout = 20_000 };

    [BrowserFact]
    public async Task Who_saves_second_reads_what_the_first_wrote_and_loses_nothing()
    {
        await using var desk = await DeskInBrowser.Open();
        var role = $"Role {Random.Shared.Next(10_000, 99_999)}";
        var first = await desk.SignIn("/roles/charters/new");
        var second = await desk.NewTab("/roles/charters/new");

        foreach (var (tab, duty) in new[] { (first, "Scan every item"), (second, "Take the payment") })
        {
            await tab.FillAsync("#f-name", role);
            await tab.FillAsync("#function-0", duty);
            await tab.GetByRole(AriaRole.Button, new() { Name = "Save the draft" }).ClickAsync();
            if (tab == first) await Expect(first.Locator(".halves")).ToContainTextAsync("Scan every item", Patient);
        }

        await Expect(second.GetByRole(AriaRole.Alert)).ToContainTextAsync("Nothing of yours is lost", Patient);
        await Expect(second.Locator(".theirs")).ToContainTextAsync("Scan every item");
        await Expect(second.Locator("#function-0")).ToHaveValueAsync("Take the payment");
        Assert.Empty(await second.Look("charter-seen"));
        await second.GetByRole(AriaRole.Button, new() { Name = "Save the draft" }).ClickAsync();
        await Expect(second.Locator(".halves")).ToContainTextAsync("Take the payment", Patient);
    }

    [BrowserFact]
    public async Task Who_rewrites_a_weave_second_presses_once_more_when_they_have_read_the_other()
    {
        await using var desk = await DeskInBrowser.Open();
        var kind = $"Kind {Random.Shared.Next(10_000, 99_999)}";
        await desk.ContactType(kind, "Check the order");
        var board = $"/roles/weaves?type={kind.ToLowerInvariant().Replace(' ', '-')}";
        var first = await desk.SignIn(board);
        await first.GetByText("Weave something in").ClickAsync();
        await first.GetByLabel("The opening").FillAsync("What it was meant for");
        await first.GetByLabel("Why here").FillAsync("The bank takes its time");
        await first.GetByRole(AriaRole.Button, new() { Name = "Weave it in" }).ClickAsync();
        await Expect(first.Locator("article.weave")).ToContainTextAsync("What it was meant for", Patient);
        var second = await desk.NewTab(board);

        foreach (var (tab, opening) in new[] { (first, "The dog on the photo"), (second, "The garden behind it") })
        {
            var weave = tab.Locator("article.weave");
            await weave.GetByText("Rewrite").ClickAsync();
            await weave.GetByLabel("The opening").FillAsync(opening);
            await weave.GetByRole(AriaRole.Button, new() { Name = "Keep the new version" }).ClickAsync();
            if (tab == first) await Expect(tab.Locator("article.weave")).ToContainTextAsync("(version 2)", Patient);
        }

        await Expect(second.Locator("[data-problem]:visible")).ToContainTextAsync("“The dog on the photo”", Patient);
        await second.GetByRole(AriaRole.Button, new() { Name = "Keep the new version" }).ClickAsync();
        await Expect(second.Locator("article.weave")).ToContainTextAsync("The garden behind it", Patient);
    }

    [BrowserFact, Trait("Proves", "E129")]
    public async Task What_lies_on_the_counter_brings_up_what_a_colleague_knows()
    {
        await using var desk = await DeskInBrowser.OpenMortal();
        var dana = await desk.SignIn("/essence/tidbits");
        await dana.GetByLabel("What do you know?").FillAsync("Senior dogs do better on raised bowls");
        await dana.GetByLabel("About which product or place?").FillAsync("raised bowl");
        await dana.GetByLabel("Where do you know it from?").FillAsync("ten years of bowls");
        await dana.GetByRole(AriaRole.Button, new() { Name = "Share it" }).ClickAsync();
        await Expect(dana.Locator("#tidbits")).ToContainTextAsync("Senior dogs", Patient);
        await dana.GotoAsync(new Uri(desk.Url, "/counter").ToString());
        await dana.FillAsync("#who", "Ruth Adeyemi");
        await dana.Locator("#match-new button").ClickAsync();
        await Expect(dana.Locator("#cues")).ToContainTextAsync("If it fits", Patient);

        await dana.GetByLabel("What lies on the counter?").FillAsync("senior dog food, a raised bowl");
        await dana.GetByRole(AriaRole.Button, new() { Name = "Put it down" }).ClickAsync();

        await Expect(dana.Locator("#cues")).ToContainTextAsync("On the counter: senior dog food, a raised bowl", Patient);
        await Expect(dana.Locator("#cues")).ToContainTextAsync("Senior dogs do better on raised bowls", Patient);
        // A cue counts once it has been seen.
        await dana.Locator("#cues .cue").Last.ScrollIntoViewIfNeededAsync();
        await DeskInBrowser.Until(async () => await dana.Locator("#cues .cue[data-new]:not([hidden])").CountAsync() == 0);
        Assert.Empty(await dana.Look("counter-cues"));
        await dana.EvaluateAsync("document.activeElement?.blur()");
        await dana.Keyboard.PressAsync("q");
        await Expect(dana.Locator("#cues")).ToContainTextAsync("Muted until", Patient);
        await dana.GetByRole(AriaRole.Button, new() { Name = "take it off" }).ClickAsync();
        await Expect(dana.Locator("#cues")).Not.ToContainTextAsync("On the counter:", Patient);

        var faults = new List<string>();
        foreach (var page in new[] { "/essence/cues", "/roles/documents", "/roles/charters", "/roles/designs", "/roles/refusals", "/book", "/handovers/gaps" })
        {
            await dana.GotoAsync(new Uri(desk.Url, page).ToString());
            faults.AddRange(await dana.Look("beside" + page.Replace('/', '-')));
        }
        Assert.Empty(faults);
    }
}
