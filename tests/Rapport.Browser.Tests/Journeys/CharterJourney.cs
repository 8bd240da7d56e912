using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Rapport.Browser.Tests.Journeys;

/// <summary>A lead writes down what a role is for, draws how a contact goes, and weaves something in.</summary>
public class CharterJourney
{
    [BrowserFact, Trait("Proves", "E147"), Trait("Proves", "E013"), Trait("Proves", "E054")]
    public async Task A_lead_writes_a_charter_and_a_map_and_weaves_something_in()
    {
        await using var desk = await DeskInBrowser.OpenMortal();
        await desk.ContactType("Refund", "Confirm the order", "Refund it");
        var lead = await desk.SignIn("/roles/charters");
        var faults = new List<string>();
        faults.AddRange(await lead.Look("charters-empty"));

        // The charter: first with a rule in it, which is refused and leaves what was typed.
        await lead.GetByRole(AriaRole.Link, new() { Name = "New charter" }).ClickAsync();
        await lead.FillAsync("#f-name", "Checkout");
        await lead.FillAsync("#f-highest_priority", "to create a promoter");
        await lead.FillAsync("#function-0", "Scan every item");
        await lead.FillAsync("#standard-0", "none is missed, none counted twice");
        await lead.SelectOptionAsync("#kind-0", "interest");
        await lead.FillAsync("#behavior-0", "Ask every customer about the dog");
        await lead.FillAsync("#examples-0", "Is that for a puppy?");
        await lead.GetByRole(AriaRole.Button, new() { Name = "Save the draft" }).ClickAsync();
        await Expect(lead.GetByRole(AriaRole.Alert)).ToContainTextAsync("This stays optional");
        await Expect(lead.Locator("#behavior-0")).ToHaveValueAsync("Ask every customer about the dog");
        faults.AddRange(await lead.Look("charter-editor"));

        await lead.FillAsync("#behavior-0", "Ask about the dog, when there is one");
        await lead.GetByRole(AriaRole.Button, new() { Name = "Save the draft" }).ClickAsync();
        await Expect(lead.Locator(".halves")).ToContainTextAsync("Ask about the dog, when there is one");
        await lead.GetByRole(AriaRole.Button, new() { Name = "Publish version 1" }).ClickAsync();
        await Expect(lead.Locator(".room-main > header")).ToContainTextAsync("in force since");
        await lead.FillAsync("#f-what", "Scan every item");
        await lead.PressAsync("#f-what", "Enter");
        await Expect(lead.GetByRole(AriaRole.Status).Filter(new() { HasText = "counted as function" })).ToBeVisibleAsync();
        faults.AddRange(await lead.Look("charter"));
        await lead.GotoAsync(new Uri(desk.Url, "/roles/refusals").ToString());
        await Expect(lead.Locator("main")).ToContainTextAsync("“every customer” makes it a rule");
        faults.AddRange(await lead.Look("refusals"));

        // The map, begun with the steps of a kind of matter.
        await lead.GotoAsync(new Uri(desk.Url, "/roles/maps/new").ToString());
        await lead.GetByRole(AriaRole.Link, new() { Name = "Refund", Exact = true }).ClickAsync();
        await Expect(lead.Locator("#step-1")).ToHaveValueAsync("Confirm the order");
        await lead.FillAsync("#after-2", "3");
        await lead.FillAsync("#step-3", "The bank answers");
        await lead.SelectOptionAsync("#busy-3", "machine");
        await lead.FillAsync("#seconds-3", "45");
        await lead.FillAsync("#after-3", "2");
        await lead.GetByRole(AriaRole.Button, new() { Name = "Keep the map" }).ClickAsync();
        await Expect(lead.GetByRole(AriaRole.Alert)).ToContainTextAsync("wait for each other");
        await lead.FillAsync("#after-3", "1");
        faults.AddRange(await lead.Look("map-editor"));
        await lead.GetByRole(AriaRole.Button, new() { Name = "Keep the map" }).ClickAsync();
        await Expect(lead.Locator("main")).ToContainTextAsync("This map is wholly transactional");
        await lead.GetByRole(AriaRole.Button, new() { Name = "What does it add?" }).ClickAsync();
        await Expect(lead.GetByRole(AriaRole.Status).Filter(new() { HasText = "A talk of 20 s beside “The bank answers” adds no second." })).ToBeVisibleAsync();
        faults.AddRange(await lead.Look("map"));

        // Something woven in beside a step.
        await lead.GotoAsync(new Uri(desk.Url, "/roles/weaves?type=refund").ToString());
        await Expect(lead.Locator("#strand-confirm-the-order")).ToContainTextAsync("then hands are free for 45 s");
        var strand = lead.Locator("#strand-confirm-the-order");
        await strand.GetByText("Weave something in").ClickAsync();
        await strand.GetByLabel("The opening").FillAsync("What it was meant for");
        await strand.GetByLabel("Why here").FillAsync("The bank takes its time");
        faults.AddRange(await lead.Look("weave-form"));
        await strand.GetByRole(AriaRole.Button, new() { Name = "Weave it in" }).ClickAsync();
        await Expect(lead.Locator("article.weave")).ToContainTextAsync("What it was meant for");
        foreach (var (page, name) in new[] { ("/roles/weaves?type=refund", "weaves"), ("/roles/designs", "designs"), ("/roles/maps", "maps"), ("/roles/maps/hotel-check-in", "map-example"), ("/roles/maps/supermarket-checkout", "map-checkout") })
        {
            await lead.GotoAsync(new Uri(desk.Url, page).ToString());
            faults.AddRange(await lead.Look(name));
        }
        Assert.Empty(faults);
    }
}
