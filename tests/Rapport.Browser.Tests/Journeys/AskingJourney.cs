using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Rapport.Browser.Tests.Channels;
using Rapport.Desk;
using Rapport.Promoters;
using Rapport.Tests;
using Rapport.Tests.Promoters;
using static Microsoft.Playwright.Assertions;

namespace Rapport.Browser.Tests.Journeys;

/// <summary>A customer is asked how it was, once and quietly, where they are; what they say is theirs, and becomes a figure of everybody.</summary>
public class AskingJourney
{
    static readonly LocatorAssertionsToContainTextOptions Patient = new() { Timeout = 20_000 };

    [BrowserTheory, Trait("Proves", "E151"), Trait("Proves", "E164")]
    [InlineData(390, 844), InlineData(1440, 900)]
    public async Task A_customer_says_how_it_was_by_keyboard_alone_and_takes_it_back_on_their_own_page(int width, int height)
    {
        await using var desk = await TestDesk.Open("SQLite");
        await desk.AskEverybody();
        await using var shop = await StrictShop.Open(desk.Url);
        var ruth = await shop.Visit(width, height);
        await ruth.OpenChat();
        await ruth.Write("The 15 kg bag arrived torn");
        await ruth.Sees("delivered");
        var number = (await desk.Owner.Get("/api/v1/conversations?view=unowned")).GetProperty("items")[0].GetProperty("number").GetInt64();
        await desk.Owner.Post($"/api/v1/conversations/{number}/messages", new { from = "agent", body = "A new one leaves today, and Max may keep the old one." });
        await ruth.Sees("Max may keep the old one");
        Assert.Equal(0, await ruth.GetByText("How was it? Three short questions").CountAsync());
        await desk.Owner.Post($"/api/v1/conversations/{number}/resolution");

        // One quiet line; it unfolds when she likes.
        await ruth.GetByRole(AriaRole.Button, new() { Name = "How was it? Three short questions" }).WaitForAsync(new() { Timeout = 20_000 });
        await desk.Change(db => db.Asks.ExecuteUpdateAsync(s => s.SetProperty(a => a.Question, Rotating.Recommend)));
        // Until it is known which line belongs there, neither does.
        var known = new TaskCompletionSource();
        await ruth.RouteAsync("**/survey", async route =>
        {
            await known.Task;
            await route.ContinueAsync();
        });
        await ruth.ReloadAsync();
        await ruth.OpenChat();
        await ruth.Sees("Max may keep the old one");
        Assert.Equal(0, await StoodOut(ruth).CountAsync());
        known.SetResult();
        await ruth.Sees("How was it? Three short questions");
        Assert.Equal(0, await StoodOut(ruth).CountAsync());
        await ruth.UnrouteAllAsync();
        Assert.Empty(await ruth.Look($"widget-asked-{width}"));
        await Reach(ruth, "How was it? Three short questions");
        await ruth.Keyboard.PressAsync("Enter");
        await Reach(ruth, "Something I will remember");
        await ruth.Keyboard.PressAsync("Space");
        await ruth.Keyboard.PressAsync("Tab");
        await ruth.Keyboard.TypeAsync("They thought of Max");
        await ruth.Keyboard.PressAsync("Tab");
        await ruth.Keyboard.PressAsync("Space");
        await Reach(ruth, "9");
        await ruth.Keyboard.PressAsync("Space");
        Assert.Empty(await ruth.Look($"widget-answering-{width}"));
        await Reach(ruth, "Say so");
        await ruth.Keyboard.PressAsync("Enter");
        await ruth.GetByText("Thank you for saying how it was.").WaitForAsync();
        var answer = await desk.InDatabase(db => db.CustomerAnswers.SingleAsync());
        Assert.Equal((true, true, null, 9), (answer.Memorable, answer.Impression, answer.Connection, answer.Recommend));
        Assert.Empty(await ruth.Look($"widget-answered-{width}"));

        // With everything that is remembered it stands on her own page, to change and to take back.
        var opened = ruth.Context.WaitForPageAsync();
        await ruth.GetByRole(AriaRole.Button, new() { Name = "What we remember about you" }).ClickAsync();
        var mine = await opened;
        await mine.WaitForURLAsync("**/mine/*");
        await mine.SetViewportSizeAsync(width, height);
        await Expect(mine.Locator("main")).ToContainTextAsync("Something you will remember: They thought of Max", Patient);
        Assert.Empty(await mine.Look($"own-page-answer-{width}"));
        await mine.TabTo(".mine-answers summary");
        await mine.Keyboard.PressAsync("Enter");
        await mine.GetByRole(AriaRole.Group, new() { Name = "There was a connection between us" }).GetByLabel("Yes").CheckAsync();
        Assert.Empty(await mine.Look($"own-page-answering-{width}"));
        await mine.GetByRole(AriaRole.Button, new() { Name = "Keep the change" }).PressAsync("Enter");
        await Expect(mine.Locator("main")).ToContainTextAsync("There was a connection between you", Patient);
        await mine.TabTo(".mine-answers form[data-method=DELETE] button");
        await mine.Keyboard.PressAsync("Enter");
        await Expect(mine.Locator("main")).Not.ToContainTextAsync("They thought of Max");
        await Expect(mine.Locator("main")).ToContainTextAsync("Say how it was", Patient);
        Assert.Equal(0, await desk.InDatabase(db => db.CustomerAnswers.CountAsync()));
        Assert.Empty(shop.Complaints);
        await ruth.Context.CloseAsync();
    }

    [BrowserTheory, Trait("Proves", "E151")]
    [InlineData(390, 844), InlineData(1440, 900)]
    public async Task A_customer_who_came_by_letter_says_how_it_was_and_tells_those_who_helped_by_keyboard_alone(int width, int height)
    {
        await using var desk = await TestDesk.Open("SQLite");
        await desk.AskEverybody();
        var (_, ana) = await desk.Person("Ana");
        var number = await desk.Conversation("Ruth Adeyemi", email: "ruth@example.com");
        await desk.Serve(number, ana);
        var customer = await desk.InDatabase(db => db.Conversations.Where(c => c.Number == number).Select(c => c.CustomerId.Value).SingleAsync());
        var link = (await desk.Owner.Post($"/api/v1/customers/{customer}/own_page", new { })).GetProperty("url").GetString()!;
        var browser = await (await RealChromium.Shared).NewContextAsync(new() { ViewportSize = new() { Width = width, Height = height } });
        var mine = await browser.NewPageAsync();
        await mine.GotoAsync(link);
        Assert.Equal(0, await mine.GetByText("Did somebody make it better? Tell them").CountAsync());
        await mine.TabTo(".mine-answers summary");
        await mine.Keyboard.PressAsync("Enter");
        await mine.GetByRole(AriaRole.Group, new() { Name = "They made an impression on me" }).GetByLabel("Yes").CheckAsync();
        await mine.GetByRole(AriaRole.Button, new() { Name = "Say so" }).PressAsync("Enter");

        await Expect(mine.Locator("main")).ToContainTextAsync("Did somebody make it better? Tell them", Patient);
        Assert.Empty(await mine.Look($"own-page-tell-{width}"));
        await mine.TabTo(".mine-answers .tell summary");
        await mine.Keyboard.PressAsync("Enter");
        Assert.Empty(await mine.Look($"own-page-telling-{width}"));
        await mine.Keyboard.PressAsync("Tab");
        await mine.Keyboard.TypeAsync("Ana asked how Max is doing");
        await mine.Keyboard.PressAsync("Tab");
        await mine.Keyboard.PressAsync("Enter");

        await Expect(mine.Locator("main")).ToContainTextAsync("You told those who helped you: “Ana asked how Max is doing”", Patient);
        Assert.Empty(await mine.Look($"own-page-told-{width}"));
        Assert.Equal(0, await mine.GetByText("Did somebody make it better? Tell them").CountAsync());
        Assert.Contains("Ana asked how Max is doing", await ana.GetStringAsync(new Uri("/book", UriKind.Relative)), StringComparison.Ordinal);
        await browser.CloseAsync();
    }

    [BrowserFact, Trait("Proves", "E126")]
    public async Task A_lead_turns_it_on_and_later_sees_what_customers_say_and_nobody_in_it()
    {
        await using var desk = await TestDesk.Open("SQLite");
        var (people, _) = await desk.Team();
        desk.Time.Advance(TimeSpan.FromDays(1)); // it was a Sunday
        var browser = await (await RealChromium.Shared).NewContextAsync(new() { ViewportSize = new() { Width = 1440, Height = 900 } });
        var lead = await browser.NewPageAsync();
        await SignIn(lead, desk);
        await lead.GetByRole(AriaRole.Link, new() { Name = "Ask some of them how it was" }).ClickAsync();
        await lead.WaitForURLAsync("**/settings/survey");
        Assert.Empty(await lead.Look("survey-off"));
        await lead.TabTo("#one-in");
        await lead.Keyboard.TypeAsync("3");
        await lead.GetByRole(AriaRole.Button, new() { Name = "Ask customers" }).PressAsync("Enter");
        await Expect(lead.Locator("#main")).ToContainTextAsync("Customers are asked", Patient);
        Assert.Empty(await lead.Look("survey-on"));

        await desk.Plant(people.ConvertAll(p => p.Id), Town(new Random(7)));
        await lead.GotoAsync("about:blank"); // an open page would go to the sign-in by itself, and in the way of this one
        desk.Time.Advance(TimeSpan.FromDays(21));
        await SignIn(lead, desk); // nobody stays signed in that long

        await Expect(lead.Locator("#main")).ToContainTextAsync("What customers say");
        foreach (var words in new[] { "Half have forgotten it after about", "Both said so: it holds", "they differ: who answered is not like who did not", "Nobody who was asked answered of: counter", "The difference, within matters of the same kind" })
            await Expect(lead.Locator("#main")).ToContainTextAsync(words);
        var html = await lead.ContentAsync();
        Assert.All(Enumerable.Range(0, 5), i => Assert.DoesNotContain($"Person {i}", html, StringComparison.Ordinal));
        await lead.Locator("#asked").ScrollIntoViewIfNeededAsync();
        Assert.Empty(await lead.Look("team-answers"));
        await lead.Locator("section:has(> #asked)").ScreenshotAsync(new() { Path = Repository.At("artifacts", "screenshots", "team-answers-part.png") });
        await lead.ScreenshotAsync(new() { Path = Repository.At("artifacts", "screenshots", "team-answers-whole.png"), FullPage = true });
        await browser.CloseAsync();
    }

    [BrowserFact, Trait("Proves", "E164")]
    public async Task Whoever_served_says_to_themselves_that_they_connected_and_takes_it_back()
    {
        await using var desk = await DeskInBrowser.OpenMortal();
        var number = await desk.Conversation();
        await desk.Take(number);
        var dana = await desk.SignIn($"/desk/{number}");
        var tap = dana.Locator("#connection-line button");
        await Expect(tap).ToHaveAttributeAsync("aria-pressed", "false");
        await dana.TabTo("#connection-line button");
        await dana.Keyboard.PressAsync("Enter");
        await Expect(dana.Locator("#connection-line")).ToContainTextAsync("Only you see this", Patient);
        Assert.Empty(await dana.Look("desk-connected"));
        await tap.PressAsync("Enter");
        await Expect(dana.Locator("#connection-line")).Not.ToContainTextAsync("Only you see this");
    }

    /// <summary>In the chat they are pleased and answer; by mail they are not and mostly do not; at the counter nobody sees the question.</summary>
    static IEnumerable<Asking.Seed> Town(Random lots)
    {
        for (var i = 0; i < 500; i++)
        {
            var channel = i % 40 == 0 ? Channel.Counter : lots.Next(2) == 0 ? Channel.Mail : Channel.Chat;
            var (given, pleased) = (lots.Next(3) == 0, lots.NextDouble() < (channel is Channel.Chat ? 0.65 : 0.2));
            pleased |= given && lots.Next(4) == 0;
            var (question, felt) = ((Rotating)lots.Next(4), pleased && lots.Next(2) == 0);
            var (connected, often, picked, recommend) = (felt && lots.Next(2) == 0, (Frequency)(pleased ? 2 + lots.Next(3) : lots.Next(3)), (PickedUp)lots.Next(3), pleased ? 8 + lots.Next(3) : lots.Next(9));
            var answers = channel is not Channel.Counter && lots.NextDouble() < (channel is Channel.Chat ? 0.8 : 0.25);
            Asking.Recalled? recalled = i % 2 == 0 ? new(i % 4 == 0 ? 30 : 90, lots.NextDouble() < (i % 4 == 0 ? 0.7 : 0.35)) : null;
            yield return new(question, channel, lots.Next(2) == 0, 3, !answers ? null : a =>
            {
                (a.Memorable, a.Impression, a.Connection) = (pleased, pleased || given, felt);
                (a.Frequency, a.PickedUp, a.Recommend) = (question is Rotating.Frequency ? often : null, question is Rotating.PickedUp ? picked : null, question is Rotating.Recommend ? recommend : null);
            }, given, connected, recalled);
        }
    }

    static async Task SignIn(IPage lead, TestDesk desk)
    {
        await lead.GotoAsync(new Uri(desk.Url, "/sign-in").ToString());
        await lead.FillAsync("[name=email]", TestDesk.OwnerEmail);
        await lead.FillAsync("[name=password]", TestDesk.OwnerPassword);
        await lead.PressAsync("[name=password]", "Enter");
        await lead.WaitForURLAsync("**/desk*");
        await lead.GotoAsync(new Uri(desk.Url, "/team").ToString());
    }

    static ILocator StoodOut(IPage page) => page.GetByText("Something stood out? Tell us").Filter(new() { Visible = true });

    /// <summary>Tab, within the chat's shadow tree, until a button with these words has the keyboard.</summary>
    static async Task Reach(IPage page, string words)
    {
        var goal = page.GetByRole(AriaRole.Button, new() { Name = words, Exact = true }).First;
        for (var i = 0; i < 80; i++)
        {
            if (await goal.EvaluateAsync<bool>("e => e === e.getRootNode().activeElement")) return;
            await page.Keyboard.PressAsync("Tab");
        }
        Assert.Fail($"The keyboard alone does not reach “{words}”.");
    }
}
