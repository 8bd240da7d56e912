using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Rapport.Browser.Tests.Journeys;

/// <summary>Somebody finds out how well they tell the halves apart, lets a colleague look on, and hands in what belongs to their work.</summary>
public class HalvesJourney
{
    static readonly LocatorAssertionsToContainTextOptions Patient = new() { Timeout = 20_000 };

    [BrowserFact, Trait("Proves", "E118"), Trait("Proves", "E152"), Trait("Proves", "E032")]
    public async Task Somebody_sorts_lets_a_colleague_look_on_and_hands_in_what_belongs_to_their_work()
    {
        await using var desk = await DeskInBrowser.OpenMortal();
        await desk.ContactType("Refund", "Confirm the order", "Refund it");
        var dana = await desk.SignIn("/sorting");
        var faults = new List<string>();

        // Function or essence? First with one left out, which keeps what was chosen.
        faults.AddRange(await dana.Look("sorting-empty"));
        await dana.GetByRole(AriaRole.Button, new() { Name = "Draw the first half" }).ClickAsync();
        await Expect(dana.Locator("#drawn")).ToContainTextAsync("Before: 24 statements", Patient);
        for (var i = 0; i < 23; i++) await dana.Locator($"[name=s{i}]").Nth(i % 2).CheckAsync();
        await dana.GetByRole(AriaRole.Button, new() { Name = "See what the key says" }).ClickAsync();
        await Expect(dana.GetByRole(AriaRole.Alert)).ToContainTextAsync("Some are not sorted yet");
        await Expect(dana.Locator("[name=s1]").Nth(1)).ToBeCheckedAsync();
        faults.AddRange(await dana.Look("sorting"));
        await dana.Locator("[name=s23]").First.CheckAsync();
        await dana.GetByRole(AriaRole.Button, new() { Name = "See what the key says" }).ClickAsync();
        await Expect(dana.Locator("#Before")).ToContainTextAsync("of 24 as the key has it", Patient);
        await dana.GetByRole(AriaRole.Button, new() { Name = "Draw the other half" }).ClickAsync();
        await Expect(dana.Locator("#drawn")).ToContainTextAsync("After: 24 statements", Patient);
        for (var i = 0; i < 24; i++) await dana.Locator($"[name=s{i}]").First.CheckAsync();
        await dana.GetByRole(AriaRole.Button, new() { Name = "See what the key says" }).ClickAsync();
        await Expect(dana.Locator("main")).ToContainTextAsync("From before to after", Patient);
        faults.AddRange(await dana.Look("sorting-gain"));

        // May I look on? Only after the yes there is a sheet, and what is on it is at once with whoever was observed.
        var (ines, tab) = await desk.Colleague("Ines Okafor", "/observing");
        await using var _ = ines;
        await dana.GotoAsync(new Uri(desk.Url, "/observing").ToString());
        faults.AddRange(await dana.Look("observing-empty"));
        await tab.SelectOptionAsync("#f-person", new SelectOptionValue { Index = 0 });
        await tab.SelectOptionAsync("#f-contact_type", "refund");
        await tab.GetByRole(AriaRole.Button, new() { Name = "Ask them" }).ClickAsync();
        await Expect(dana.Locator("#observing-parts")).ToContainTextAsync("Ines Okafor asks: may I look on?", Patient);
        await Expect(tab.Locator("#observing-parts")).ToContainTextAsync("no answer yet", Patient);
        faults.AddRange(await dana.Look("observing-asked"));
        await dana.Locator("#observing-parts").GetByRole(AriaRole.Button, new() { Name = "Yes, gladly" }).ClickAsync();
        await tab.GetByRole(AriaRole.Link, new() { Name = "Write down what you saw" }).ClickAsync(new() { Timeout = 20_000 });
        await tab.Locator("[name='step-confirm-the-order']").First.CheckAsync();
        await tab.GetByLabel("genuine interest").CheckAsync();
        await tab.SelectOptionAsync("#f-thanked_first", "customer");
        await tab.FillAsync("#f-words", "You asked after the dog before anything else.");
        faults.AddRange(await tab.Look("observing-sheet"));
        await tab.GetByRole(AriaRole.Button, new() { Name = "Give it to them" }).ClickAsync();
        await Expect(dana.Locator("#observing-parts")).ToContainTextAsync("You asked after the dog before anything else.", Patient);
        await Expect(tab.Locator("main")).Not.ToContainTextAsync("asked after the dog");
        await dana.GetByText("Add words of your own").ClickAsync();
        await dana.GetByLabel("Your words to it").FillAsync("He is called Max.");
        await dana.GetByRole(AriaRole.Button, new() { Name = "Keep them" }).ClickAsync();
        await Expect(dana.Locator("#observing-parts")).ToContainTextAsync("He is called Max.", Patient);
        faults.AddRange(await dana.Look("observing-note"));

        // What belongs to the work; and coding, before and after somebody was asked.
        await tab.GotoAsync(new Uri(desk.Url, "/roles/answer").ToString());
        await tab.FillAsync("#text", "Answer the chat\nMake people laugh when it rains");
        faults.AddRange(await tab.Look("role-answer"));
        await tab.GetByRole(AriaRole.Button, new() { Name = "Hand it in without a name" }).First.ClickAsync();
        await Expect(tab.Locator("main")).ToContainTextAsync("Nobody can tell which lines were yours", Patient);
        await tab.GotoAsync(new Uri(desk.Url, "/roles/coding").ToString());
        await Expect(tab.Locator("main")).ToContainTextAsync("Nobody has asked you");
        await dana.GotoAsync(new Uri(desk.Url, "/roles/coding").ToString());
        await dana.GetByRole(AriaRole.Button, new() { Name = "Ask to code: Ines Okafor" }).ClickAsync();
        await Expect(dana.GetByRole(AriaRole.Button, new() { Name = "Take off: Ines Okafor" })).ToBeVisibleAsync(new() { Timeout = 20_000 });
        faults.AddRange(await dana.Look("coding"));
        await tab.ReloadAsync();
        await Expect(tab.Locator("main")).ToContainTextAsync("Nothing to code");

        // What is spoken of, and what the lead sees of all this: nothing of so few.
        await dana.GotoAsync(new Uri(desk.Url, "/roles/attention").ToString());
        await dana.FillAsync("#f-title", "Monday round");
        await dana.FillAsync("#f-text", "Two printers are broken\nA compliment for Bea from a guest");
        await dana.GetByRole(AriaRole.Button, new() { Name = "Count it" }).ClickAsync();
        await Expect(dana.Locator("main")).ToContainTextAsync("1 of 2 lines", Patient);
        await dana.GetByText("The lines that were counted").ClickAsync();
        faults.AddRange(await dana.Look("attention"));
        await dana.GotoAsync(new Uri(desk.Url, "/team/halves").ToString());
        await Expect(dana.Locator("main")).ToContainTextAsync("Nothing is shown for so few people");
        for (var i = 0; i < 4; i++) await desk.Api(HttpMethod.Post, "/api/v1/people", new { name = $"Person {i}", email = $"p{i}@example.com", role = "agent" });
        await dana.ReloadAsync();
        await Expect(dana.Locator("main")).ToContainTextAsync("Not enough data yet");
        faults.AddRange(await dana.Look("team-halves"));

        // What it costs: the two figures of the house are typed by keyboard alone, and of so few givers neither side is shown.
        await dana.GotoAsync(new Uri(desk.Url, "/team/costs").ToString());
        await Expect(dana.Locator("main")).ToContainTextAsync("Nobody has said it yet");
        await dana.TabTo("#f-hours");
        await dana.Keyboard.TypeAsync("190");
        await dana.Keyboard.PressAsync("Tab");
        await dana.Keyboard.TypeAsync("30");
        await dana.GetByRole(AriaRole.Button, new() { Name = "Set it" }).PressAsync("Enter");
        await Expect(dana.Locator("main")).ToContainTextAsync("190 paid hours a week at $30 an hour", Patient);
        await Expect(dana.Locator("main")).ToContainTextAsync("one side is never shown without the other");
        faults.AddRange(await dana.Look("team-costs"));
        await dana.GotoAsync(new Uri(desk.Url, "/roles/charters").ToString());
        var file = await dana.RunAndWaitForDownloadAsync(() => dana.GetByRole(AriaRole.Link, new() { Name = "Everything, each with its half" }).ClickAsync());
        Assert.All(await File.ReadAllLinesAsync((await file.PathAsync())!), line => Assert.NotNull(JsonDocument.Parse(line).RootElement.GetProperty("half").GetString()));
        Assert.Empty(faults);
    }
}
