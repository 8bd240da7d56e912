using System.Text;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Rapport.Browser.Tests.Desk;

[Collection(OneDesk.Name)]
public class WritingTests
{
    static readonly LocatorAssertionsToHaveTextOptions Patient = new() { Timeout = 15_000 };

    [BrowserFact]
    public async Task A_half_written_reply_survives_a_morph_and_a_server_kill()
    {
        await using var desk = await DeskInBrowser.OpenMortal();
        var (number, tab) = await Opened(desk);
        var text = Text(tab);
        await tab.EvaluateAsync("window.untouched = true");

        await text.PressSequentiallyAsync("Dear Ruth, the new bag");
        await Expect(State(tab)).ToHaveTextAsync("draft saved");
        await text.PressAsync("ArrowLeft");
        await desk.CustomerWrites(number, "And the bowl is missing");
        await Expect(tab.Locator("#thread")).ToContainTextAsync("And the bowl is missing");
        await tab.EvaluateAsync("htmx.ajax('GET', location.pathname, { target: document.body, swap: 'outerMorph' })");
        Assert.Equal("Dear Ruth, the new ba|g", await Caret(tab));

        await text.PressAsync("End");
        await desk.Kill();
        await tab.Keyboard.TypeAsync(" is on its way");
        await Expect(State(tab)).ToHaveTextAsync("saved in this browser, not yet on the server", Patient);
        await desk.StartAgain();
        await Expect(State(tab)).ToHaveTextAsync("draft saved", Patient);
        Assert.Equal("Dear Ruth, the new bag is on its way|", await Caret(tab));
        Assert.True(await tab.EvaluateAsync<bool>("window.untouched"));

        await tab.ReloadAsync();
        await Expect(text).ToHaveValueAsync("Dear Ruth, the new bag is on its way");
    }

    [BrowserFact]
    public async Task What_was_written_while_the_server_was_away_is_still_there_in_a_new_tab()
    {
        await using var desk = await DeskInBrowser.OpenMortal();
        var (number, tab) = await Opened(desk);
        await Text(tab).FillAsync("Written");
        await Expect(State(tab)).ToHaveTextAsync("draft saved");
        await desk.Kill();
        await Text(tab).PressAsync("End");
        await tab.Keyboard.TypeAsync(" in the dark");
        await tab.CloseAsync();
        await desk.StartAgain();

        var again = await desk.NewTab($"/desk/{number}");

        await Expect(Text(again)).ToHaveValueAsync("Written in the dark");
        await Expect(State(again)).ToHaveTextAsync("draft saved", Patient);
    }

    [BrowserFact]
    public async Task A_stale_reply_is_stopped_shows_what_is_newer_as_text_and_goes_when_told()
    {
        await using var desk = await DeskInBrowser.Open();
        var (number, tab) = await Opened(desk);
        await Text(tab).PressSequentiallyAsync("It arrives on Friday");

        await desk.CustomerWrites(number, "<img src=x onerror=alert(1)> Too late, I bought one");
        await tab.Keyboard.PressAsync("Control+Enter");

        var stale = tab.Locator("[data-stale]");
        await Expect(stale).ToBeVisibleAsync();
        await Expect(stale).ToContainTextAsync("<img src=x onerror=alert(1)> Too late, I bought one");
        await Expect(stale).ToContainTextAsync("Ruth Adeyemi");
        await Expect(Text(tab)).ToHaveValueAsync("It arrives on Friday");
        await stale.Locator("[data-stale-edit]").ClickAsync();
        await Expect(Text(tab)).ToBeFocusedAsync();

        await desk.CustomerWrites(number, "Hello?");
        await tab.Keyboard.PressAsync("Control+Enter");
        await stale.Locator("[data-stale-anyway]").ClickAsync();
        await Expect(tab.Locator("held-reply")).ToContainTextAsync("It arrives on Friday");
    }

    [BrowserFact]
    public async Task A_reply_can_be_taken_back_for_ten_seconds_with_its_files_and_before_what_was_begun_since()
    {
        await using var desk = await DeskInBrowser.Open();
        var (_, tab) = await Opened(desk);
        await Text(tab).FillAsync("Here is the picture");
        await tab.Locator("message-composer input[type=file]").SetInputFilesAsync(new FilePayload { Name = "größe.txt", MimeType = "text/plain", Buffer = Encoding.UTF8.GetBytes("15 kg") });
        await Expect(tab.Locator(".chip.done")).ToContainTextAsync("größe.txt");
        await Text(tab).PressAsync("Control+Enter");
        await Expect(tab.Locator("held-reply")).ToBeVisibleAsync();
        await Expect(Text(tab)).ToHaveValueAsync("");
        await tab.Keyboard.TypeAsync("One more thing");

        await tab.Locator("[data-undo]").ClickAsync();

        await Expect(Text(tab)).ToHaveValueAsync("Here is the picture\n\nOne more thing");
        await Expect(tab.Locator(".chip.done")).ToContainTextAsync("größe.txt");
        await Expect(tab.Locator("held-reply")).ToHaveCountAsync(0);
    }

    [BrowserFact]
    public async Task A_reply_that_somebody_overtakes_in_its_ten_seconds_comes_back()
    {
        await using var desk = await DeskInBrowser.Open();
        var (number, tab) = await Opened(desk);
        await Text(tab).FillAsync("It arrives on Friday");
        await Text(tab).PressAsync("Control+Enter");
        await Expect(tab.Locator("held-reply")).ToBeVisibleAsync();
        await tab.Keyboard.TypeAsync("Meanwhile");

        await desk.CustomerWrites(number, "Please stop, I bought one");

        await Expect(Text(tab)).ToHaveValueAsync("It arrives on Friday\n\nMeanwhile", new() { Timeout = 20_000 });
        await Expect(tab.Locator("message-composer [data-problem]")).ToContainTextAsync("was not sent");
        await tab.ReloadAsync();
        await Expect(Text(tab)).ToHaveValueAsync("It arrives on Friday\n\nMeanwhile");
    }

    [BrowserFact]
    public async Task Files_stay_with_their_words_through_a_reload_another_conversation_and_a_reply_that_comes_back()
    {
        await using var desk = await DeskInBrowser.Open();
        var other = await desk.Conversation("Tomás Herrera");
        var (number, tab) = await Opened(desk);
        await Text(tab).FillAsync("Here is the picture");
        await Attach(tab, "torn.txt");
        await Expect(tab.Locator(".chip.done")).ToContainTextAsync("torn.txt");
        await Expect(State(tab)).ToHaveTextAsync("draft saved");

        await tab.ReloadAsync();
        await Expect(tab.Locator(".chip.done")).ToContainTextAsync("torn.txt");
        await tab.GotoAsync(new Uri(desk.Url, $"/desk/{other}").ToString());
        await Expect(tab.Locator(".chip")).ToHaveCountAsync(0);
        await tab.GoBackAsync();
        await Expect(tab.Locator(".chip.done")).ToContainTextAsync("torn.txt");
        await tab.Locator("[data-kind=note] + span").ClickAsync();
        await Expect(tab.Locator(".chip")).ToBeHiddenAsync();
        await tab.Locator("[data-kind=reply] + span").ClickAsync();
        await Expect(Text(tab)).ToHaveValueAsync("Here is the picture");

        await Text(tab).PressAsync("Control+Enter");
        await Expect(tab.Locator("held-reply")).ToBeVisibleAsync();
        await Expect(tab.Locator(".chip")).ToHaveCountAsync(0);
        await desk.CustomerWrites(number, "Wait, it is the other bag");
        await Expect(tab.Locator("message-composer [data-problem]")).ToContainTextAsync("was not sent", new() { Timeout = 20_000 });
        await Expect(Text(tab)).ToHaveValueAsync("Here is the picture");
        await Expect(tab.Locator(".chip.done")).ToContainTextAsync("torn.txt");
    }

    [BrowserFact]
    public async Task A_file_that_failed_stops_the_answer_until_it_is_there_or_gone()
    {
        await using var desk = await DeskInBrowser.Open();
        var (_, tab) = await Opened(desk);
        await tab.RouteAsync("**/attachments", route => route.AbortAsync());
        await Attach(tab, "torn.png");
        await Expect(tab.Locator(".chip.failed")).ToContainTextAsync("not attached");
        await Text(tab).FillAsync("Here is the picture");

        await Text(tab).PressAsync("Control+Enter");
        await Expect(tab.Locator("message-composer [data-problem]")).ToHaveTextAsync("torn.png is not attached. Remove it or try again.");
        await tab.UnrouteAsync("**/attachments");
        await tab.Locator("[data-again]").ClickAsync();
        await Expect(tab.Locator(".chip.done")).ToContainTextAsync("torn.png");
        await Text(tab).PressAsync("Control+Enter");
        await Expect(tab.Locator("held-reply")).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task Whoever_has_gone_on_to_another_page_is_told_there_that_the_answer_was_not_sent()
    {
        await using var desk = await DeskInBrowser.OpenMortal();
        var (number, tab) = await Opened(desk);
        await Text(tab).FillAsync("It arrives on Friday");
        await Text(tab).PressAsync("Control+Enter");
        await Expect(tab.Locator("held-reply")).ToBeVisibleAsync();
        await tab.GotoAsync(new Uri(desk.Url, "/desk").ToString());
        await desk.CustomerWrites(number, "מאוחר מדי");

        await Expect(tab.Locator($"#unsent-{number}")).ToContainTextAsync("Ruth Adeyemi", new() { Timeout = 30_000 });
        await Expect(tab.Locator($"#row-{number}")).ToContainTextAsync("not sent");
        await tab.Locator($"#unsent-{number} a").ClickAsync();
        await Expect(Text(tab)).ToHaveValueAsync("It arrives on Friday");
        await Expect(tab.Locator($"#unsent-{number}")).ToHaveCountAsync(0);
        await Expect(tab.Locator($"#row-{number}")).ToContainTextAsync("draft");
        foreach (var words in new[] { $"#row-{number} .first", "#m-2 .body" }) await Expect(tab.Locator(words)).ToHaveCSSAsync("direction", "rtl");
        await Text(tab).FillAsync("שלום");
        await Expect(Text(tab)).ToHaveCSSAsync("direction", "rtl");
    }

    [BrowserFact]
    public async Task The_words_of_a_note_and_of_a_reply_never_mix()
    {
        await using var desk = await DeskInBrowser.Open();
        var (_, tab) = await Opened(desk);
        await Text(tab).FillAsync("Dear Ruth");
        await Expect(State(tab)).ToHaveTextAsync("draft saved");
        await tab.EvaluateAsync("document.activeElement.blur()");

        await tab.Keyboard.PressAsync("n");
        await Expect(Text(tab)).ToHaveValueAsync("");
        await tab.Keyboard.TypeAsync("She is right");
        await tab.Keyboard.PressAsync("Control+Enter");
        await Expect(tab.Locator("#thread .note")).ToContainTextAsync("She is right");

        await tab.EvaluateAsync("document.activeElement.blur()");
        await tab.Keyboard.PressAsync("r");
        await Expect(Text(tab)).ToHaveValueAsync("Dear Ruth");
    }

    [BrowserFact]
    public async Task A_file_above_25_MB_is_refused_before_it_travels()
    {
        await using var desk = await DeskInBrowser.Open();
        var (_, tab) = await Opened(desk);
        var uploads = 0;
        tab.Request += (_, request) => { if (request.Url.EndsWith("/attachments", StringComparison.Ordinal)) uploads++; };

        await tab.EvaluateAsync("""
            const files = new DataTransfer()
            files.items.add(new File([new Uint8Array(26 * 1024 * 1024)], 'film.mp4'))
            document.querySelector('[data-drop]').dispatchEvent(new DragEvent('drop', { dataTransfer: files, bubbles: true, cancelable: true }))
            """);

        await Expect(tab.Locator("message-composer [data-problem]")).ToContainTextAsync("film.mp4” is 26.0 MB. The limit is 25 MB.");
        Assert.Equal(0, uploads);
    }

    [BrowserFact]
    public async Task Two_tabs_with_one_draft_show_the_same_words()
    {
        await using var desk = await DeskInBrowser.Open();
        var (number, tab) = await Opened(desk);
        var other = await desk.NewTab($"/desk/{number}");

        await tab.BringToFrontAsync();
        await Text(tab).PressSequentiallyAsync("Dear Ruth");

        await Expect(Text(other)).ToHaveValueAsync("Dear Ruth");
    }

    static async Task<(long Number, IPage Tab)> Opened(DeskInBrowser desk)
    {
        var number = await desk.Conversation();
        await desk.Take(number);
        return (number, await desk.SignIn($"/desk/{number}"));
    }

    static Task Attach(IPage tab, string name) =>
        tab.Locator("message-composer input[type=file]").SetInputFilesAsync(new FilePayload { Name = name, MimeType = "text/plain", Buffer = Encoding.UTF8.GetBytes("15 kg") });

    static ILocator Text(IPage tab) => tab.Locator("message-composer textarea");

    static ILocator State(IPage tab) => tab.Locator("[data-draft-state]");

    /// <summary>What stands in the field that has the focus, with a bar where the caret is.</summary>
    static Task<string> Caret(IPage tab) =>
        tab.EvaluateAsync<string>("(it => it.value.slice(0, it.selectionStart) + '|' + it.value.slice(it.selectionStart))(document.activeElement)");
}
