using Rapport.Tests.Proposing;
using static Microsoft.Playwright.Assertions;

namespace Rapport.Browser.Tests.Journeys;

/// <summary>A language model reads, slowly, while somebody goes on working.</summary>
public class ModelJourney
{
    const string Joke = "It ships on Monday. A second cup of that coffee and you could fly the plane yourself.", Next = "And while I have you, which of the two";

    [BrowserFact]
    public async Task A_proposal_comes_while_the_next_words_are_typed_and_nothing_of_them_moves_or_is_lost()
    {
        await using var model = await ModelServer.Open();
        var answer = new TaskCompletionSource();
        model.Sees("humor", "you could fly the plane yourself");
        var sees = model.Answers;
        model.Answers = async asked => { if (asked.IsOfDesk) await answer.Task; return await sees(asked); };
        await using var desk = await DeskInBrowser.OpenMortal(model.Settings().ToDictionary(s => s.Key, s => s.Value!, StringComparer.Ordinal));
        var number = await desk.Conversation();
        await desk.Take(number);
        var dana = await desk.SignIn($"/desk/{number}");
        await dana.Keyboard.PressAsync("r");
        await dana.Keyboard.TypeAsync(Joke);
        await dana.Keyboard.PressAsync("Control+Enter");
        await Expect(dana.Locator("#thread .msg.us:not(.held)")).ToContainTextAsync("It ships on Monday", new() { Timeout = 30_000 });
        await DeskInBrowser.Until(() => Task.FromResult(model.All.Any(a => a.IsOfDesk)));
        var words = dana.Locator("#writing textarea");
        await words.FocusAsync();
        await dana.Keyboard.TypeAsync(Next);
        await dana.Keyboard.PressAsync("ArrowLeft");
        await Expect(dana.Locator(".proposal")).ToHaveCountAsync(0);
        var (where, caret) = (await words.BoundingBoxAsync(), await words.EvaluateAsync<int>("e => e.selectionStart"));

        answer.SetResult();

        await Expect(dana.Locator(".proposal")).ToContainTextAsync("That looks like appropriate humor. Keep it?", new() { Timeout = 20_000 });
        await Expect(words).ToBeFocusedAsync();
        await Expect(words).ToHaveValueAsync(Next);
        Assert.Equal(caret, await words.EvaluateAsync<int>("e => e.selectionStart"));
        Assert.Equal((where!.X, where.Y), ((await words.BoundingBoxAsync())!.X, (await words.BoundingBoxAsync())!.Y));
        await dana.Keyboard.TypeAsync("!");
        await Expect(words).ToHaveValueAsync(Next[..^1] + "!" + Next[^1]);
    }
}
