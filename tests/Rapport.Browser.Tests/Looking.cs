using Microsoft.Playwright;
using Rapport.Tests;

namespace Rapport.Browser.Tests;

/// <summary>Looks at a page as people will: on a desk, a tablet and a phone, by day and by night, and with axe's eyes.</summary>
public static class Looking
{
    static readonly (int Width, int Height)[] Screens = [(1440, 900), (768, 1024), (390, 844)];
    static readonly ColorScheme[] Lights = [ColorScheme.Light, ColorScheme.Dark];
    static readonly string Axe = File.ReadAllText(Repository.At("node_modules", "axe-core", "axe.min.js"));

    static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <summary>WCAG 2.2 AA and axe's own good practices.</summary>
    const string RunAxe = """
        async () => {
          const { violations } = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
          return violations.flatMap(v => v.nodes.map(n => `${v.id}: ${n.target.join(' ')} (${v.help})`))
        }
        """;

    /// <summary>Tab, until the keyboard is there.</summary>
    public static async Task TabTo(this IPage page, string selector)
    {
        var goal = page.Locator(selector).First;
        for (var i = 0; i < 150; i++)
        {
            if (await goal.EvaluateAsync<bool>("e => e === document.activeElement")) return;
            await page.Keyboard.PressAsync("Tab");
        }
        Assert.Fail($"The keyboard alone does not reach {selector}.");
    }

    /// <summary>
    /// Takes a picture of each look into artifacts/screenshots/NAME-WIDTH-light.png and so on, and gives what is wrong with it:
    /// what axe finds, and whether the page is wider than the screen. Leaves the page as it was.
    /// </summary>
    public static async Task<IReadOnlyList<string>> Look(this IPage page, string name)
    {
        var faults = new List<string>();
        var before = page.ViewportSize;
        foreach (var (width, height) in Screens)
        {
            await page.SetViewportSizeAsync(width, height);
            foreach (var light in Lights)
            {
                var look = $"{name}-{width}-{light.ToString().ToLowerInvariant()}";
                await page.EmulateMediaAsync(new() { ColorScheme = light, ReducedMotion = ReducedMotion.Reduce });
                await page.ScreenshotAsync(new() { Path = Repository.At("artifacts", "screenshots", $"{look}.png"), Animations = ScreenshotAnimations.Disabled });
                faults.AddRange((await page.Faults()).Select(fault => $"{look}: {fault}"));
            }
        }
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Null, ReducedMotion = ReducedMotion.Null });
        if (before is not null) await page.SetViewportSizeAsync(before.Width, before.Height);
        return faults;
    }

    /// <summary>What is wrong with the page as it stands.</summary>
    public static async Task<IReadOnlyList<string>> Faults(this IPage page)
    {
        // Evaluated and not added as a tag, which the page's own policy would rightly refuse.
        // What is evaluated has no bound in Playwright; with one, a page that answers nothing is known by the line that asked.
        if (!await page.EvaluateAsync<bool>("() => 'axe' in window").WaitAsync(Longest)) await page.EvaluateAsync(Axe + ";0").WaitAsync(Longest);
        var found = await page.EvaluateAsync<string[]>(RunAxe).WaitAsync(Longest);
        var tooWide = await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > document.documentElement.clientWidth").WaitAsync(Longest);
        return tooWide ? [.. found, "the page is wider than the screen"] : found;
    }
}
