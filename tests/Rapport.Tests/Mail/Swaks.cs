using System.Diagnostics;
using System.Globalization;

namespace Rapport.Tests.Mail;

/// <summary>swaks, a client for SMTP and LMTP that is not ours.</summary>
public static class Swaks
{
    public static async Task<(int Code, string Said)> Send(int port, params string[] arguments)
    {
        if (!File.Exists("/usr/bin/swaks")) throw new InvalidOperationException("swaks is not on this machine, and this test needs it. ./test installs it, or: apt-get install swaks");
        var start = new ProcessStartInfo("swaks", ["--server", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}"), "--helo", "client.example", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var said = await process.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromMinutes(2));
        await process.WaitForExitAsync();
        return (process.ExitCode, said + await errors);
    }
}
