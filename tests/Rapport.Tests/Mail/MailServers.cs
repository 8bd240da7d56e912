using System.Diagnostics;
using System.Globalization;
using System.Text;
using Rapport.Tests.Faults;

namespace Rapport.Tests.Mail;

/// <summary>
/// A real Dovecot (IMAP) and a real Postfix (SMTP) of one test's own, on free ports of 127.0.0.1 with everything in one temporary folder.
/// Postfix delivers what is for shop.example into Dovecot's mailboxes, and what is for desk.example to the mailroom.
/// </summary>
public sealed class MailServers : IAsyncDisposable
{
    public const string Password = "secret";

    /// <summary>Their standard input is a pipe from the tests: when they end, even by SIGKILL, both servers and the folder go.</summary>
    const string Keeper = """
        home=$1
        trap 'rm -rf "$home"' EXIT
        trap '' INT HUP TERM
        mkdir -p "$home/mail" "$home/queue" "$home/data"
        chmod 755 "$home"
        chown -R mail:mail "$home/mail" && chown postfix "$home/data" || exit 1
        dovecot -F -c "$home/dovecot.conf" </dev/null &
        [ -e "$home/conf/main.cf" ] && { postfix -c "$home/conf" start >/dev/null 2>&1 </dev/null || exit 1; }
        echo ready
        while read -r command; do
            case $command in
                kill-dovecot) pkill -KILL -P $! 2>/dev/null; kill -KILL $!; wait $! 2>/dev/null; echo done ;;
                start-dovecot) rm -rf "$home/run"; dovecot -F -c "$home/dovecot.conf" </dev/null & echo done ;;
                kill-postfix) master=$(tr -d ' ' <"$home/queue/pid/master.pid"); kill -KILL $master $(pgrep -P $master) 2>/dev/null; sleep 0.05; rm -f "$home/queue/pid/"* "$home/data/master.lock"; echo done ;;
                stop-postfix) postfix -c "$home/conf" stop >/dev/null 2>&1; echo done ;;
                start-postfix) postfix -c "$home/conf" start >/dev/null 2>&1; echo done ;;
            esac
        done
        [ -e "$home/conf/main.cf" ] && postfix -c "$home/conf" stop >/dev/null 2>&1
        kill -TERM $!
        wait $!
        """;

    readonly Process keeper;
    readonly string home;

    MailServers(Process keeper, string home) => (this.keeper, this.home) = (keeper, home);

    public int Imap { get; private init; }
    public int Smtp { get; private init; }

    /// <summary>The same by TLS from the first byte, where the servers have a certificate.</summary>
    public int Imaps { get; private init; }

    public int Smtps { get; private init; }

    /// <summary>Who vouches for their certificate.</summary>
    public string Authority => Path.Combine(home, "authority.pem");

    /// <summary>What the two have written into their logs.</summary>
    public string Logs => string.Join('\n', new[] { "dovecot.log", "postfix.log" }.Select(name => Path.Combine(home, name)).Where(File.Exists).Select(File.ReadAllText));

    public static async Task<MailServers> Start(int mailroomSmtp = 0, bool postfix = true, Uri? tokens = null, bool tls = false)
    {
        foreach (var (name, package) in new[] { ("/usr/sbin/dovecot", "dovecot-imapd"), ("/usr/sbin/postfix", "postfix") })
            if (!File.Exists(name)) throw new InvalidOperationException($"{name} is not on this machine, and this test needs the real one. ./test installs it, or: apt-get install {package}");
        var (imap, smtp, imaps, smtps, home) = (DeskProcess.FreePort(), DeskProcess.FreePort(), tls ? DeskProcess.FreePort() : 0, tls ? DeskProcess.FreePort() : 0, Directory.CreateTempSubdirectory("rapport-mail-").FullName);
        if (tls) await Certificates.Make(home);
        await File.WriteAllTextAsync(Path.Combine(home, "dovecot.conf"), Dovecot(home, imap, imaps) + (tokens is null ? "" : Tokens(home)));
        if (tokens is not null) await File.WriteAllTextAsync(Path.Combine(home, "tokens.conf"), $"tokeninfo_url = {tokens}?access_token=\nintrospection_mode = auth\nusername_attribute = email\n");
        if (postfix)
        {
            Directory.CreateDirectory(Path.Combine(home, "conf"));
            await File.WriteAllTextAsync(Path.Combine(home, "conf", "main.cf"), MainCf(home, mailroomSmtp) + (tls ? $"smtpd_tls_security_level = may\nsmtpd_tls_cert_file = {home}/server.pem\nsmtpd_tls_key_file = {home}/server.key\n" : "") + (tokens is null ? "" : SignedIn(home)));
            await File.WriteAllTextAsync(Path.Combine(home, "conf", "master.cf"), MasterCf(smtp) + (tls ? $"127.0.0.1:{smtps} inet n - n - - smtpd -o smtpd_tls_wrappermode=yes\ntlsmgr unix - - n 1000? 1 tlsmgr\n" : ""));
        }
        var start = new ProcessStartInfo(Environment.UserName == "root" ? "bash" : "sudo", [.. Environment.UserName == "root" ? Array.Empty<string>() : ["-n", "bash"], "-c", Keeper, "keeper", home])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        start.Environment["PATH"] = $"/usr/sbin:/sbin:{Environment.GetEnvironmentVariable("PATH")}";
        var servers = new MailServers(Process.Start(start)!, home) { Imap = imap, Smtp = smtp, Imaps = imaps, Smtps = smtps };
        if (await servers.keeper.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(1)) != "ready") Assert.Fail($"The mail servers did not start: {servers.Logs}");
        await MailroomProcess.Answers(imap, () => null);
        if (postfix) await MailroomProcess.Answers(smtp, () => null);
        return servers;
    }

    /// <summary>How many letters lie in somebody's inbox.</summary>
    public int Count(string user) => new[] { "new", "cur" }.Select(name => Path.Combine(home, "mail", user, name)).Where(Directory.Exists).Sum(folder => Directory.GetFiles(folder).Length);

    /// <summary>Puts letters into somebody's inbox, as a delivery would.</summary>
    public void Put(string user, IEnumerable<string> letters)
    {
        var place = Path.Combine(home, "mail", user);
        foreach (var name in new[] { "new", "cur", "tmp" }) Directory.CreateDirectory(Path.Combine(place, name));
        var n = 0;
        foreach (var letter in letters) File.WriteAllText(Path.Combine(place, "new", $"{1_700_000_000 + n}.M{n++}.test"), letter);
        using var chown = Process.Start("chown", ["-R", "mail:mail", place]);
        chown.WaitForExit();
    }

    /// <summary>kill-dovecot, start-dovecot, kill-postfix, stop-postfix or start-postfix.</summary>
    public async Task Do(string command)
    {
        await keeper.StandardInput.WriteLineAsync(command);
        await keeper.StandardInput.FlushAsync();
        Assert.Equal("done", await keeper.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(1)));
        if (command.StartsWith("start", StringComparison.Ordinal)) await MailroomProcess.Answers(command == "start-dovecot" ? Imap : Smtp, () => null);
    }

    /// <summary>From now on Postfix knows somebody whom it has refused.</summary>
    public async Task Welcome(string user)
    {
        await Do("stop-postfix");
        var main = Path.Combine(home, "conf", "main.cf");
        await File.WriteAllTextAsync(main, (await File.ReadAllTextAsync(main)).Replace("inline:{ { jo@", $"inline:{{ {{ {user} = {user}/ }}, {{ jo@", StringComparison.Ordinal));
        await Do("start-postfix");
    }

    /// <summary>A mailbox of shop.example that letters come in by, as the program would describe it.</summary>
    public object Mailbox(string id, string user = "jo@shop.example", object? after = null, string[]? folders = null, object? dkim = null, object? auth = null, object? sendingAuth = null) => new
    {
        id,
        address = user,
        name = "The shop",
        @in = new { host = "127.0.0.1", port = Imap, secure = "none", user, auth = auth ?? new { password = Password }, folders = folders ?? ["INBOX"], after = after ?? "keep" },
        @out = new { host = "127.0.0.1", port = Smtp, secure = "none", user = sendingAuth is null ? null : user, auth = sendingAuth, dkim },
    };

    static string Dovecot(string home, int port, int imaps) => $$"""
        base_dir = {{home}}/run
        log_path = {{home}}/dovecot.log
        protocols = imap
        listen = 127.0.0.1
        {{(imaps == 0 ? "ssl = no" : $"ssl = yes\n        ssl_cert = <{home}/server.pem\n        ssl_key = <{home}/server.key")}}
        disable_plaintext_auth = no
        mail_location = maildir:{{home}}/mail/%u
        first_valid_uid = 1
        mail_max_userip_connections = 50
        passdb {
          driver = static
          args = password={{Password}}
        }
        userdb {
          driver = static
          args = uid=mail gid=mail home={{home}}/mail/%u
        }
        service imap-login {
          inet_listener imap {
            port = {{port.ToString(CultureInfo.InvariantCulture)}}
          }
          inet_listener imaps {
            port = {{imaps.ToString(CultureInfo.InvariantCulture)}}
            ssl = yes
          }
        }
        namespace inbox {
          inbox = yes
          mailbox Sent {
            special_use = \Sent
            auto = create
          }
          mailbox Done {
            auto = create
          }
        }

        """;

    /// <summary>Whoever has an access token may come in; a server of tokens is asked about it.</summary>
    static string Tokens(string home) => $$"""
        auth_mechanisms = plain xoauth2 oauthbearer
        passdb {
          driver = oauth2
          mechanisms = xoauth2 oauthbearer
          args = {{home}}/tokens.conf
        }
        service auth {
          unix_listener {{home}}/auth {
            mode = 0666
          }
        }

        """;

    static string MainCf(string home, int mailroom) => $$"""
        compatibility_level = 3.6
        queue_directory = {{home}}/queue
        data_directory = {{home}}/data
        maillog_file = {{home}}/postfix.log
        maillog_file_prefixes = {{home}}
        inet_interfaces = 127.0.0.1
        inet_protocols = ipv4
        myhostname = mail.shop.example
        mydestination =
        local_recipient_maps =
        mynetworks = 127.0.0.0/8
        virtual_mailbox_domains = shop.example
        virtual_mailbox_base = {{home}}/mail
        virtual_mailbox_maps = inline:{ { jo@shop.example = jo@shop.example/ }, { ann@shop.example = ann@shop.example/ } }
        virtual_uid_maps = static:8
        virtual_gid_maps = static:8
        virtual_minimum_uid = 1
        virtual_mailbox_limit = 0
        enable_long_queue_ids = yes
        message_size_limit = 60000000
        relay_domains = desk.example
        transport_maps = inline:{ { desk.example = smtp:[127.0.0.1]:{{mailroom.ToString(CultureInfo.InvariantCulture)}} } }
        default_transport = error:5.1.2 There is no such place
        minimal_backoff_time = 1s
        maximal_backoff_time = 2s
        queue_run_delay = 1s

        """;

    /// <summary>To Ann may write who has signed in; Dovecot is asked whether they have.</summary>
    static string SignedIn(string home) => $$"""
        smtpd_sasl_auth_enable = yes
        smtpd_sasl_type = dovecot
        smtpd_sasl_path = {{home}}/auth
        smtpd_restriction_classes = signed_in
        signed_in = permit_sasl_authenticated, reject
        smtpd_recipient_restrictions = check_recipient_access inline:{ { ann@shop.example = signed_in } }

        """;

    static string MasterCf(int port) => new StringBuilder($"127.0.0.1:{port} inet n - n - - smtpd\n")
        .Append("pickup unix n - n 60 1 pickup\ncleanup unix n - n - 0 cleanup\nqmgr unix n - n 1 1 qmgr\nrewrite unix - - n - - trivial-rewrite\n")
        .Append("bounce unix - - n - 0 bounce\ndefer unix - - n - 0 bounce\ntrace unix - - n - 0 bounce\nerror unix - - n - - error\nretry unix - - n - - error\n")
        .Append("proxymap unix - - n - - proxymap\nsmtp unix - - n - - smtp\nvirtual unix - n n - - virtual\nanvil unix - - n - 1 anvil\nscache unix - - n - 1 scache\npostlog unix-dgram n - n - 1 postlogd\n")
        .ToString();

    public async ValueTask DisposeAsync()
    {
        keeper.StandardInput.Close();
        await keeper.WaitForExitAsync();
        keeper.Dispose();
    }
}
