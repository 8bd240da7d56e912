using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;

namespace Rapport.Browser.Tests.Channels;

/// <summary>
/// A shop's page on an address of its own, whose policy allows the desk's script and nothing else: nothing inline, nothing evaluated.
/// It notes what its visitors' browsers complain about.
/// </summary>
public sealed class StrictShop : IAsyncDisposable
{
    readonly WebApplication app;
    readonly List<string> complaints = [];

    StrictShop(WebApplication app) => this.app = app;

    public IReadOnlyList<string> Complaints => complaints;
    string Url => app.Urls.First() + "/";

    public static async Task<StrictShop> Open(Uri desk, string attributes = "")
    {
        var origin = desk.GetLeftPart(UriPartial.Authority);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        var shop = builder.Build();
        shop.MapGet("/{page?}", (HttpContext http) =>
        {
            http.Response.Headers.ContentSecurityPolicy = $"default-src 'none'; script-src {origin}; connect-src {origin}; img-src {origin}; base-uri 'none'; require-trusted-types-for 'script'";
            return Results.Content($"""
                <!doctype html><html lang="en"><head><meta name="viewport" content="width=device-width, initial-scale=1"><title>A shop</title>
                <script src="{origin}/widget.js" defer {attributes}></script></head>
                <body><main><h1>A shop</h1><p>With <a href="/other">another page</a>.</p></main></body></html>
                """, "text/html; charset=utf-8");
        });
        await shop.StartAsync();
        return new(shop);
    }

    /// <summary>A customer comes with a browser of their own.</summary>
    public async Task<IPage> Visit(int width = 1440, int height = 900)
    {
        var context = await (await RealChromium.Shared).NewContextAsync(new() { ViewportSize = new() { Width = width, Height = height } });
        return await Page(context);
    }

    /// <summary>Another tab of the same browser.</summary>
    public Task<IPage> AnotherTab(IPage page) => Page(page.Context);

    async Task<IPage> Page(IBrowserContext context)
    {
        var page = await context.NewPageAsync();
        page.PageError += (_, error) => complaints.Add(error);
        page.Console += (_, message) =>
        {
            // A desk that is away is what some tests are about; the browser's own icon request is nobody's fault.
            if (message.Type is "error" && !message.Text.Contains("net::ERR_", StringComparison.Ordinal) && !message.Location.Contains("favicon", StringComparison.Ordinal)) complaints.Add(message.Text);
        };
        await page.GotoAsync(Url);
        return page;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}

/// <summary>What a customer sees and does at the widget.</summary>
static class AtTheWidget
{
    public static ILocator Field(this IPage page) => page.GetByRole(AriaRole.Textbox, new() { Name = "Your message" });

    public static ILocator Launcher(this IPage page, string name = "Open the chat") => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public static ILocator Panel(this IPage page, string name) => page.GetByRole(AriaRole.Dialog, new() { Name = name, Exact = true });

    /// <summary>The words in the thread, as they are shown.</summary>
    public static Task<IReadOnlyList<string>> Thread(this IPage page) => page.Locator(".m").AllInnerTextsAsync();

    public static async Task OpenChat(this IPage page)
    {
        await page.EvaluateAsync("() => window.Rapport.open()");
        await page.Field().WaitForAsync();
    }

    public static async Task Write(this IPage page, string words)
    {
        await page.Field().FillAsync(words);
        await page.Field().PressAsync("Enter");
    }

    public static Task Sees(this IPage page, string words) => page.GetByText(words).First.WaitForAsync();
}
