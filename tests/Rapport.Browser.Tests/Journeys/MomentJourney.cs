using Microsoft.Playwright;
using Rapport.Browser.Tests.Channels;
using static Microsoft.Playwright.Assertions;

namespace Rapport.Browser.Tests.Journeys;

/// <summary>What is given: seen, kept, found again, let go; and what a lead sees of it, which is nobody.</summary>
public class MomentJourney
{
    const string Asked = "Hi, the new bag came, thank you. Our dog Max turns ten on Saturday and eats like it's a job.", Interest = "Ten on Saturday! How will you two celebrate, does Max get a cake of his own?";

    static readonly LocatorAssertionsToContainTextOptions Patient = new() { Timeout = 20_000 };

    /// <summary>Notes when a message of the desk and when a proposal is first on the screen.</summary>
    const string Watch = """
        () => {
          const seen = window.seen = {}
          const look = () => {
            if (document.querySelector('#thread .msg.us:not(.held)')) seen.message ??= performance.now()
            if (document.querySelector('#thread .proposal')) seen.proposal ??= performance.now()
          }
          new MutationObserver(look).observe(document.body, { childList: true, subtree: true })
        }
        """;

    [Trait("Proves", "E127")]
    [Fact]
    public async Task Somebody_serves_sees_a_proposal_keeps_it_finds_it_in_the_book_and_deletes_it()
    {
        await using var desk = await DeskInBrowser.OpenMortal();
        var number = await desk.Conversation("Ruth Adeyemi", Asked);
        var dana = await desk.SignIn($"/desk/{number}");
        await dana.EvaluateAsync(Watch);
        await dana.Keyboard.PressAsync("t");
        await Expect(dana.Locator("#head")).ToContainTextAsync("sees one name: dana", Patient);
        await dana.Keyboard.PressAsync("r");
        await dana.Keyboard.TypeAsync(Interest);
        await dana.Keyboard.PressAsync("Control+Enter");

        // The proposal comes with the message, under it.
        await Expect(dana.Locator(".proposal")).ToContainTextAsync("That looks like genuine interest. Keep it?", new() { Timeout = 30_000 });
        var (message, proposal) = (await dana.EvaluateAsync<double>("window.seen.message"), await dana.EvaluateAsync<double>("window.seen.proposal"));
        Assert.True(proposal - message <= 150, $"The proposal came {proposal - message:0} ms after its message.");
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

    [Trait("Proves", "E156")]
    [Fact]
    public async Task The_leads_page_shows_what_stood_in_the_way_and_no_person()
    {
        await using var desk = await DeskInBrowser.OpenMortal();
        var number = await desk.Conversation();
        var dana = await desk.SignIn("/team");
        await Expect(dana.Locator("#main")).ToContainTextAsync("Nothing is shown for so few people");
        Assert.Empty(await dana.Look("team-too-few"));
        string[] names = ["Ingeborg Aas", "Jerzy Wolny", "Kwame Boateng", "Lotte Visser"];
        foreach (var name in names)
        {
            var (browser, tab) = await desk.Colleague(name, $"/desk/{number}");
            await tab.GetByText("Something got in the way").ClickAsync();
            await tab.GetByRole(AriaRole.Button, new() { Name = "A policy" }).ClickAsync();
            await Expect(tab.Locator("#says")).ToContainTextAsync("Counted for the team", Patient);
            await browser.DisposeAsync();
        }

        await dana.GotoAsync(new Uri(desk.Url, "/team").ToString());

        await Expect(dana.Locator("#main")).ToContainTextAsync("A policy");
        await Expect(dana.Locator("#main")).ToContainTextAsync("n = 4");
        var html = await dana.ContentAsync();
        Assert.All(names.SelectMany(n => n.Split(' ')), word => Assert.DoesNotContain(word, html, StringComparison.OrdinalIgnoreCase));
        Assert.Empty(await dana.Look("team"));
    }

    [Fact]
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
