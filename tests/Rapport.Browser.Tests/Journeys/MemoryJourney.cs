using Microsoft.Playwright;
using Rapport.Browser.Tests.Channels;
using static Microsoft.Playwright.Assertions;

namespace Rapport.Browser.Tests.Journeys;

/// <summary>It remembers the dog: kept with a yes, known at the next visit, never asked about once he has died, and hers to read and delete.</summary>
public class MemoryJourney
{
    static readonly LocatorAssertionsToContainTextOptions Patient = new() { Timeout = 20_000 };

    [BrowserFact, Trait("Proves", "E171"), Trait("Proves", "E172")]
    public async Task A_returning_customer_is_recognized_tells_of_her_dog_and_is_never_asked_again_once_he_has_died()
    {
        await using var desk = await DeskInBrowser.OpenMortal();
        await using var shop = await StrictShop.Open(desk.Url);
        var ruth = await shop.Visit(390, 844);
        await ruth.OpenChat();
        await ruth.Write("Our dog Max turns ten on Saturday and eats like it's a job. Which food do you have for him?");
        var dana = await desk.SignIn("/desk?view=unowned");
        await dana.Locator("#list .row").First.ClickAsync();
        await dana.WaitForURLAsync("**/desk/1*");
        var known = dana.Locator("#known");
        await Expect(known).ToContainTextAsync("New to you", Patient);

        // What she said is proposed; Dana keeps it, in her words, because she agreed.
        await Expect(known).ToContainTextAsync("just now, in", Patient);
        await known.Locator(".proposed summary").First.ClickAsync();
        var form = known.Locator(".proposed form.form").First;
        await form.Locator("textarea").FillAsync("She is going to chemotherapy");
        await Expect(form.Locator(".wrong")).ToContainTextAsync("is about health", Patient);
        await form.Locator("textarea").FillAsync("Max, a Labrador, turns ten on Saturday");
        await Expect(form.Locator(".wrong")).ToBeHiddenAsync(new() { Timeout = 15_000 });
        await form.Locator("select").SelectOptionAsync("pet");
        await form.GetByLabel("I asked whether we may remember this").CheckAsync();
        Assert.Empty(await dana.Look("memory-keeping"));
        await form.GetByRole(AriaRole.Button, new() { Name = "Remember it" }).ClickAsync();
        await Expect(known.Locator(".facts").First).ToContainTextAsync("Max, a Labrador, turns ten on Saturday", Patient);
        await Expect(known).ToContainTextAsync("told you in the chat", Patient);
        Assert.Empty(await dana.Look("memory-known"));

        // She comes back: one look, and it is not asked what she has told already.
        await dana.GetByRole(AriaRole.Button, new() { Name = "Resolve" }).ClickAsync();
        await ruth.Write("Hello, it's me again. Do you have dog beds, too?");
        await Expect(known).ToContainTextAsync("You know", Patient);
        await Expect(known).ToContainTextAsync("Max, a Labrador", Patient);

        await Expect(dana.Locator("#cues")).ToContainTextAsync("Max", Patient);

        // He has died. One tap, and nobody is offered it any more.
        await ruth.Write("Max died yesterday.");
        await Expect(dana.Locator("#thread")).ToContainTextAsync("Max died yesterday", Patient);
        await known.Locator("summary", new() { HasText = "more" }).First.ClickAsync();
        await known.GetByRole(AriaRole.Button, new() { Name = "Has died: Max" }).ClickAsync();
        await Expect(known.Locator(".closed")).ToContainTextAsync("has died", Patient);
        await Expect(dana.Locator("#cues")).Not.ToContainTextAsync("Max");
        Assert.Empty(await dana.Look("memory-died"));

        // On her phone she reads what is remembered, and deletes it.
        var opened = ruth.Context.WaitForPageAsync();
        await ruth.GetByRole(AriaRole.Button, new() { Name = "What we remember about you" }).ClickAsync();
        var mine = await opened;
        await mine.WaitForURLAsync("**/mine/*");
        await mine.SetViewportSizeAsync(390, 844);
        await Expect(mine.Locator("main")).ToContainTextAsync("Max, a Labrador, turns ten on Saturday", Patient);
        await Expect(mine.Locator("main")).ToContainTextAsync("Nobody asks you about it any more: has died", Patient);
        Assert.Empty(await mine.Look("own-page"));
        await mine.GetByRole(AriaRole.Button, new() { Name = "Delete: Max" }).ClickAsync();
        await mine.GetByRole(AriaRole.Button, new() { Name = "Yes" }).ClickAsync();
        await Expect(mine.Locator("main")).ToContainTextAsync("Nothing is remembered", Patient);
        await Expect(known).Not.ToContainTextAsync("Labrador", Patient);
        await mine.GetByRole(AriaRole.Button, new() { Name = "Remember nothing about me" }).ClickAsync();
        await mine.GetByRole(AriaRole.Button, new() { Name = "Yes" }).ClickAsync();
        await Expect(mine.Locator("main")).ToContainTextAsync("You asked us to remember nothing", Patient);
        await Expect(known).ToContainTextAsync("wants nothing to be remembered", Patient);
        Assert.Empty(await mine.Look("own-page-nothing"));
    }
}
