using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Playwright;
using Rapport.Tests;

[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Rapport.Browser.Tests;

/// <summary>The real program as its own process, which a test may kill, and one real Chromium that looks at it.</summary>
public sealed class DeskInBrowser : IAsyncDisposable
{
    public const string Email = "dana@example.com", Password = "correct horse battery";
    const string Token = "the owner's token";
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly string folder = Directory.CreateTempSubdirectory("rapport-browser-").FullName;
    readonly HttpClient api;
    readonly List<IRequest> lines = [];
    Process? server;

    DeskInBrowser(Uri url, IBrowserContext browser)
    {
        (Url, Browser) = (url, browser);
        api = new HttpClient { BaseAddress = url };
        api.DefaultRequestHeaders.Authorization = new("Bearer", Token);
        browser.Request += (_, request) => { if (request.Url.Contains("/live?", StringComparison.Ordinal)) lines.Add(request); };
        browser.RequestFailed += (_, request) => lines.Remove(request);
        browser.RequestFinished += (_, request) => lines.Remove(request);
    }

    public Uri Url { get; }

    /// <summary>One browser of one person: its tabs share cookies, storage and the live line.</summary>
    public IBrowserContext Browser { get; }

    /// <summary>How many live lines the browser holds open.</summary>
    public int OpenLines => lines.Count(line => !line.Frame.Page.IsClosed);

    public static async Task<DeskInBrowser> Open(int width = 1440, int height = 900)
    {
        var context = await (await RealChromium.Shared).NewContextAsync(new() { ViewportSize = new() { Width = width, Height = height } });
        var desk = new DeskInBrowser(new Uri($"http://127.0.0.1:{FreePort()}"), context);
        await desk.Start();
        return desk;
    }

    public async Task Start()
    {
        var build = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var start = new ProcessStartInfo("dotnet", Repository.At("artifacts", "bin", "Rapport", build, "Rapport.dll")) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["RAPPORT_URL"] = Url.ToString();
        start.Environment["RAPPORT_DATA"] = folder;
        start.Environment["RAPPORT_OWNER_EMAIL"] = Email;
        start.Environment["RAPPORT_OWNER_PASSWORD"] = Password;
        start.Environment["RAPPORT_OWNER_TOKEN"] = Token;
        server = Process.Start(start)!;
        server.BeginOutputReadLine();
        server.BeginErrorReadLine();
        for (var until = DateTime.UtcNow + Patience; ; await Task.Delay(100))
        {
            if (server.HasExited) throw new InvalidOperationException($"The program ended with {server.ExitCode} before it was ready.");
            try
            {
                using var ready = await api.GetAsync(new Uri("/health/ready", UriKind.Relative));
                if (ready.IsSuccessStatusCode) return;
            }
            catch (HttpRequestException) when (DateTime.UtcNow < until) { /* not yet */ }
        }
    }

    /// <summary>As a power cut would: no farewell, nothing flushed.</summary>
    public async Task Kill()
    {
        if (server is null) return;
        server.Kill();
        await server.WaitForExitAsync();
        server.Dispose();
        server = null;
    }

    public async Task<IPage> SignIn()
    {
        var tab = await Browser.NewPageAsync();
        await tab.GotoAsync(new Uri(Url, "/sign-in").ToString());
        await tab.FillAsync("[name=email]", Email);
        await tab.FillAsync("[name=password]", Password);
        await tab.PressAsync("[name=password]", "Enter");
        await tab.WaitForURLAsync("**/desk*");
        return tab;
    }

    public async Task<IPage> NewTab(string path)
    {
        var tab = await Browser.NewPageAsync();
        await tab.GotoAsync(new Uri(Url, path).ToString());
        return tab;
    }

    public async Task<long> Conversation(string customer = "Ruth Adeyemi", string body = "The 15 kg bag arrived torn") =>
        (await Post("/api/v1/conversations", new { channel = "api", customer = new { name = customer }, body })).GetProperty("number").GetInt64();

    public Task CustomerWrites(long number, string body) => Post($"/api/v1/conversations/{number}/messages", new { from = "customer", body });

    public Task Take(long number) => Send(HttpMethod.Put, $"/api/v1/conversations/{number}/owner", new { person = "me" });

    Task<JsonElement> Post(string path, object body) => Send(HttpMethod.Post, path, body);

    async Task<JsonElement> Send(HttpMethod method, string path, object body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body) };
        using var answer = await api.SendAsync(request);
        var said = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{method} {path}: {(int)answer.StatusCode} {said}");
        return JsonDocument.Parse(said).RootElement;
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.CloseAsync();
        await Kill();
        api.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
