using Microsoft.Playwright;
using Rapport.Browser.Tests.Channels;
using static Microsoft.Playwright.Assertions;

namespace Rapport.Browser.Tests.Journeys;

/// <summary>Ruth knows Dana: she asks whether Dana is in, asks for her, and is introduced to the next when the one she knew has left.</summary>
public class BondsJourney
{
    static readonly LocatorAssertionsToContainTextOptions Patient = new() { Timeout = 20_000 };

    [BrowserFact, Trait("Proves", "E169"), Trait("Proves", "E170")]
    public async Task In_the_chat_a_customer_asks_whether_their_person_is_in_and_waits_for_them()
    {
        await using var desk = await DeskInBrowser.OpenMortal();
        await using var shop = await StrictShop.Open(desk.Url);
        var ruth = await shop.Visit(390, 844);
        await ruth.OpenChat();
        await ruth.Write("The 15 kg bag arrived torn");
        var number = await OnlyOne(desk);
        await desk.Take(number);
        await desk.Api(HttpMethod.Post, $"/api/v1/conversations/{number}/messages", new { from = "agent", body = "Hello Ruth, I look for a new one." });
        await ruth.Sees("I look for a new one");
        var customer = (await desk.Api(HttpMethod.Get, $"/api/v1/conversations/{number}", new { })).GetProperty("customer").GetProperty("id").GetGuid();
        await desk.Api(HttpMethod.Put, $"/api/v1/customers/{customer}/bonds/me", new { });

        // Somebody else has it by now.
        var dana = await desk.SignIn("/bonds");
        var (sams, sam) = await desk.Colleague("Sam Reed", "/desk");
        await using var _ = sams;
        await desk.Api(HttpMethod.Post, $"/api/v1/conversations/{number}/handover", new { to = "team", reason = "time" });
        await sam.Locator("#offers").GetByRole(AriaRole.Button, new() { Name = "Join" }).ClickAsync(new() { Timeout = 20_000 });
        await Expect(sam.Locator("#passing")).ToContainTextAsync("You have it now", Patient);
        await desk.Api(HttpMethod.Post, $"/api/v1/conversations/{number}/handover/release", new { });

        // Whether she is in, nobody says unless she lets it be said.
        await ruth.GetByRole(AriaRole.Button, new() { Name = "Ask for somebody you know" }).ClickAsync();
        var list = ruth.GetByRole(AriaRole.Group, new() { Name = "Whom you know here" });
        await Expect(list).ToContainTextAsync("Sam is looking after it now", Patient);
        Assert.Empty(await ruth.Look("lane-in-chat"));
        await ruth.GetByRole(AriaRole.Button, new() { Name = "Is dana in?" }).ClickAsync();
        await Expect(list).ToContainTextAsync("Whether dana is in, we don't say today", Patient);
        await Expect(dana.Locator("#my-people")).ToContainTextAsync("was told: nothing", Patient);
        await dana.GetByRole(AriaRole.Button, new() { Name = "Say that I am in today" }).PressAsync("Enter");
        await Expect(dana.Locator("#my-people")).ToContainTextAsync("is told today that you are in, and nothing more", Patient);
        Assert.Empty(await dana.Look("my-people"));
        await ruth.GetByRole(AriaRole.Button, new() { Name = "Is dana in?" }).ClickAsync();
        await Expect(list).ToContainTextAsync("dana is in today", Patient);

        // She asks for her: Sam stays until dana is there.
        await ruth.GetByRole(AriaRole.Button, new() { Name = "Ask for dana" }).ClickAsync();
        await ruth.Sees("Sam stays with you until dana is here");
        await sam.GotoAsync(new Uri(desk.Url, $"/desk/{number}").ToString());
        await Expect(sam.Locator("#person")).ToContainTextAsync("Asks for dana", Patient);
        Assert.Empty(await sam.Look("lane-beside-the-desk"));
        await dana.Locator("#offers").GetByRole(AriaRole.Button, new() { Name = "Join" }).PressAsync("Enter", new() { Timeout = 20_000 });
        await ruth.Sees("dana is here now");
        Assert.Empty(shop.Complaints);
    }

    [BrowserFact, Trait("Proves", "E170"), Trait("Proves", "E095")]
    public async Task On_her_own_page_a_customer_sees_both_ways_takes_one_and_says_how_long_it_feels()
    {
        await using var desk = await DeskInBrowser.OpenMortal();
        var customer = await Known(desk, "/api/v1/customers/{0}/bonds/me");
        var number = await Writes(desk, "And now the second bag");
        var page = (await desk.Api(HttpMethod.Post, $"/api/v1/customers/{customer}/own_page", new { })).GetProperty("url").GetString()!;
        var mine = await (await RealChromium.Shared).NewPageAsync(new() { ViewportSize = new() { Width = 390, Height = 844 } });
        await mine.GotoAsync(page);
        await Expect(mine.Locator("main")).ToContainTextAsync("How long it takes until dana is free, we don't know", Patient);
        await Expect(mine.Locator("#first-free")).ToContainTextAsync("How long it takes until somebody else is free, we don't know", Patient);
        Assert.Empty(await mine.Look("own-page-people"));

        // How long it feels is hers to say; the clock is told afterwards.
        await mine.GetByLabel("How long does it feel so far").FillAsync("45");
        await mine.GetByLabel("How long does it feel so far").PressAsync("Enter");
        await Expect(mine.Locator($"#wait-{number}")).ToContainTextAsync("To you it feels like 45 min. By the clock it was 20 min", Patient);
        await mine.GetByRole(AriaRole.Button, new() { Name = "Whoever is free first" }).PressAsync("Enter");
        await Expect(mine.Locator("#first-free")).ToContainTextAsync("You chose whoever is free first", Patient);
        Assert.Empty(await mine.Look("own-page-chosen"));
        await mine.GetByRole(AriaRole.Button, new() { Name = "Ask for dana" }).PressAsync("Enter");
        await Expect(mine.Locator("main")).ToContainTextAsync("You wait for dana", Patient);
        Assert.Empty(await mine.Look("own-page-waits"));

        var dana = await desk.SignIn("/desk");
        await Expect(dana.Locator("#offers")).ToContainTextAsync("Ruth Adeyemi asks for you", Patient);
        Assert.Empty(await dana.Look("lane-asked"));
        await dana.Locator("#offers").GetByRole(AriaRole.Button, new() { Name = "I take it" }).PressAsync("Enter");
        await dana.WaitForURLAsync($"**/desk/{number}");
        await Expect(dana.Locator("#thread")).ToContainTextAsync("dana is here for you", Patient);
        await dana.GotoAsync(new Uri(desk.Url, "/team/lanes").ToString());
        Assert.Empty(await dana.Look("lanes"));
        foreach (var name in new[] { "Ana", "Bo", "Cy", "Di" }) await desk.Api(HttpMethod.Post, "/api/v1/people", new { name, email = $"{name}@example.com", role = "agent" });
        await dana.GotoAsync(new Uri(desk.Url, "/team").ToString());
        await Expect(dana.Locator("main")).ToContainTextAsync("The same person again", Patient);
        Assert.Empty(await dana.Look("team-of-bonds"));
        await dana.GotoAsync(new Uri(desk.Url, $"/customers/{customer}").ToString());
        await Expect(dana.Locator("#bonds")).ToContainTextAsync("known since today", Patient);
        Assert.Empty(await dana.Look("customer-with-bonds"));
        await mine.CloseAsync();
    }

    [BrowserFact, Trait("Proves", "E174")]
    public async Task Who_knew_somebody_who_leaves_is_introduced_to_the_next_and_says_what_may_be_passed_on()
    {
        await using var desk = await DeskInBrowser.OpenMortal();
        var dana = await desk.SignIn();
        var (sams, _) = await desk.Colleague("Sam Reed", "/desk");
        var people = (await desk.Api(HttpMethod.Get, "/api/v1/people", new { })).GetProperty("items").EnumerateArray();
        var samId = people.Single(p => p.GetProperty("name").GetString() == "Sam Reed").GetProperty("id").GetGuid();
        var customer = await Known(desk, $"/api/v1/customers/{{0}}/bonds/{samId}/word");
        await sams.DisposeAsync();
        await dana.GotoAsync(new Uri(desk.Url, "/bonds/introductions").ToString());
        await Expect(dana.Locator("main")).ToContainTextAsync("Nobody is to be introduced", Patient);
        Assert.Empty(await dana.Look("introductions-none"));

        await dana.GotoAsync(new Uri(desk.Url, "/settings/people").ToString());
        await dana.Locator($"#person-{samId} summary").PressAsync("Enter");
        await dana.Locator($"#person-{samId}").GetByRole(AriaRole.Button, new() { Name = "Close the account" }).ClickAsync();
        await dana.GetByRole(AriaRole.Button, new() { Name = "Yes" }).ClickAsync();
        await Expect(dana.Locator($"#person-{samId}")).ToContainTextAsync("has left", Patient);
        await dana.GotoAsync(new Uri(desk.Url, "/bonds/introductions").ToString());
        await Expect(dana.Locator("main")).ToContainTextAsync("knew Sam", Patient);
        Assert.Empty(await dana.Look("introductions"));
        await dana.GetByRole(AriaRole.Button, new() { Name = "I am next for Ruth Adeyemi" }).PressAsync("Enter");
        await Expect(dana.Locator("main")).ToContainTextAsync("you are next", Patient);

        // She comes again, is told by name, and says what may be passed on.
        var number = await Writes(desk, "And now the second bag");
        await desk.Take(number);
        await dana.GotoAsync(new Uri(desk.Url, $"/desk/{number}").ToString());
        await Expect(dana.Locator("#thread")).ToContainTextAsync("Sam, whom you know, doesn't work here any more", Patient);
        Assert.Empty(await dana.Look("introduction-told"));
        var page = (await desk.Api(HttpMethod.Post, $"/api/v1/customers/{customer}/own_page", new { })).GetProperty("url").GetString()!;
        var mine = await (await RealChromium.Shared).NewPageAsync(new() { ViewportSize = new() { Width = 390, Height = 844 } });
        await mine.GotoAsync(page);
        await Expect(mine.Locator("main")).ToContainTextAsync("Sam doesn’t work here any more", Patient);
        Assert.Empty(await mine.Look("own-page-introduced"));
        await mine.GetByRole(AriaRole.Button, new() { Name = "Yes, pass it on" }).PressAsync("Enter");
        await Expect(mine.Locator("main")).Not.ToContainTextAsync("doesn’t work here any more", Patient);
        await mine.CloseAsync();
    }

    static async Task<long> OnlyOne(DeskInBrowser desk)
    {
        var number = 0L;
        await DeskInBrowser.Until(async () => (number = (await desk.Api(HttpMethod.Get, "/api/v1/conversations?view=unowned", new { })).GetProperty("items").EnumerateArray().Select(c => c.GetProperty("number").GetInt64()).FirstOrDefault()) > 0);
        return number;
    }

    static async Task<long> Writes(DeskInBrowser desk, string body) =>
        (await desk.Api(HttpMethod.Post, "/api/v1/conversations", new { channel = "mail", customer = new { name = "Ruth Adeyemi", email = "ruth@example.com" }, body, occurred_at = DateTimeOffset.UtcNow.AddMinutes(-20) })).GetProperty("number").GetInt64();

    /// <summary>Ruth had something before, and says whom she knows here.</summary>
    static async Task<Guid> Known(DeskInBrowser desk, string bond)
    {
        var number = await Writes(desk, "The 15 kg bag arrived torn");
        var conversation = await desk.Api(HttpMethod.Get, $"/api/v1/conversations/{number}", new { });
        var customer = conversation.GetProperty("customer").GetProperty("id").GetGuid();
        await desk.Take(number);
        await desk.Api(HttpMethod.Post, $"/api/v1/conversations/{number}/resolution", new { });
        await desk.Api(HttpMethod.Put, string.Format(System.Globalization.CultureInfo.InvariantCulture, bond, customer), new { });
        return customer;
    }
}
