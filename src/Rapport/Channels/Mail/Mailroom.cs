using System.Diagnostics;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Channels.Mail;

/// <summary>Where the mailroom's script lies; nowhere where it was not built.</summary>
public sealed record MailroomScript(string? Path)
{
    public static MailroomScript Beside(string folder) => new(new[] { System.IO.Path.Combine(folder, "mailroom.mjs"), System.IO.Path.Combine(folder, "mailroom", "mailroom.mjs") }.FirstOrDefault(File.Exists));
}

/// <summary>
/// Keeps the mailroom running: its own process, so that whatever a letter does to whoever reads it is done away from the database. It is
/// started when there is mail to fetch, to listen for or to read, and again, after a growing pause, whenever it ends.
/// </summary>
public sealed class Mailroom(IServiceScopeFactory scopes, MailroomScript script, MailroomKey key, MailLeases leases, Topics topics, IConfiguration settings, IServer server, IHostApplicationLifetime life, TimeProvider time, ILogger<Mailroom> log) : BackgroundService
{
    static readonly TimeSpan Look = TimeSpan.FromSeconds(5), First = TimeSpan.FromMilliseconds(500), Longest = TimeSpan.FromSeconds(5), Steady = TimeSpan.FromSeconds(10), Farewell = TimeSpan.FromSeconds(3);

    /// <summary>Since when it does not run though it should; null while all is well.</summary>
    public Instant? DownSince { get; private set; }

    /// <summary>Why, in words.</summary>
    public string? Why { get; private set; }

    public int? ProcessId { get; private set; }

    /// <summary>Since when it is down; one that is only being started anew is no news.</summary>
    public Instant? TroubleSince(Instant now) => DownSince + Duration.FromMinutes(1) <= now ? DownSince : null;

    readonly Outage outage = new(log);

    string? Listen => MailSettings.Listen(settings);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!await Started(stoppingToken)) return;
        var pause = First;
        await Quietly(leases.Begin, stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Wanted(stoppingToken);
                if (script.Path is null)
                {
                    Down("It is not beside the program, so it was not built with it.");
                    await Task.Delay(Longest, stoppingToken);
                    continue;
                }
                var begun = Stopwatch.GetTimestamp();
                Down(await Run(script.Path, stoppingToken));
                pause = Stopwatch.GetElapsedTime(begun) > Steady ? First : pause;
                await Task.Delay(pause, stoppingToken);
                pause = pause * 2 < Longest ? pause * 2 : Longest;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { return; }
            catch (Exception e)
            {
                Down(e.Message);
                outage.Tell(e, "The mailroom could not be started; trying again");
                await Task.Delay(Longest, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    async Task<bool> Started(CancellationToken stopping)
    {
        var started = new TaskCompletionSource();
        await using var one = life.ApplicationStarted.Register(started.SetResult);
        await using var two = stopping.Register(() => started.TrySetResult());
        await started.Task;
        if (stopping.IsCancellationRequested) return false;
        LeaveKey();
        return true;
    }

    /// <summary>Returns when there is something for a mailroom to do.</summary>
    async Task Wanted(CancellationToken stopping)
    {
        using var news = topics.Follow(["mailroom:mailboxes", "mailroom:trials", "mailroom:letters"], null);
        while (Listen is null)
        {
            await using (var scope = scopes.CreateAsyncScope())
            {
                var db = scope.ServiceProvider.GetRequiredService<RapportDb>();
                if (await db.Mailboxes.AnyAsync(m => m.RemovedAt == null, stopping) || await db.MailTrials.AnyAsync(t => t.DoneAt == null, stopping)
                    || await db.Letters.AnyAsync(l => l.State == LetterState.Stored, stopping)) return;
            }
            outage.IsOver();
            using var pause = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            pause.CancelAfter(Look);
            try { await news.News.WaitToReadAsync(pause.Token); }
            catch (OperationCanceledException) { stopping.ThrowIfCancellationRequested(); }
            while (news.News.TryRead(out _)) { /* one look is enough for all of them */ }
        }
    }

    /// <summary>Runs it until it ends, and says how it ended.</summary>
    async Task<string> Run(string path, CancellationToken stopping)
    {
        var start = new ProcessStartInfo("node", ["--max-old-space-size=160", "--max-semi-space-size=4", "--expose-gc", path]) { RedirectStandardInput = true, RedirectStandardError = true, UseShellExecute = false };
        // What is the program's own stays with it.
        foreach (var own in start.Environment.Keys.Where(k => k.StartsWith("RAPPORT_", StringComparison.Ordinal)).ToList()) start.Environment.Remove(own);
        // What a large letter took is given back to the machine, and its threads do not each keep a pool of their own.
        (start.Environment["MALLOC_ARENA_MAX"], start.Environment["MALLOC_MMAP_THRESHOLD_"], start.Environment["MALLOC_TRIM_THRESHOLD_"]) = ("2", "65536", "131072");
        start.Environment["RAPPORT_MAILROOM_PROGRAM"] = Address;
        start.Environment["RAPPORT_MAILROOM_SECRET"] = key.Secret;
        if (MailSettings.Dns(settings) is { } dns) start.Environment["RAPPORT_DNS"] = dns;
        if (Listen is { } listen) start.Environment["RAPPORT_SMTP"] = listen;
        using var process = Process.Start(start) ?? throw new InvalidOperationException("Node.js did not start.");
        ProcessId = process.Id;
        var (last, begun) = ("", Stopwatch.GetTimestamp());
        process.ErrorDataReceived += (_, line) =>
        {
            if (string.IsNullOrWhiteSpace(line.Data)) return;
            last = Cut.To(line.Data.Trim(), 500).Replace("mailroom: ", "", StringComparison.Ordinal);
            log.LogWarning("The mailroom says: {Line}", last);
        };
        process.BeginErrorReadLine();
        try
        {
            for (var ended = process.WaitForExitAsync(stopping); !ended.IsCompleted; await Task.WhenAny(ended, Task.Delay(MailLeases.Renewed, stopping)))
            {
                // One that ends as soon as it is started, because it cannot listen where it shall, has not been up in between.
                if (Stopwatch.GetElapsedTime(begun) >= Steady) Up();
                await Quietly(leases.Renew, stopping);
            }
            stopping.ThrowIfCancellationRequested();
        }
        catch (OperationCanceledException)
        {
            await Stop(process);
            throw;
        }
        finally { ProcessId = null; }
        await Quietly(leases.End, stopping);
        log.LogWarning("The mailroom ended with {Code}; it is started again", process.ExitCode);
        return last.Length > 0 ? last : $"It ended by itself ({process.ExitCode}).";
    }

    /// <summary>Without it leases end by themselves, later.</summary>
    async Task Quietly(Func<CancellationToken, Task> work, CancellationToken stopping)
    {
        try
        {
            await work(stopping);
            outage.IsOver();
        }
        catch (Exception e) when (e is not OperationCanceledException) { outage.Tell(e, "What a mailroom took could not be looked through"); }
    }

    /// <summary>It ends when nobody holds its input any more, and soon after that it is ended.</summary>
    static async Task Stop(Process process)
    {
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(Farewell);
        try { await process.WaitForExitAsync(patience.Token); }
        catch (OperationCanceledException) { process.Kill(entireProcessTree: true); }
    }

    void Up()
    {
        if (DownSince is null) return;
        (DownSince, Why) = (null, null);
        topics.Publish("mail");
    }

    void Down(string why)
    {
        (DownSince, Why) = (DownSince ?? time.Now(), why);
        topics.Publish("mail");
    }

    /// <summary>Where the program listens, as this machine reaches it.</summary>
    string Address
    {
        get
        {
            var all = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
            var one = all.FirstOrDefault(a => a.StartsWith("http:", StringComparison.OrdinalIgnoreCase)) ?? all.FirstOrDefault() ?? "http://127.0.0.1:5080";
            return one.Replace("//+", "//127.0.0.1", StringComparison.Ordinal).Replace("//*", "//127.0.0.1", StringComparison.Ordinal).Replace("//[::]", "//127.0.0.1", StringComparison.Ordinal).Replace("//0.0.0.0", "//127.0.0.1", StringComparison.Ordinal);
        }
    }

    public const string KeyFile = "mailroom.key";

    /// <summary>For a pipe from a mail server on this machine: the address and the key of this start, readable by the program's own account alone.</summary>
    void LeaveKey()
    {
        var file = Path.Combine(DataFolder.Of(settings), KeyFile);
        try
        {
            DataFolder.Make(Path.GetDirectoryName(file)!);
            File.Delete(file);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var writer = new StreamWriter(file, options);
            writer.WriteLine(Address);
            writer.WriteLine(key.Secret);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { log.LogWarning("`mail deliver` will not work, because {File} could not be written: {Reason}", file, e.Message); }
    }
}
