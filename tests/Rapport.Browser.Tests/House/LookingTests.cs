using Microsoft.Playwright;
using Rapport.Tests;

namespace Rapport.Browser.Tests.House;

public class LookingTests
{
    const string Fine = "<!doctype html><html lang='en'><title>Desk</title><main><h1>Desk</h1><p>Ruth waits.</p></main></html>";

    [BrowserFact]
    public async Task A_page_is_looked_at_on_three_screens_by_day_and_by_night()
    {
        var page = await Show(Fine);

        Assert.Empty(await page.Look("house"));

        foreach (var look in new[] { "1440-light", "1440-dark", "768-light", "768-dark", "390-light", "390-dark" })
            Assert.True(File.Exists(Repository.At("artifacts", "screenshots", $"house-{look}.png")), look);
        Assert.Equal(1280, page.ViewportSize!.Width);
        await page.CloseAsync();
    }

    [BrowserTheory]
    [InlineData("<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='>", "image-alt")]
    [InlineData("<p style='color:#ccc;background:#fff'>pale</p>", "color-contrast")]
    [InlineData("<p style='width:3000px'>wide</p>", "wider than the screen")]
    public async Task A_fault_is_seen(string wrong, string seen)
    {
        var page = await Show(Fine.Replace("<p>", wrong + "<p>", StringComparison.Ordinal));

        Assert.Contains(await page.Faults(), fault => fault.Contains(seen, StringComparison.Ordinal));
        await page.CloseAsync();
    }

    static async Task<IPage> Show(string html)
    {
        var page = await (await RealChromium.Shared).NewPageAsync();
        await page.SetContentAsync(html);
        return page;
    }
}
