using System.Globalization;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace Rapport.Browser.Tests.Journeys;

/// <summary>
/// How soon what a message brings with it is on the screen of whoever has the conversation open: from the moment at which the message is sent to the
/// desk (so its way there and its saving count) until the browser has it in the page and it can be seen. The middle one of several counts.
/// </summary>
[Collection(ByThemselves.Name)]
public class SoonTests(ITestOutputHelper output)
{
    /// <summary>The aim is 150 ms where nothing else runs; where tests run, something does. What it took is written down with the test.</summary>
    const double Soon = 1000;

    /// <summary>Notes on the clock of the machine, which the test reads too, when something is there and has been drawn.</summary>
    const string Watch = """
        what => {
          delete window.came
          const seen = () => [...document.querySelectorAll(what)].filter(e => e.checkVisibility({ visibilityProperty: true })).map(e => e.textContent).join('|')
          const before = seen()
          const look = () => {
            if ('came' in window || seen() === before || seen() === '') return
            window.came = performance.timeOrigin + performance.now()
          }
          window.watcher?.disconnect()
          window.watcher = new MutationObserver(look)
          window.watcher.observe(document.body, { childList: true, subtree: true, attributes: true })
        }
        """;

    [Trait("Proves", "E129")]
    [BrowserFact]
    public async Task A_cue_is_on_the_screen_soon_after_the_message_that_caused_it()
    {
        await using var desk = await DeskInBrowser.OpenMortal();
        await desk.Api(HttpMethod.Put, "/api/v1/cues/budget", new { per_hour = 60 });
        var took = new List<double>();
        var tab = await desk.SignIn();
        for (var i = 0; i < 9; i++)
        {
            var number = await desk.Conversation($"Ruth {i}", "My order is not here yet.");
            await desk.Take(number);
            await Open(desk, tab, number);
            took.Add(await From(tab, "#cues .cue", () => desk.CustomerWrites(number, $"Ha! He's turning {i + 4} on Saturday, so I suppose it counts as an early party.")));
        }
        Judge("cues", took);
    }

    [Trait("Proves", "E127")]
    [BrowserFact]
    public async Task A_proposal_is_on_the_screen_soon_after_its_message()
    {
        await using var desk = await DeskInBrowser.OpenMortal();
        var took = new List<double>();
        var tab = await desk.SignIn();
        foreach (var (asked, answered) in Talks)
        {
            var number = await desk.Conversation(body: asked);
            await desk.Take(number);
            await Open(desk, tab, number);
            took.Add(await From(tab, "#thread .proposal", () => desk.Api(HttpMethod.Post, $"/api/v1/conversations/{number}/messages", new { from = "agent", body = answered })));
        }
        Judge("proposals", took);
    }

    /// <summary>Each with words of its own: what one has said to others is proposed no more.</summary>
    static readonly (string Asked, string Answered)[] Talks =
    [
        ("Hi, the new bag came, thank you. Our dog Max turns ten on Saturday and eats like it's a job.", "Ten on Saturday! How will you two celebrate, does Max get a cake of his own?"),
        ("The oven must come this week, my mother bakes for the whole village.", "For the whole village! What does your mother bake, and who gets the first slice?"),
        ("I have taken up sailing and want a watch that survives it.", "You have taken up sailing! Where do you sail, and how did you get into it?"),
        ("We sing in a choir and need forty folders by Friday.", "Forty of you! What do you sing, and where can one hear you?"),
        ("I am learning the cello at sixty and need a softer case.", "The cello at sixty! What made you choose it, and what do you play at the moment?"),
    ];

    static async Task Open(DeskInBrowser desk, IPage tab, long number)
    {
        await tab.GotoAsync(new Uri(desk.Url, $"/desk/{number}").ToString());
        await desk.UntilOneLine();
    }

    static async Task<double> From(IPage tab, string what, Func<Task> send)
    {
        await tab.EvaluateAsync(Watch, what);
        var sent = DateTimeOffset.UtcNow;
        await send();
        // Asked again and again, because the page's policy lets nobody wait for a sentence of script.
        for (var i = 0; i < 400 && !await tab.EvaluateAsync<bool>("() => 'came' in window"); i++) await Task.Delay(50);
        Assert.True(await tab.EvaluateAsync<bool>("() => 'came' in window"), $"{what} never came");
        return await tab.EvaluateAsync<double>("window.came") - (sent - DateTimeOffset.UnixEpoch).TotalMilliseconds;
    }

    void Judge(string what, List<double> took)
    {
        var said = $"{what}: {string.Join(", ", took.Order().Select(t => t.ToString("0", CultureInfo.InvariantCulture)))} ms";
        output.WriteLine(said);
        Assert.True(took.Order().ElementAt(took.Count / 2) is >= 0 and <= Soon, said);
    }
}
