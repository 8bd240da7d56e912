using static Microsoft.Playwright.Assertions;

namespace Rapport.Browser.Tests.Desk;

[Collection(OneDesk.Name)]
public class TogetherTests
{
    [BrowserFact]
    public async Task One_sees_who_else_is_looking_and_who_is_writing()
    {
        await using var desk = await DeskInBrowser.Open();
        var number = await desk.Conversation();
        var mine = await desk.SignIn($"/desk/{number}");
        var (browser, hers) = await desk.Colleague("Ines Costa", $"/desk/{number}");
        await using var _ = browser;

        await Expect(mine.Locator("#presence")).ToHaveTextAsync("Ines Costa is looking");
        await hers.Locator("message-composer textarea").PressSequentiallyAsync("I could look");
        await Expect(mine.Locator("#presence")).ToHaveTextAsync("Ines Costa is writing");
        await Expect(mine.Locator("#presence")).ToHaveTextAsync("Ines Costa is looking", new() { Timeout = 15_000 });
    }

    [BrowserFact]
    public async Task When_somebody_else_takes_it_what_one_had_begun_to_write_is_kept()
    {
        await using var desk = await DeskInBrowser.Open();
        var number = await desk.Conversation();
        await desk.SignIn($"/desk/{number}");
        var (browser, hers) = await desk.Colleague("Ines Costa", $"/desk/{number}");
        await using var _ = browser;
        var composer = hers.Locator("message-composer");
        await composer.Locator("textarea").PressSequentiallyAsync("Dear Ruth");

        await desk.Take(number);

        await Expect(composer.Locator("[value=reply]")).ToHaveCountAsync(0);
        await Expect(composer.Locator("textarea")).ToHaveValueAsync("");
        await Expect(composer.Locator("[data-problem]")).ToContainTextAsync("What you had begun to write is kept");
        await composer.GetByText("Put it here").ClickAsync();
        await Expect(composer.Locator("textarea")).ToHaveValueAsync("Dear Ruth");
    }
}
