using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace Rapport.Bench.Servers;

/// <summary>A real Dovecot with one mailbox, which is filled by writing its files.</summary>
public sealed class Dovecot : IDisposable
{
    public const string User = "box@bench.example", Password = "secret";

    readonly Process process;
    readonly string home;

    Dovecot(Process process, string home) => (this.process, this.home) = (process, home);

    public static async Task<Dovecot> Start(int port, IEnumerable<byte[]> letters)
    {
        var folder = Directory.CreateTempSubdirectory("rapport-bench-mail-").FullName;
        var box = Path.Combine(folder, "mail", "cur");
        foreach (var name in new[] { "cur", "new", "tmp" }) Directory.CreateDirectory(Path.Combine(folder, "mail", name));
        var n = 0;
        foreach (var letter in letters) await File.WriteAllBytesAsync(Path.Combine(box, string.Create(CultureInfo.InvariantCulture, $"{1_700_000_000 + n}.M{n++}.bench,S={letter.Length},W={letter.Length}:2,")), letter);
        await File.WriteAllTextAsync(Path.Combine(folder, "dovecot.conf"), Configuration(folder, port));
        await Run("chmod", "755", folder);
        await Run("chown", "-R", "mail:mail", Path.Combine(folder, "mail"));
        var dovecot = new Dovecot(Process.Start(new ProcessStartInfo("/usr/sbin/dovecot", ["-F", "-c", Path.Combine(folder, "dovecot.conf")]))!, folder);
        for (var i = 0; i < 200; i++, await Task.Delay(50))
        {
            using TcpClient client = new();
            try
            {
                await client.ConnectAsync("127.0.0.1", port);
                return dovecot;
            }
            catch (SocketException) { /* not listening yet */ }
        }
        throw new InvalidOperationException("Dovecot did not start.");
    }

    static async Task Run(string command, params string[] arguments)
    {
        using var run = Process.Start(command, arguments);
        await run.WaitForExitAsync();
    }

    static string Configuration(string home, int port) => $$"""
        base_dir = {{home}}/run
        log_path = {{home}}/dovecot.log
        protocols = imap
        listen = 127.0.0.1
        ssl = no
        disable_plaintext_auth = no
        mail_location = maildir:{{home}}/mail
        first_valid_uid = 1
        passdb {
          driver = static
          args = password={{Password}}
        }
        userdb {
          driver = static
          args = uid=mail gid=mail home={{home}}/mail
        }
        service imap-login {
          inet_listener imap {
            port = {{port.ToString(CultureInfo.InvariantCulture)}}
          }
          inet_listener imaps {
            port = 0
          }
        }

        """;

    public void Dispose()
    {
        using (var end = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)])) end.WaitForExit();
        process.WaitForExit(10_000);
        process.Dispose();
        Directory.Delete(home, recursive: true);
    }
}
