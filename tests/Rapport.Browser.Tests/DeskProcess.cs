using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Rapport.Tests;

namespace Rapport.Browser.Tests;

/// <summary>The real program as its own process with its own empty SQLite database; a test may kill it and start it again.</summary>
public sealed class DeskProcess : IAsyncDisposable
{
    public const string Email = "dana@example.com", Password = "correct horse battery";
    const string Token = "the owner's token";
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    static readonly Lazy<Task<DeskProcess>> shared = new(() => Own());

    readonly string folder = Directory.CreateTempSubdirectory("rapport-browser-").FullName;
    readonly HttpClient api;
    readonly IReadOnlyDictionary<string, string> settings;
    Process? program;

    DeskProcess(IReadOnlyDictionary<string, string>? settings = null)
    {
        this.settings = settings ?? new Dictionary<string, string>(StringComparer.Ordinal);
        Url = new Uri($"http://127.0.0.1:{FreePort()}");
        api = new HttpClient { BaseAddress = Url };
        api.DefaultRequestHeaders.Authorization = new("Bearer", Token);
        AppDomain.CurrentDomain.ProcessExit += End;
    }

    public Uri Url { get; }

    /// <summary>One for all tests that leave it alive.</summary>
    public static Task<DeskProcess> Shared => shared.Value;

    /// <param name="settings">What its environment says beside what every one of them is told.</param>
    public static async Task<DeskProcess> Own(IReadOnlyDictionary<string, string>? settings = null)
    {
        var desk = new DeskProcess(settings);
        await desk.Start();
        return desk;
    }

    public async Task Start()
    {
        var build = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var start = new ProcessStartInfo("dotnet", Repository.At("artifacts", "bin", "Rapport", build, "Rapport.dll")) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["RAPPORT_URL"] = Url.ToString();
        start.Environment["RAPPORT_DATA"] = folder;
        start.Environment["RAPPORT_DATABASE"] = "";
        start.Environment["RAPPORT_OWNER_EMAIL"] = Email;
        start.Environment["RAPPORT_OWNER_PASSWORD"] = Password;
        start.Environment["RAPPORT_OWNER_TOKEN"] = Token;
        foreach (var (name, value) in settings) start.Environment[name] = value;
        program = Process.Start(start)!;
        program.BeginOutputReadLine();
        program.BeginErrorReadLine();
        var said = "nothing";
        for (var until = DateTime.UtcNow + Patience; DateTime.UtcNow < until; await Task.Delay(100))
        {
            if (program.HasExited) throw new InvalidOperationException($"The program ended with {program.ExitCode} before it was ready.");
            try
            {
                using var ready = await api.GetAsync(new Uri("/health/ready", UriKind.Relative));
                if (ready.IsSuccessStatusCode) return;
                said = await ready.Content.ReadAsStringAsync();
            }
            catch (HttpRequestException e) { said = e.Message; }
        }
        throw new InvalidOperationException($"The program was not ready in {Patience.TotalSeconds} s; at last it said: {said}");
    }

    /// <summary>As a power cut would: no farewell, nothing flushed.</summary>
    public async Task Kill()
    {
        if (program is null) return;
        program.Kill();
        await program.WaitForExitAsync();
        program.Dispose();
        program = null;
    }

    public async Task<JsonElement> Send(HttpMethod method, string path, object body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body) };
        using var answer = await api.SendAsync(request);
        var said = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{method} {path}: {(int)answer.StatusCode} {said}");
        return said.Length == 0 ? default : JsonDocument.Parse(said).RootElement;
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>The tests end: so does every desk that they have not ended themselves.</summary>
    void End(object? sender, EventArgs e)
    {
        program?.Kill();
        program?.WaitForExit();
        Directory.Delete(folder, recursive: true);
    }

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= End;
        await Kill();
        api.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
