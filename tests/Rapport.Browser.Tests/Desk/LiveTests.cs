using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Rapport.Browser.Tests.Desk;

[Collection(OneDesk.Name)]
public class LiveTests
{
    [BrowserFact]
    public async Task Ten_tabs_share_one_connection_and_all_of_them_follow()
    {
        await using var desk = await DeskInBrowser.Open();
        long[] numbers = [await desk.Conversation("Ruth Adeyemi"), await desk.Conversation("Tomás Herrera"), await desk.Conversation("Ingrid Solheim")];
        List<IPage> tabs = [await desk.SignIn()];
        for (var i = 1; i < 10; i++) tabs.Add(await desk.NewTab($"/desk/{numbers[i % 3]}?view=unowned"));
        await desk.UntilOneLine();

        await desk.CustomerWrites(numbers[1], "It is for all to see");

        foreach (var i in new[] { 1, 4, 7 }) await Expect(Thread(tabs[i])).ToContainTextAsync("It is for all to see");
        foreach (var tab in tabs.Skip(1)) await Expect(tab.Locator($"#row-{numbers[1]}")).ToContainTextAsync("It is for all to see");
        Assert.Equal(1, desk.OpenLines);
    }

    [BrowserFact]
    public async Task When_the_tab_that_listens_is_closed_another_takes_over_and_nothing_is_missed()
    {
        await using var desk = await DeskInBrowser.Open();
        var number = await desk.Conversation();
        var first = await desk.SignIn($"/desk/{number}");
        var second = await desk.NewTab($"/desk/{number}");
        await desk.UntilOneLine();

        await first.CloseAsync();
        await desk.CustomerWrites(number, "Said while nobody listened");

        await Expect(Thread(second)).ToContainTextAsync("Said while nobody listened");
        await desk.UntilOneLine();
        await desk.CustomerWrites(number, "Said to the new listener");
        await Expect(Thread(second)).ToContainTextAsync("Said to the new listener");
    }

    [BrowserFact, Trait("Proves", "E101")]
    public async Task A_refused_end_does_not_go_on_saying_no_once_the_customer_has_said_that_it_is_done()
    {
        await using var desk = await DeskInBrowser.Open();
        await desk.Api(HttpMethod.Post, "/api/v1/contact-types", new { key = "repair-at-home", name = "Repair at home", ends_with_their_word = true });
        var number = (await desk.Api(HttpMethod.Post, "/api/v1/conversations", new { channel = "counter", customer = new { name = "Ruth Adeyemi" }, body = "The tap drips", contact_type = "repair-at-home" })).GetProperty("number").GetInt64();
        await desk.Take(number);
        var tab = await desk.SignIn($"/desk/{number}");
        var problem = tab.Locator(".doing [data-problem]:visible");
        await desk.UntilOneLine();
        await DeskInBrowser.Until(async () => // what a page that has just been opened fetches once more takes what is said with it
        {
            await tab.GetByRole(AriaRole.Button, new() { Name = "Resolve" }).PressAsync("Enter");
            await Task.Delay(500);
            return await problem.CountAsync() == 1;
        });

        await desk.Api(HttpMethod.Post, $"/api/v1/conversations/{number}/confirmation", new { words = "All dry, thank you" });

        await Expect(problem).ToHaveCountAsync(0);
        await tab.GetByRole(AriaRole.Button, new() { Name = "Resolve" }).PressAsync("Enter");
        await Expect(tab.GetByRole(AriaRole.Button, new() { Name = "Reopen" })).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task After_the_server_was_killed_pages_say_so_and_catch_up_without_a_reload()
    {
        await using var desk = await DeskInBrowser.OpenMortal();
        var number = await desk.Conversation();
        var tab = await desk.SignIn($"/desk/{number}");
        await desk.UntilOneLine();
        await tab.EvaluateAsync("window.untouched = true");

        await desk.Kill();
        await Expect(tab.Locator("#connection")).ToHaveTextAsync("No connection. Trying again…");
        await desk.StartAgain();
        await desk.CustomerWrites(number, "Said while the page was alone");

        await Expect(Thread(tab)).ToContainTextAsync("Said while the page was alone", new() { Timeout = 15_000 });
        await Expect(tab.Locator("#connection")).ToBeEmptyAsync();
        Assert.True(await tab.EvaluateAsync<bool>("window.untouched"));
    }

    [BrowserFact]
    public async Task A_thread_read_to_its_end_stays_at_its_end_and_one_scrolled_back_stays_put()
    {
        await using var desk = await DeskInBrowser.Open();
        var number = await desk.Conversation();
        for (var i = 0; i < 30; i++) await desk.CustomerWrites(number, $"Line {i} of a long story about a bag that was torn on its way");
        var tab = await desk.SignIn($"/desk/{number}");
        var thread = Thread(tab);
        await DeskInBrowser.Until(async () => await Gap(thread) < 4);

        await desk.CustomerWrites(number, "First new line");
        await Expect(thread).ToContainTextAsync("First new line");
        await DeskInBrowser.Until(async () => await Gap(thread) < 4);

        await thread.EvaluateAsync("it => it.scrollTop = 200");
        await desk.CustomerWrites(number, "Second new line");
        await Expect(thread).ToContainTextAsync("Second new line");
        Assert.Equal(200, await thread.EvaluateAsync<int>("it => Math.round(it.scrollTop)"));
    }

    [BrowserFact]
    public async Task Going_through_the_list_keeps_the_page_and_its_one_connection()
    {
        await using var desk = await DeskInBrowser.Open();
        var (ruth, tomas) = (await desk.Conversation("Ruth Adeyemi"), await desk.Conversation("Tomás Herrera"));
        var tab = await desk.SignIn($"/desk/{ruth}?view=unowned");
        await desk.UntilOneLine();
        await tab.EvaluateAsync("window.untouched = true");

        await tab.Locator($"#row-{tomas}").ClickAsync();
        await Expect(tab.Locator($"#composer-{tomas}")).ToBeVisibleAsync();
        await desk.CustomerWrites(tomas, "Are you there?");

        await Expect(Thread(tab)).ToContainTextAsync("Are you there?");
        Assert.True(await tab.EvaluateAsync<bool>("window.untouched"));
        await desk.UntilOneLine();
        await tab.GoBackAsync();
        await Expect(tab.Locator($"#composer-{ruth}")).ToBeVisibleAsync();
        Assert.True(await tab.EvaluateAsync<bool>("window.untouched"));
    }

    static ILocator Thread(IPage tab) => tab.Locator("#thread");

    static Task<double> Gap(ILocator thread) => thread.EvaluateAsync<double>("it => it.scrollHeight - it.scrollTop - it.clientHeight");
}
