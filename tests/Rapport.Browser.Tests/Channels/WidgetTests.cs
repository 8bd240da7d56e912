using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Rapport.Foundation;
using Rapport.Tests;

namespace Rapport.Browser.Tests.Channels;

public class WidgetTests
{
    [BrowserFact]
    public async Task It_works_on_a_page_with_the_strictest_policy_and_looks_right_on_every_screen()
    {
        await using var desk = await TestDesk.Open("SQLite", realTime: true);
        await using var shop = await StrictShop.Open(desk.Url);
        var page = await shop.Visit();
        await page.OpenChat();
        Assert.Empty(await page.Look("widget-away"));
        await page.GetByRole(AriaRole.Button, new() { Name = "No, thanks" }).ClickAsync();

        await page.Write("Hi, the 15 kg bag arrived torn and half of it is in the hallway.");
        await page.Sees("delivered");
        var number = await Number(desk);
        await desk.Owner.Post($"/api/v1/conversations/{number}/messages", new { from = "agent", body = "Oh no, of all the ways for a Labrador to find out where the food lives.\nSee https://shop.example/returns." });
        await page.Sees("Oh no");
        Assert.Empty(await page.Look("widget-asks"));

        Assert.Equal("16px", await page.Locator(".m").First.EvaluateAsync<string>("e => getComputedStyle(e).borderTopLeftRadius"));
        Assert.Empty(shop.Complaints);
    }

    [BrowserFact]
    public async Task The_keyboard_alone_is_enough()
    {
        await using var desk = await TestDesk.Open("SQLite", realTime: true);
        await using var shop = await StrictShop.Open(desk.Url);
        var page = await shop.Visit();

        await page.Keyboard.PressAsync("Tab"); // the shop's link
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await page.Field().WaitForAsync();
        Assert.Equal("TEXTAREA", await Focused(page));
        await page.Keyboard.TypeAsync("First line");
        await page.Keyboard.PressAsync("Shift+Enter");
        await page.Keyboard.TypeAsync("second line");
        await page.Keyboard.PressAsync("Enter");
        await page.Sees("delivered");
        Assert.Equal(["First line\nsecond line"], await page.Thread());
        await page.Keyboard.PressAsync("Escape");
        await page.Launcher().WaitForAsync();
        Assert.Equal("launch", await page.EvaluateAsync<string>("() => document.querySelector('rapport-chat').shadowRoot.activeElement.className"));

        static Task<string> Focused(IPage page) => page.EvaluateAsync<string>("() => document.querySelector('rapport-chat').shadowRoot.activeElement.tagName");
    }

    [BrowserFact]
    public async Task The_customer_sees_one_name_who_is_typing_and_what_is_new()
    {
        await using var desk = await TestDesk.Open("SQLite", b => b.Configuration["RAPPORT_SHOP"] = "Harbor Street", realTime: true);
        var (_, asAna) = await desk.Person("Ana Lopez");
        await using var shop = await StrictShop.Open(desk.Url);
        var page = await shop.Visit();
        await page.OpenChat();
        await page.Panel("Harbor Street").WaitForAsync();
        await page.Write("Hello");
        await page.Sees("delivered");
        var number = await Number(desk);

        await asAna.Put($"/api/v1/conversations/{number}/owner", new { person = "me" });
        await page.Panel("Ana").WaitForAsync();
        await asAna.Put($"/desk/{number}/presence", new { typing = true });
        await page.Sees("Ana is typing");
        await asAna.Put($"/desk/{number}/read", new { position = 1 });
        await page.Sees("· read");

        await page.Keyboard.PressAsync("Escape");
        await asAna.Post($"/api/v1/conversations/{number}/messages", new { from = "agent", body = "Good morning" });
        await asAna.Post($"/api/v1/conversations/{number}/messages", new { from = "agent", body = "How can I help?" });
        await page.Launcher("Open the chat, 2 new messages").WaitForAsync();
        await page.ReloadAsync();
        await page.Launcher("Open the chat, 2 new messages").ClickAsync();

        await page.Sees("How can I help?");
        Assert.Equal(["Hello", "Good morning", "How can I help?"], await page.Thread());
        for (var i = 0; i < 600 && await desk.InDatabase(db => Task.FromResult(db.Conversations.Single().ReadByCustomer)) < 3; i++) await Task.Delay(50);
        Assert.Equal(3, await desk.InDatabase(db => Task.FromResult(db.Conversations.Single().ReadByCustomer)));
        Assert.DoesNotContain("Lopez", await page.EvaluateAsync<string>("() => document.querySelector('rapport-chat').shadowRoot.textContent"), StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task Words_are_never_anything_but_words()
    {
        await using var desk = await TestDesk.Open("SQLite", realTime: true);
        await using var shop = await StrictShop.Open(desk.Url);
        var page = await shop.Visit();
        await page.OpenChat();
        const string Script = "<img src=x onerror=\"window.caught=1\"><script>window.caught=1</script> javascript:alert(1) https://shop.example/a_(b).";

        await page.Write(Script);
        await page.Sees("delivered");
        await desk.Owner.Post($"/api/v1/conversations/{await Number(desk)}/messages", new { from = "agent", body = Script });
        await page.Locator(".m").Nth(1).WaitForAsync();

        Assert.Equal([Script, Script], await page.Thread());
        Assert.False(await page.EvaluateAsync<bool>("() => 'caught' in window"));
        Assert.Equal(["https://shop.example/a_(b)", "https://shop.example/a_(b)"], await page.Locator(".m a").EvaluateAllAsync<string[]>("all => all.map(a => a.href)"));
        Assert.All(await page.Locator(".m a").EvaluateAllAsync<string[]>("all => all.map(a => a.rel)"), rel => Assert.Contains("noopener", rel, StringComparison.Ordinal));
        Assert.Empty(shop.Complaints);
    }

    [BrowserFact]
    public async Task While_nobody_is_there_it_asks_where_the_answer_should_go()
    {
        await using var desk = await TestDesk.Open("SQLite", realTime: true);
        await using var shop = await StrictShop.Open(desk.Url);
        var page = await shop.Visit();
        await page.OpenChat();
        await page.Sees("we answer by mail");

        await page.GetByRole(AriaRole.Textbox, new() { Name = "Email" }).FillAsync("ruth@example.org");
        await page.Write("Are you open on Sunday?");
        await page.Sees("delivered");

        var customer = await desk.InDatabase(db => Task.FromResult(db.Visits.Single()));
        Assert.Equal("ruth@example.org", customer.Email);
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Email" }).WaitForAsync(new() { State = WaitForSelectorState.Hidden });
    }

    [BrowserFact]
    public async Task On_a_phone_it_fills_the_screen()
    {
        await using var desk = await TestDesk.Open("SQLite", realTime: true);
        await using var shop = await StrictShop.Open(desk.Url);
        var page = await shop.Visit(390, 844);
        await page.Launcher().ClickAsync();
        await page.Field().WaitForAsync();
        await page.WaitForFunctionAsync("() => !document.querySelector('rapport-chat').shadowRoot.getAnimations().length");

        var box = (await page.GetByRole(AriaRole.Dialog).BoundingBoxAsync())!;

        Assert.Equal((0, 0, 390, 844), (box.X, box.Y, box.Width, box.Height));
        await page.Field().FocusAsync();
        await page.SetViewportSizeAsync(844, 390);
        await page.WaitForFunctionAsync("() => !document.querySelector('rapport-chat').shadowRoot.querySelector('dialog').matches(':modal')");
        Assert.Equal("TEXTAREA", await page.EvaluateAsync<string>("() => document.querySelector('rapport-chat').shadowRoot.activeElement.tagName"));
    }

    [BrowserFact]
    public async Task All_tabs_of_a_browser_share_one_line_and_show_the_same()
    {
        await using var desk = await TestDesk.Open("SQLite", realTime: true);
        await using var shop = await StrictShop.Open(desk.Url);
        var first = await shop.Visit();
        // The house itself listens for mail to do.
        var before = desk.Services.GetRequiredService<Topics>().Listeners;
        await first.OpenChat();
        await first.Write("Hello");
        await first.Sees("delivered");
        var number = await Number(desk);
        var tabs = new List<IPage> { first };
        for (var i = 0; i < 4; i++)
        {
            tabs.Add(await shop.AnotherTab(first));
            await tabs[^1].OpenChat();
        }

        await Says("To every tab");
        Assert.Equal(before + 1, desk.Services.GetRequiredService<Topics>().Listeners);
        await first.CloseAsync();
        tabs.RemoveAt(0);
        await Says("To every tab that is left");
        await tabs[2].Write("From one tab");

        foreach (var tab in tabs) await tab.Sees("From one tab");
        Assert.All(await Task.WhenAll(tabs.Select(t => t.Thread())), thread => Assert.Equal(["Hello", "To every tab", "To every tab that is left", "From one tab"], thread));

        async Task Says(string words)
        {
            await desk.Owner.Post($"/api/v1/conversations/{number}/messages", new { from = "agent", body = words });
            foreach (var tab in tabs) await tab.Sees(words);
        }
    }

    [BrowserFact]
    public async Task The_sample_shop_carries_it()
    {
        await using var desk = await TestDesk.Open("SQLite", b =>
        {
            b.Configuration["RAPPORT_DEMO"] = "true";
            b.Configuration["RAPPORT_SHOP"] = "Harbor Street";
        }, realTime: true);
        var page = await (await RealChromium.Shared).NewPageAsync();
        await page.GotoAsync(new Uri(desk.Url, "/shop").ToString());
        Assert.Empty(await page.Look("shop"));
        await page.Launcher().ClickAsync();
        await page.Write("Do you have the large bed in blue?");
        await page.Sees("delivered");
        Assert.Equal("Do you have the large bed in blue?", (await desk.Owner.Get($"/api/v1/conversations/{await Number(desk)}")).GetProperty("subject").GetString());
    }

    static async Task<long> Number(TestDesk desk) =>
        (await desk.Owner.Get("/api/v1/conversations")).GetProperty("items").EnumerateArray().First().GetProperty("number").GetInt64();
}
