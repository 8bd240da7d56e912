using Microsoft.Playwright;
using Rapport.Browser.Tests.Channels;
using Rapport.Tests;
using static Microsoft.Playwright.Assertions;

namespace Rapport.Browser.Tests.Journeys;

/// <summary>What is given: seen, kept, found again, let go; and what a lead sees of it, which is nobody.</summary>
public class MomentJourney
{
    const string Asked = "Hi, the new bag came, thank you. Our dog Max turns ten on Saturday and eats like it's a job.", Interest = "Ten on Saturday! How will you two celebrate, does Max get a cake of his own?",
        Knowledge = "Little-known: senior dogs do better on raised bowls. The old collie breeders put the bowl on an upturned pot, because the neck stiffens first.";

    static readonly LocatorAssertionsToContainTextOptions Patient = new() { Timeout = 20_000 };

    [Trait("Proves", "E127")]
    [BrowserFact]
    public async Task Somebody_serves_sees_a_proposal_keeps_it_finds_it_in_the_book_and_deletes_it()
    {
        await using var desk = await DeskInBrowser.OpenMortal();
        var number = await desk.Conversation("Ruth Adeyemi", Asked);
        var dana = await desk.SignIn($"/desk/{number}");
        await dana.Keyboard.PressAsync("t");
        await Expect(dana.Locator("#head")).ToContainTextAsync("sees one name: dana", Patient);
        await dana.Keyboard.PressAsync("r");
        await dana.Keyboard.TypeAsync(Interest);
        await dana.Keyboard.PressAsync("Control+Enter");

        // The proposal comes with the message, under it; how soon, SoonTests measures.
        await Expect(dana.Locator(".proposal")).ToContainTextAsync("That looks like genuine interest. Keep it?", new() { Timeout = 30_000 });
        Assert.Empty(await dana.Look("moment-proposal"));
        await dana.GetByRole(AriaRole.Button, new() { Name = "Keep", Exact = true }).ClickAsync();
        await Expect(dana.Locator("#thread")).ToContainTextAsync("Genuine interest, in your book", Patient);
        await Expect(dana.Locator(".proposal")).ToHaveCountAsync(0);

        // One key, one digit, Enter.
        await dana.EvaluateAsync("document.activeElement?.blur()");
        await dana.Keyboard.PressAsync("m");
        await Expect(dana.Locator("#moment")).ToBeVisibleAsync();
        Assert.Empty(await dana.Look("moment-dialog"));
        await dana.Keyboard.PressAsync("5");
        await dana.Keyboard.PressAsync("Enter");
        await Expect(dana.Locator("#says")).ToContainTextAsync("Kept in your book. Only you see it.", Patient);
        await Expect(dana.Locator("#moment")).ToBeHiddenAsync();

        // Something got in the way: one tap.
        await dana.GetByText("Something got in the way").ClickAsync();
        await dana.GetByRole(AriaRole.Button, new() { Name = "The queue" }).ClickAsync();
        await Expect(dana.Locator("#says")).ToContainTextAsync("Who said it is kept nowhere", Patient);

        await dana.GotoAsync(new Uri(desk.Url, "/book").ToString());
        await Expect(dana.Locator("#moments")).ToContainTextAsync("Genuine interest", Patient);
        await Expect(dana.Locator("#moments")).ToContainTextAsync("Appropriate humor");
        await Expect(dana.Locator("#moments")).ToContainTextAsync(Asked);
        Assert.Empty(await dana.Look("book"));

        // Deleted, put back, deleted.
        await dana.GetByRole(AriaRole.Button, new() { Name = "Delete: appropriate humor" }).ClickAsync();
        await Expect(dana.Locator("#moments")).Not.ToContainTextAsync("Appropriate humor", Patient);
        await dana.GetByRole(AriaRole.Button, new() { Name = "Put it back" }).ClickAsync();
        await Expect(dana.Locator("#moments")).ToContainTextAsync("Appropriate humor", Patient);
        foreach (var what in new[] { "appropriate humor", "genuine interest" })
        {
            await dana.GetByRole(AriaRole.Button, new() { Name = $"Delete: {what}" }).ClickAsync();
            await Expect(dana.GetByRole(AriaRole.Button, new() { Name = $"Delete: {what}" })).ToHaveCountAsync(0, new() { Timeout = 15_000 });
        }
        await Expect(dana.Locator("#moments")).ToContainTextAsync("Nothing is in your book yet", Patient);
        Assert.Empty(await dana.Look("book-empty"));
    }

    [Trait("Proves", "E010")]
    [BrowserFact]
    public async Task Whoever_keeps_unique_knowledge_says_by_keyboard_which_tidbit_it_was_and_is_not_asked_again()
    {
        await using var desk = await DeskInBrowser.OpenMortal();
        await desk.Api(HttpMethod.Post, "/api/v1/tidbits", new { text = "Senior dogs do better on raised bowls", about = "dog", source = "the clinic" });
        var number = await desk.Conversation("Ruth Adeyemi", Asked);
        await desk.Take(number);
        var dana = await desk.SignIn($"/desk/{number}");
        Assert.Equal(0, await dana.Locator("#moment-tidbit").CountAsync());
        await dana.Keyboard.PressAsync("r");
        await dana.Keyboard.TypeAsync("By the way, senior dogs like Max do better on raised bowls; it is easier on the neck.");
        await dana.Keyboard.PressAsync("Control+Enter");
        await Expect(dana.Locator("#moment-tidbit")).ToHaveCountAsync(1, new() { Timeout = 30_000 });
        await dana.EvaluateAsync("document.activeElement?.blur()");
        await dana.Keyboard.PressAsync("m");
        await dana.Keyboard.PressAsync("3");
        await dana.Keyboard.PressAsync("Tab");
        await dana.Keyboard.PressAsync("Tab");
        await dana.Keyboard.PressAsync("ArrowDown");
        await Expect(dana.Locator("#moment-tidbit option:checked")).ToHaveTextAsync("Senior dogs do better on raised bowls");
        Assert.Empty(await dana.Look("moment-which-tidbit"));
        await dana.GetByRole(AriaRole.Button, new() { Name = "Keep it", Exact = true }).PressAsync("Enter");
        await Expect(dana.Locator("#says")).ToContainTextAsync("Kept in your book", Patient);
        await Expect(dana.Locator("#moment-tidbit")).ToHaveCountAsync(0, new() { Timeout = 20_000 });
    }

    [Trait("Proves", "E010")]
    [BrowserFact]
    public async Task Unique_knowledge_that_is_proposed_is_kept_by_keyboard_with_its_tidbit()
    {
        await using var desk = await DeskInBrowser.OpenMortal();
        await desk.Api(HttpMethod.Post, "/api/v1/tidbits", new { text = "Senior dogs do better on raised bowls", about = "dog", source = "the clinic" });
        var number = await desk.Conversation("Ruth Adeyemi", Asked);
        await desk.Take(number);
        await desk.Api(HttpMethod.Post, $"/api/v1/conversations/{number}/messages", new { from = "agent", body = Knowledge });
        var dana = await desk.SignIn($"/desk/{number}");
        await Expect(dana.Locator(".proposal")).ToContainTextAsync("unique knowledge", new() { Timeout = 30_000 });
        Assert.Empty(await dana.Look("moment-proposed-tidbit"));
        await dana.Locator(".proposal").GetByLabel("Which tidbit was it, if it was one?").FocusAsync();
        await dana.Keyboard.PressAsync("ArrowDown");
        await Expect(dana.Locator(".proposal option:checked").First).ToHaveTextAsync("Senior dogs do better on raised bowls");
        await dana.Keyboard.PressAsync("Tab");
        await dana.Keyboard.PressAsync("Enter");
        await Expect(dana.Locator("#thread")).ToContainTextAsync("Unique knowledge, in your book", Patient);
        // Ruth has heard it now, so the dialog does not ask after it.
        await Expect(dana.Locator("#moment-tidbit")).ToHaveCountAsync(0, new() { Timeout = 20_000 });
    }

    [Trait("Proves", "E156")]
    [BrowserFact]
    public async Task The_leads_page_shows_what_stood_in_the_way_and_no_person()
    {
        await using var desk = await TestDesk.Open("SQLite");
        var browser = await (await RealChromium.Shared).NewContextAsync(new() { ViewportSize = new() { Width = 1440, Height = 900 } });
        var lead = await browser.NewPageAsync();
        await lead.GotoAsync(new Uri(desk.Url, "/sign-in").ToString());
        await lead.FillAsync("[name=email]", TestDesk.OwnerEmail);
        await lead.FillAsync("[name=password]", TestDesk.OwnerPassword);
        await lead.PressAsync("[name=password]", "Enter");
        await lead.WaitForURLAsync("**/desk*");
        await lead.GotoAsync(new Uri(desk.Url, "/team").ToString());
        await Expect(lead.Locator("#main")).ToContainTextAsync("Nothing is shown for so few people");
        Assert.Empty(await lead.Look("team-too-few"));
        string[] names = ["Ingeborg Aas", "Jerzy Wolny", "Kwame Boateng", "Lotte Visser", "Mirela Popa"];
        foreach (var name in names)
        {
            var (_, client) = await desk.Person(name);
            for (var i = 0; i < 7; i++)
            {
                var number = await desk.Conversation($"Customer {i}");
                await client.Post($"/api/v1/conversations/{number}/messages", new { from = "agent", body = "A new bag leaves today." });
                await client.Post($"/api/v1/conversations/{number}/resolution");
                if (i < 3) await client.Post($"/api/v1/conversations/{number}/moments", new { behavior = i == 0 ? "humor" : "interest", seconds = 20 });
            }
            await client.Post("/api/v1/lost-openings", new { cause = "policy" });
        }
        await lead.ReloadAsync();
        await Expect(lead.Locator("#main")).ToContainTextAsync("Nothing to show yet");
        Assert.Empty(await lead.Look("team-week-not-over"));

        desk.Time.Advance(TimeSpan.FromDays(1)); // it was a Sunday
        await lead.ReloadAsync();

        await Expect(lead.Locator("#main")).ToContainTextAsync("A policy");
        await Expect(lead.Locator("#main")).ToContainTextAsync("n = 5");
        await Expect(lead.Locator("#main")).ToContainTextAsync("43 of 100 conversations");
        await Expect(lead.Locator("#main")).ToContainTextAsync("Genuine interest");
        var html = await lead.ContentAsync();
        Assert.All(names.SelectMany(n => n.Split(' ')), word => Assert.DoesNotContain(word, html, StringComparison.OrdinalIgnoreCase));
        Assert.Empty(await lead.Look("team"));
        await browser.CloseAsync();
    }

    [BrowserFact]
    public async Task A_customer_tells_what_stood_out_once_it_is_over()
    {
        await using var desk = await DeskInBrowser.OpenMortal();
        await using var shop = await StrictShop.Open(desk.Url);
        var ruth = await shop.Visit();
        await ruth.OpenChat();
        await ruth.Write("My bag arrived torn");
        var dana = await desk.SignIn("/desk?view=unowned");
        await dana.Locator("#list .row").First.ClickAsync();
        await dana.WaitForURLAsync("**/desk/1*");
        await dana.FillAsync("message-composer textarea", Interest);
        await dana.Keyboard.PressAsync("Control+Enter");
        await ruth.GetByText("How will you two celebrate").WaitForAsync(new() { Timeout = 30_000 });
        await dana.GetByRole(AriaRole.Button, new() { Name = "Resolve" }).ClickAsync();

        await ruth.GetByText("Something stood out? Tell us").ClickAsync(new() { Timeout = 20_000 });
        await ruth.GetByLabel("What stood out, in a few words").FillAsync("She asked about Max!");
        Assert.Empty(await ruth.Look("widget-stood-out"));
        await ruth.Keyboard.PressAsync("Enter");
        await ruth.GetByText("Thank you. It goes to the people who helped you.").WaitForAsync();

        await dana.GotoAsync(new Uri(desk.Url, "/book").ToString());
        await Expect(dana.Locator("#moments")).ToContainTextAsync("She asked about Max!", Patient);
    }
}
