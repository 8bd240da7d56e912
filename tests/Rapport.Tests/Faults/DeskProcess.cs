using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace Rapport.Tests.Faults;

/// <summary>The program as a process of its own, as it is installed, so that it can be killed.</summary>
public sealed class DeskProcess : IAsyncDisposable
{
    readonly Process process;
    readonly StringBuilder said = new();

    DeskProcess(Process process, Uri url)
    {
        this.process = process;
        Url = url;
        Owner = new HttpClient { BaseAddress = url, Timeout = TimeSpan.FromSeconds(30), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", TestDesk.OwnerToken) } };
        process.OutputDataReceived += Hear;
        process.ErrorDataReceived += Hear;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => process.Id;
    public Uri Url { get; }
    public HttpClient Owner { get; }

    /// <summary>What it has said so far.</summary>
    public string Output
    {
        get { lock (said) return said.ToString(); }
    }

    public static async Task<DeskProcess> Start(string folder, string? postgres = null, int? port = null, IReadOnlyDictionary<string, string>? settings = null)
    {
        var url = new Uri($"http://127.0.0.1:{port ?? FreePort()}");
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Rapport.dll")]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = folder };
        start.Environment["RAPPORT_URL"] = url.ToString().TrimEnd('/');
        start.Environment["RAPPORT_DATA"] = folder;
        start.Environment["RAPPORT_OWNER_EMAIL"] = TestDesk.OwnerEmail;
        start.Environment["RAPPORT_OWNER_PASSWORD"] = TestDesk.OwnerPassword;
        start.Environment["RAPPORT_OWNER_TOKEN"] = TestDesk.OwnerToken;
        if (postgres is not null) start.Environment["RAPPORT_DATABASE"] = postgres;
        foreach (var (name, value) in settings ?? new Dictionary<string, string>(StringComparer.Ordinal)) start.Environment[name] = value;
        var desk = new DeskProcess(Process.Start(start)!, url);
        try
        {
            await desk.Ready();
            return desk;
        }
        catch
        {
            await desk.DisposeAsync();
            throw;
        }
    }

    /// <summary>As a power cut would end it: without a word.</summary>
    public async Task Kill()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Asks it to end, and gives its exit code.</summary>
    public async Task<int> Stop()
    {
        using var signal = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(15));
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        Owner.Dispose();
        if (!process.HasExited) await Kill();
        process.Dispose();
    }

    async Task Ready()
    {
        for (var tries = 0; tries < 1200; tries++)
        {
            Assert.False(process.HasExited, $"The desk ended while starting: {Output}");
            try
            {
                using var answer = await Owner.GetAsync(new Uri("/health/ready", UriKind.Relative));
                if (answer.IsSuccessStatusCode) return;
            }
            catch (HttpRequestException) { /* not listening yet */ }
            await Task.Delay(50);
        }
        Assert.Fail($"The desk did not become ready: {Output}");
    }

    void Hear(object sender, DataReceivedEventArgs line)
    {
        lock (said) said.AppendLine(line.Data);
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
