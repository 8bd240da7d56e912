using System.Diagnostics;
using System.Net;
using System.Runtime.InteropServices;

namespace Rapport.Bench.Servers;

/// <summary>The published program on a loopback port, as anybody would run it.</summary>
public sealed partial class Server : IDisposable
{
    public const string Email = "owner@bench.example", Password = "a long bench password", Token = "bench-0123456789-0123456789-0123456789";
    const int Terminate = 15;

    readonly Process process;
    readonly Dictionary<string, string> sessions = [];

    Server(Process process, int port, TimeSpan ready) => (this.process, Port, Ready) = (process, port, ready);

    public int Port { get; }
    public int Id => process.Id;
    public bool IsAlive => !process.HasExited;

    /// <summary>From the start of the process to the first 200 of /health/ready.</summary>
    public TimeSpan Ready { get; }

    public static async Task<Server> Start(string program, string data, int port, string? postgres = null, Dictionary<string, string>? settings = null)
    {
        Directory.CreateDirectory(data);
        var log = Path.Combine(data, "server.log");
        var start = new ProcessStartInfo("/bin/sh", ["-c", "log=$1; shift; exec \"$@\" >>\"$log\" 2>&1 </dev/null", "sh", log, "dotnet", Path.Combine(program, "Rapport.dll")])
        {
            WorkingDirectory = data,
            Environment =
            {
                ["RAPPORT_URL"] = $"http://127.0.0.1:{port}",
                ["RAPPORT_DATA"] = data,
                ["RAPPORT_OWNER_EMAIL"] = Email,
                ["RAPPORT_OWNER_PASSWORD"] = Password,
                ["RAPPORT_OWNER_TOKEN"] = Token,
            },
        };
        if (postgres is null) start.Environment.Remove("RAPPORT_DATABASE");
        else start.Environment["RAPPORT_DATABASE"] = postgres;

        foreach (var (name, value) in settings ?? []) start.Environment[name] = value;

        var clock = Stopwatch.StartNew();
        var started = Process.Start(start)!;
        using var http = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}") };
        while (true)
        {
            if (started.HasExited || clock.Elapsed > TimeSpan.FromMinutes(2))
                throw new InvalidOperationException($"The server did not get ready. Its log:\n{await File.ReadAllTextAsync(log)}");
            try
            {
                using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative));
                if (answer.StatusCode == HttpStatusCode.OK) return new(started, port, clock.Elapsed);
            }
            catch (HttpRequestException) { /* not listening yet */ }
            await Task.Delay(5);
        }
    }

    /// <summary>Signs somebody in, once, and gives the cookie header of the session.</summary>
    public async Task<string> SignIn(string email = Email)
    {
        if (sessions.TryGetValue(email, out var session)) return session;
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        using var http = new HttpClient(handler) { BaseAddress = new($"http://127.0.0.1:{Port}") };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-in")
        {
            Headers = { { "Sec-Fetch-Site", "same-origin" }, { "Origin", $"http://127.0.0.1:{Port}" } },
            Content = new FormUrlEncodedContent([new("email", email), new("password", Password), new("back", "")]),
        };
        using var answer = await http.SendAsync(request);
        if (!answer.Headers.TryGetValues("Set-Cookie", out var cookies))
            throw new InvalidOperationException($"Signing in gave {(int)answer.StatusCode} and no cookie: {await answer.Content.ReadAsStringAsync()}");
        return sessions[email] = "Cookie: " + string.Join("; ", cookies.Select(c => c.Split(';')[0]));
    }

    public long ResidentBytes => Machine.ResidentBytes(Id);

    public TimeSpan Cpu => Machine.CpuOf(Id);

    public void Dispose()
    {
        if (!process.HasExited)
        {
            _ = kill(process.Id, Terminate);
            if (!process.WaitForExit(TimeSpan.FromSeconds(15))) process.Kill();
        }
        process.Dispose();
    }

    [LibraryImport("libc")]
    private static partial int kill(int process, int signal);
}
