using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Rapport.Tests.Faults;

namespace Rapport.Tests.Mail;

/// <summary>The mailroom as it is installed: the one bundled file beside the program, run by Node.</summary>
public sealed class MailroomProcess : IAsyncDisposable
{
    readonly Process process;
    readonly StringBuilder said = new();

    MailroomProcess(Process process) => this.process = process;

    public int Smtp { get; private init; }
    public int Lmtp { get; private init; }

    /// <summary>What it has said so far.</summary>
    public string Output
    {
        get { lock (said) return said.ToString(); }
    }

    /// <summary>The memory it takes now, in bytes.</summary>
    public long Memory
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64;
        }
    }

    public static async Task<MailroomProcess> Start(Uri program, IReadOnlyDictionary<string, string>? environment = null, (int Smtp, int Lmtp)? ports = null)
    {
        var (smtp, lmtp) = ports ?? (DeskProcess.FreePort(), DeskProcess.FreePort());
        // From a folder where no packages lie: what it needs is in the one file.
        var start = new ProcessStartInfo("node", [Path.Combine(AppContext.BaseDirectory, "mailroom.mjs")])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment["RAPPORT_MAILROOM_PROGRAM"] = program.ToString();
        start.Environment["RAPPORT_MAILROOM_SECRET"] = OtherSide.Secret;
        start.Environment["RAPPORT_SMTP"] = $"127.0.0.1:{smtp},lmtp://127.0.0.1:{lmtp}";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal)) start.Environment[name] = value;
        var mailroom = new MailroomProcess(Process.Start(start)!) { Smtp = smtp, Lmtp = lmtp };
        mailroom.process.ErrorDataReceived += (_, line) => { lock (mailroom.said) mailroom.said.AppendLine(line.Data); };
        mailroom.process.BeginErrorReadLine();
        await Answers(smtp, () => mailroom.process.HasExited ? $"The mailroom ended while starting: {mailroom.Output}" : null);
        await Answers(lmtp, () => null);
        return mailroom;
    }

    /// <summary>Waits until something listens on a port.</summary>
    public static async Task Answers(int port, Func<string?> trouble)
    {
        for (var tries = 0; tries < 600; tries++)
        {
            if (trouble() is { } words) Assert.Fail(words);
            try
            {
                using TcpClient client = new();
                await client.ConnectAsync("127.0.0.1", port);
                return;
            }
            catch (SocketException) { /* not listening yet */ }
            await Task.Delay(50);
        }
        Assert.Fail($"Nothing listens on port {port}. {trouble()}");
    }

    public async Task Kill()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Does what the end of the program does: its pipe closes.</summary>
    public async Task<int> ProgramEnds()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(10));
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) await Kill();
        process.Dispose();
    }
}
