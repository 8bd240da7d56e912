using System.Text.Json;
using Microsoft.Playwright;

namespace Rapport.Browser.Tests;

/// <summary>A desk, and one browser of one person that looks at it: its tabs share cookies, storage and the live line.</summary>
public sealed class DeskInBrowser : IAsyncDisposable
{
    readonly List<IRequest> lines = [];
    readonly DeskProcess desk;
    readonly bool own;
    readonly IBrowserContext browser;

    DeskInBrowser(DeskProcess desk, bool own, IBrowserContext browser)
    {
        (this.desk, this.own, this.browser) = (desk, own, browser);
        browser.Request += (_, request) =>
        {
            // A page that is left takes its line with it, without a word.
            if (request.IsNavigationRequest) lines.RemoveAll(line => line.Frame == request.Frame);
            if (request.Url.Contains("/live?", StringComparison.Ordinal)) lines.Add(request);
        };
        // A page that is being left may still have opened one.
        browser.Response += (_, answer) => { if (answer.Request.IsNavigationRequest) lines.RemoveAll(line => line.Frame == answer.Frame); };
        browser.RequestFailed += (_, request) => lines.Remove(request);
        browser.RequestFinished += (_, request) => lines.Remove(request);
    }

    public Uri Url => desk.Url;

    /// <summary>How many live lines the browser holds open.</summary>
    public int OpenLines => lines.Count(line => !line.Frame.Page.IsClosed);

    public static async Task<DeskInBrowser> Open() => new(await DeskProcess.Shared, own: false, await NewBrowser());

    /// <summary>With a desk of its own, which this test may kill.</summary>
    public static async Task<DeskInBrowser> OpenMortal(IReadOnlyDictionary<string, string>? settings = null) => new(await DeskProcess.Own(settings), own: true, await NewBrowser());

    static async Task<IBrowserContext> NewBrowser(IBrowser? program = null) => await (program ?? await RealChromium.Shared).NewContextAsync(new() { ViewportSize = new() { Width = 1440, Height = 900 } });

    /// <summary>Somebody else who works here, invited by link, in a browser of their own; and their open tab.</summary>
    /// <param name="name">Who they are.</param>
    /// <param name="then">The page they look at.</param>
    /// <param name="program">A Chromium of their own, which a test may kill.</param>
    public async Task<(DeskInBrowser Browser, IPage Tab)> Colleague(string name, string then, IBrowser? program = null)
    {
        var people = await NewTab("/settings/people");
        await people.FillAsync("#f-email", $"{Guid.NewGuid():N}@example.com");
        await people.GetByRole(AriaRole.Button, new() { Name = "Make an invitation link" }).ClickAsync();
        var link = await people.Locator("#link").TextContentAsync();
        await people.CloseAsync();

        var colleague = new DeskInBrowser(desk, own: false, await NewBrowser(program));
        var tab = await colleague.NewTab(new Uri(link!).AbsolutePath);
        await tab.FillAsync("[name=name]", name);
        await tab.FillAsync("[name=password]", DeskProcess.Password);
        await tab.PressAsync("[name=password]", "Enter");
        await tab.WaitForURLAsync("**/desk*", new() { WaitUntil = WaitUntilState.Commit });
        await tab.GotoAsync(new Uri(desk.Url, then).ToString());
        return (colleague, tab);
    }

    public Task Kill() => own ? desk.Kill() : throw new InvalidOperationException("This desk is not this test's alone.");

    public Task StartAgain() => desk.Start();

    public async Task<IPage> SignIn(string then = "/desk")
    {
        var tab = await NewTab("/sign-in");
        await tab.FillAsync("[name=email]", DeskProcess.Email);
        await tab.FillAsync("[name=password]", DeskProcess.Password);
        await tab.PressAsync("[name=password]", "Enter");
        await tab.WaitForURLAsync("**/desk*", new() { WaitUntil = WaitUntilState.Commit });
        await tab.GotoAsync(new Uri(desk.Url, then).ToString());
        return tab;
    }

    public async Task<IPage> NewTab(string path)
    {
        var tab = await browser.NewPageAsync();
        await tab.GotoAsync(new Uri(desk.Url, path).ToString());
        return tab;
    }

    public async Task<long> Conversation(string customer = "Ruth Adeyemi", string body = "The 15 kg bag arrived torn") =>
        (await desk.Send(HttpMethod.Post, "/api/v1/conversations", new { channel = "api", customer = new { name = customer }, body })).GetProperty("number").GetInt64();

    public Task ContactType(string name, params string[] steps) => desk.Send(HttpMethod.Post, "/api/v1/contact-types", new { name, steps = steps.Select(s => new { name = s }) });

    public Task CustomerWrites(long number, string body) => desk.Send(HttpMethod.Post, $"/api/v1/conversations/{number}/messages", new { from = "customer", body });

    /// <summary>The owner's own program does it.</summary>
    public Task<JsonElement> Api(HttpMethod method, string path, object body) => desk.Send(method, path, body);

    public Task Take(long number) => desk.Send(HttpMethod.Put, $"/api/v1/conversations/{number}/owner", new { person = "me" });

    /// <summary>Waits until it is so, for what has no element to look at.</summary>
    public static async Task Until(Func<Task<bool>> isTrue, Func<string>? there = null)
    {
        for (var until = DateTime.UtcNow.AddSeconds(30); DateTime.UtcNow < until; await Task.Delay(50))
            if (await isTrue()) return;
        Assert.Fail($"It never came to be. {there?.Invoke()}");
    }

    public Task UntilOneLine() => Until(() => Task.FromResult(OpenLines == 1), () => $"There are {OpenLines} lines: {string.Join(", ", lines.Select(l => $"{l.Url} {(l.Frame.Page.IsClosed ? "closed" : "open")}"))}");

    public async ValueTask DisposeAsync()
    {
        await browser.CloseAsync();
        if (own) await desk.DisposeAsync();
    }
}
