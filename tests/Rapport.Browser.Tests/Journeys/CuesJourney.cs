using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Rapport.Browser.Tests.Journeys;

/// <summary>Something could fit: seen with its reason, given out of one's own purse, and muted with one key.</summary>
[Collection(OneDesk.Name)]
public class CuesJourney
{
    static readonly LocatorAssertionsToContainTextOptions Patient = new() { Timeout = 20_000 };

    [BrowserFact, Trait("Proves", "E129"), Trait("Proves", "E048")]
    public async Task A_dog_turns_ten_and_its_owner_is_surprised()
    {
        await using var desk = await DeskInBrowser.OpenMortal();
        var dana = await desk.SignIn("/essence/surprises");

        // A lead has filled the kit and set something aside, what a colleague knows is shared.
        await dana.GetByLabel("What can be given?").FillAsync("A birthday bandana");
        await dana.GetByLabel("What does it usually cost?").FillAsync("4");
        await dana.GetByRole(AriaRole.Button, new() { Name = "Add it" }).ClickAsync();
        await Expect(dana.Locator("#surprise-parts")).ToContainTextAsync("usually $4", Patient);
        await dana.GetByLabel("Each person, a day").FillAsync("25");
        await dana.GetByLabel("For one customer").FillAsync("15");
        await dana.GetByRole(AriaRole.Button, new() { Name = "Set it" }).ClickAsync();
        await Expect(dana.Locator("#surprise-parts")).ToContainTextAsync("$25 of your $25 left today", Patient);
        await dana.GotoAsync(new Uri(desk.Url, "/essence/tidbits").ToString());
        await dana.GetByLabel("What do you know?").FillAsync("Senior dogs do better on raised bowls");
        await dana.GetByLabel("About which product or place?").FillAsync("dog");
        await dana.GetByLabel("Where do you know it from?").FillAsync("ten years of bowls, says Ines at the counter");
        await dana.GetByRole(AriaRole.Button, new() { Name = "Share it" }).ClickAsync();
        await Expect(dana.Locator("#tidbits")).ToContainTextAsync("says Ines at the counter", Patient);

        // The customer mentions it; the cue is there, with its reason, and counted because it is seen.
        var number = await desk.Conversation("Ruth Adeyemi", "Which dog food do you have in 15 kg bags?");
        await desk.Take(number);
        await dana.GotoAsync(new Uri(desk.Url, $"/desk/{number}").ToString());
        await Expect(dana.Locator("#cues")).ToContainTextAsync("Senior dogs do better on raised bowls", Patient);
        await desk.CustomerWrites(number, "Ha! He's turning ten on Saturday, so I suppose it counts as an early party.");
        await Expect(dana.Locator("#cues")).ToContainTextAsync("ten on Saturday", Patient);
        await Expect(dana.Locator("#cues")).ToContainTextAsync("in Ruth’s words, just now", Patient);
        await Expect(dana.Locator("#cues")).ToContainTextAsync("Ruth hasn’t heard it", Patient);
        await Expect(dana.Locator("#cues .cue").First).ToBeVisibleAsync(new() { Timeout = 15_000 });
        await DeskInBrowser.Until(async () => await dana.Locator("#cues .cue[data-new]").CountAsync() == 0);
        Assert.Equal(2, await dana.Locator("#cues .cue").CountAsync());
        Assert.Empty(await dana.Look("cues-desk"));

        // She gives something small, without asking anybody.
        await dana.Locator("#cues summary", new() { HasText = "Give a small surprise" }).ClickAsync();
        await dana.GetByRole(AriaRole.Button, new() { Name = "Give it: A birthday bandana" }).ClickAsync();
        await Expect(dana.Locator("#cues")).ToContainTextAsync("You gave: A birthday bandana · $4", Patient);
        await dana.Locator(".given summary").ClickAsync();
        await dana.Locator(".given input[name=reason]").FillAsync("Max turns ten");
        await dana.GetByRole(AriaRole.Button, new() { Name = "Keep the reason" }).ClickAsync();
        await Expect(dana.Locator(".given")).ToContainTextAsync("“Max turns ten”", Patient);
        Assert.Empty(await dana.Look("cues-given"));

        // What was told is not offered again, and one key mutes the rest.
        await dana.Locator(".cue", new() { HasText = "raised bowls" }).Locator("summary").ClickAsync();
        await dana.GetByRole(AriaRole.Button, new() { Name = "Told" }).ClickAsync();
        await Expect(dana.Locator("#cues")).Not.ToContainTextAsync("raised bowls", Patient);
        await dana.EvaluateAsync("document.activeElement?.blur()");
        await dana.Keyboard.PressAsync("q");
        await Expect(dana.Locator("#cues")).ToContainTextAsync("Muted until", Patient);
        Assert.Equal(0, await dana.Locator("#cues .cue").CountAsync());
        await dana.EvaluateAsync("document.activeElement?.blur()");
        await dana.Keyboard.PressAsync("q");
        await Expect(dana.Locator("#cues")).ToContainTextAsync("ten on Saturday", Patient);

        // With ⇧ it mutes for good, which the list of keys says, and the same key brings them back.
        await dana.EvaluateAsync("document.activeElement?.blur()");
        await dana.Keyboard.PressAsync("?");
        await Expect(dana.Locator("#keys div", new() { HasText = "Mute cues for good" })).ToContainTextAsync("SHIFT Q", Patient);
        await dana.Keyboard.PressAsync("Escape");
        await dana.EvaluateAsync("document.activeElement?.blur()");
        await dana.Keyboard.PressAsync("Shift+Q");
        await Expect(dana.Locator("#cues")).ToContainTextAsync("Muted for good", Patient);
        await dana.EvaluateAsync("document.activeElement?.blur()");
        await dana.Keyboard.PressAsync("q");
        await Expect(dana.Locator("#cues")).ToContainTextAsync("ten on Saturday", Patient);
        Assert.Equal("", await dana.Locator($"#body-{number}").InputValueAsync());

        var faults = new List<string>();
        foreach (var page in new[] { "/essence/behaviors?open=interest", "/essence/tidbits", "/essence/questions", "/essence/reasons", "/essence/surprises", "/essence/cues" })
        {
            await dana.GotoAsync(new Uri(desk.Url, page).ToString());
            faults.AddRange(await dana.Look("page" + page.Split('?')[0].Replace('/', '-')));
        }
        Assert.Empty(faults);
    }

    [BrowserFact, Trait("Proves", "E048")]
    public async Task A_lead_who_changes_the_amount_leaves_what_it_is_for_as_it_was()
    {
        await using var desk = await DeskInBrowser.OpenMortal();
        var gestures = new List<string>();
        foreach (var title in new[] { "A treat", "A toy", "A bow" }) gestures.Add(await Made("/api/v1/gestures", new { title, minor = 300, currency = "USD" }));
        var types = new List<string>();
        foreach (var name in new[] { "Torn", "Late", "Lost" }) types.Add(await Made("/api/v1/contact-types", new { name, steps = Array.Empty<object>() }));
        await desk.Api(HttpMethod.Put, "/api/v1/allowance", new { per_person_and_day = 2500, per_customer = 2500, currency = "USD", gestures = gestures.Take(2), contact_types = types.Take(2) });
        var dana = await desk.SignIn("/essence/surprises");
        await Box("Torn").ScrollIntoViewIfNeededAsync();
        Assert.Empty(await dana.Look("allowance"));

        await Set("30");
        await Ticked("A treat", "A toy", "Torn", "Late");

        // One is a list as well, and none is all of them.
        foreach (var name in new[] { "A toy", "Torn", "Late" }) await Box(name).UncheckAsync();
        await Set("31");
        await Ticked("A treat");

        async Task Set(string daily)
        {
            await dana.GetByLabel("Each person, a day").FillAsync(daily);
            await dana.GetByRole(AriaRole.Button, new() { Name = "Set it" }).ClickAsync();
            await Expect(dana.Locator("#surprise-parts")).ToContainTextAsync($"${daily} of your ${daily} left today", Patient);
        }

        async Task Ticked(params string[] names)
        {
            await dana.ReloadAsync();
            foreach (var name in new[] { "A treat", "A toy", "A bow", "Torn", "Late", "Lost" }) await Expect(Box(name)).ToBeCheckedAsync(new() { Checked = names.Contains(name, StringComparer.Ordinal) });
        }

        ILocator Box(string name) => dana.GetByRole(AriaRole.Checkbox, new() { Name = name, Exact = true });

        async Task<string> Made(string path, object thing) => (await desk.Api(HttpMethod.Post, path, thing)).GetProperty("id").GetString()!;
    }

    [BrowserFact, Trait("Proves", "E158")]
    public async Task A_question_that_can_be_answered_with_a_nod_is_sent_back_with_an_open_one()
    {
        await using var desk = await DeskInBrowser.Open();
        var dana = await desk.SignIn("/essence/questions");

        await dana.GetByLabel("Your question").FillAsync("Do you have a dog?");
        await dana.GetByLabel("When does it fit?").FillAsync("dog food");
        await dana.GetByRole(AriaRole.Button, new() { Name = "Keep it" }).ClickAsync();

        await Expect(dana.Locator("[data-problem]:visible")).ToContainTextAsync("“What kind of dog do you have?”", Patient);
        Assert.Equal("Do you have a dog?", await dana.GetByLabel("Your question").InputValueAsync());
    }
}
