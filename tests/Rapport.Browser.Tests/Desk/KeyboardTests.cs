using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Rapport.Browser.Tests.Desk;

[Collection(OneDesk.Name)]
public class KeyboardTests
{
    [BrowserFact]
    public async Task Anything_is_found_from_anywhere_with_the_keyboard_alone()
    {
        await using var desk = await DeskInBrowser.Open();
        var name = $"Zoë Quist{Random.Shared.Next(10_000, 99_999)}";
        var number = await desk.Conversation(name, "A harness that is two sizes small");
        var tab = await desk.SignIn();

        await tab.Keyboard.PressAsync("Control+k");
        await tab.Keyboard.TypeAsync(name.Replace('ë', 'e').ToLowerInvariant());

        var options = tab.GetByRole(AriaRole.Option);
        await Expect(options).ToHaveCountAsync(2);
        await Expect(options.First.Locator("mark").First).ToHaveTextAsync("Zoë");
        await Expect(tab.Locator("#find-q")).ToHaveAttributeAsync("aria-activedescendant", (await options.First.GetAttributeAsync("id"))!);
        await tab.Keyboard.PressAsync("ArrowDown");
        await Expect(options.Last).ToHaveAttributeAsync("aria-selected", "true");
        await tab.Keyboard.PressAsync("Enter");
        await Expect(tab.Locator($"#composer-{number}")).ToBeVisibleAsync();
        await Expect(tab.Locator("#find dialog")).ToBeHiddenAsync();
    }

    [BrowserFact]
    public async Task The_first_Escape_closes_the_search_whatever_is_typed_into_it()
    {
        await using var desk = await DeskInBrowser.Open();
        var tab = await desk.SignIn();

        await tab.Keyboard.PressAsync("Control+k");
        await Expect(tab.Locator("#find-q")).ToBeFocusedAsync();
        await tab.Keyboard.TypeAsync("harness");
        await tab.Keyboard.PressAsync("Escape");

        await Expect(tab.Locator("#find dialog")).ToBeHiddenAsync();
        await tab.Keyboard.PressAsync("Control+k");
        await Expect(tab.Locator("#find-q")).ToHaveValueAsync("");
    }

    [BrowserFact]
    public async Task Control_K_in_an_open_search_begins_it_anew_and_what_a_colleague_has_is_not_resolved_by_one_letter()
    {
        await using var desk = await DeskInBrowser.Open();
        var number = await desk.Conversation();
        await desk.Take(number);
        await desk.SignIn();
        var (browser, tab) = await desk.Colleague("Ana Costa", $"/desk/{number}");
        await using var _ = browser;

        await tab.Keyboard.PressAsync("Control+k");
        await Expect(tab.Locator("#find-q")).ToBeFocusedAsync();
        await tab.Keyboard.TypeAsync("ruth");
        await tab.Keyboard.PressAsync("Control+k");
        await tab.Keyboard.TypeAsync("e");
        await Expect(tab.Locator("#find-q")).ToHaveValueAsync("e");
        await tab.Keyboard.PressAsync("Escape");
        await Expect(tab.Locator("#find dialog")).ToBeHiddenAsync();

        await tab.Keyboard.PressAsync("e");
        await Expect(tab.Locator("dialog.ask")).ToContainTextAsync("has this conversation. Resolve it all the same?");
        await tab.Keyboard.PressAsync("Enter");
        await Expect(tab.Locator("dialog.ask")).ToHaveCountAsync(0);
        await Expect(tab.GetByRole(AriaRole.Button, new() { Name = "Resolve" })).ToBeVisibleAsync();
        Assert.Equal("open", (await desk.Api(HttpMethod.Get, $"/api/v1/conversations/{number}", new { })).GetProperty("status").GetString());
    }

    [BrowserFact]
    public async Task The_keyboard_always_stands_somewhere()
    {
        await using var desk = await DeskInBrowser.Open();
        var kind = $"Torn bag {Random.Shared.Next(10_000, 99_999)}";
        await desk.ContactType(kind, "Look at it");
        var number = await desk.Conversation();
        await desk.Take(number);
        var tab = await desk.SignIn($"/desk/{number}");
        await desk.UntilOneLine();

        foreach (var (key, field) in new[] { ("h", "#hand-over-to"), ("b", "#bring-in-to") })
        {
            await tab.Keyboard.PressAsync(key);
            await Expect(tab.Locator(field)).ToBeFocusedAsync();
            await tab.Keyboard.PressAsync("Escape");
            await Expect(tab.Locator(field)).ToBeHiddenAsync();
        }
        await tab.Keyboard.PressAsync("r");
        await tab.Keyboard.TypeAsync("Dear Ruth");
        await tab.Keyboard.PressAsync("Escape");
        await Expect(tab.Locator("message-composer textarea")).Not.ToBeFocusedAsync();
        await Expect(tab.Locator("message-composer textarea")).ToHaveValueAsync("Dear Ruth");

        await tab.Locator("#contact-type").SelectOptionAsync(new SelectOptionValue { Label = kind });
        await tab.GetByRole(AriaRole.Button, new() { Name = "Show the steps" }).PressAsync("Enter");
        var skip = tab.Locator(".skip-it summary").First;
        await Expect(skip).ToBeVisibleAsync();
        Assert.NotEqual("BODY", await tab.EvaluateAsync<string>("document.activeElement.tagName"));
        await skip.PressAsync("Enter");
        await tab.GetByLabel("Why is it not needed?").First.FillAsync("She has looked");
        await tab.Keyboard.PressAsync("Enter");
        await Expect(tab.Locator("#person")).ToContainTextAsync("left out: She has looked");
        Assert.NotEqual("BODY", await tab.EvaluateAsync<string>("document.activeElement.tagName"));

        await tab.EvaluateAsync("document.activeElement.blur()");
        await tab.Keyboard.PressAsync("g");
        await tab.Keyboard.PressAsync("c");
        await Expect(tab.Locator("#who")).ToBeFocusedAsync();
    }

    [BrowserFact]
    public async Task J_and_K_go_through_the_list_T_takes_and_R_writes()
    {
        await using var desk = await DeskInBrowser.Open();
        var (one, two) = (await desk.Conversation("First Waiting"), await desk.Conversation("Second Waiting"));
        var tab = await desk.SignIn($"/desk/{one}?view=unowned");
        var rows = await tab.Locator(".row").EvaluateAllAsync<string[]>("rows => rows.map(it => it.id)");
        Assert.Equal(Array.IndexOf(rows, $"row-{one}") + 1, Array.IndexOf(rows, $"row-{two}"));

        await tab.Keyboard.PressAsync("j");
        await Expect(tab.Locator($"#composer-{two}")).ToBeVisibleAsync();
        await tab.Keyboard.PressAsync("k");
        await Expect(tab.Locator($"#composer-{one}")).ToBeVisibleAsync();
        await tab.Keyboard.PressAsync("t");
        await Expect(tab.Locator("#head")).Not.ToContainTextAsync("Nobody has this yet");
        await tab.Keyboard.PressAsync("r");
        await Expect(tab.Locator("message-composer textarea")).ToBeFocusedAsync();
        await tab.Keyboard.TypeAsync("jktn?");
        await Expect(tab.Locator("message-composer textarea")).ToHaveValueAsync("jktn?");
        Assert.Contains($"/desk/{one}", tab.Url, StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task One_letter_keys_can_be_switched_off_by_whom_they_hurt()
    {
        await using var desk = await DeskInBrowser.Open();
        var number = await desk.Conversation();
        var tab = await desk.SignIn($"/desk/{number}");

        await tab.Keyboard.PressAsync("?");
        await Expect(tab.Locator("#keys dialog")).ToContainTextAsync("Take it");
        await tab.GetByLabel("Use one-letter keys").UncheckAsync();
        await tab.Keyboard.PressAsync("Escape");
        await tab.EvaluateAsync("document.activeElement.blur()");
        await tab.Keyboard.PressAsync("r");

        await Expect(tab.Locator("message-composer textarea")).Not.ToBeFocusedAsync();
    }

    [BrowserFact]
    public async Task Enter_pressed_twice_takes_it_and_does_nothing_else()
    {
        await using var desk = await DeskInBrowser.Open();
        var tab = await desk.SignIn($"/desk/{await desk.Conversation()}");
        await tab.GetByRole(AriaRole.Button, new() { Name = "Take it" }).PressAsync("Enter");
        await Expect(tab.Locator("#head")).ToContainTextAsync("Hand over");
        Assert.False(await tab.GetByRole(AriaRole.Button, new() { Name = "Resolve" }).EvaluateAsync<bool>("e => e === document.activeElement"));
        await tab.Keyboard.PressAsync("Enter");
        await Task.Delay(500);
        await Expect(tab.Locator("#thread")).ToContainTextAsync("took this conversation");
        await Expect(tab.Locator("#thread")).Not.ToContainTextAsync("resolved it");
    }

    [BrowserFact]
    public async Task What_was_done_on_a_page_shows_on_it_and_the_keyboard_and_half_written_words_stay()
    {
        await using var desk = await DeskInBrowser.Open();
        var what = $"A second screen {Guid.NewGuid():N}";
        await desk.Api(HttpMethod.Post, "/api/v1/designs", new { kind = "tool", what });
        var tab = await desk.SignIn("/roles/designs");
        await tab.GetByLabel("What changes?").FillAsync("Headsets that fit");
        await tab.EvaluateAsync("window.notLoadedAgain = true");

        await tab.GetByRole(AriaRole.Button, new() { Name = $"It ended: “{what}”" }).PressAsync("Enter");

        var row = tab.Locator("li.off", new() { HasText = what });
        await Expect(row).ToBeFocusedAsync();
        await Expect(tab.GetByLabel("What changes?")).ToHaveValueAsync("Headsets that fit");
        await tab.Keyboard.PressAsync("Enter");
        Assert.True(await tab.EvaluateAsync<bool>("window.notLoadedAgain"));
    }
}
