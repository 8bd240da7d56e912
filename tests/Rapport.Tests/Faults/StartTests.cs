using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.Data.Sqlite;
using Npgsql;
using Rapport.Foundation;

namespace Rapport.Tests.Faults;

/// <summary>Whoever starts the program and has something wrong is told so in a sentence, and nothing has happened yet.</summary>
public class StartTests
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData("RAPPORT_URL", "foo", "RAPPORT_URL is no address to serve at")]
    [InlineData("RAPPORT_URL", "ftp://127.0.0.1:5080", "RAPPORT_URL is no address to serve at")]
    [InlineData("RAPPORT_URL", "http://127.0.0.1:99999", "RAPPORT_URL is no address to serve at")]
    [InlineData("RAPPORT_URL", "http://127.0.0.1:5080/desk", "RAPPORT_URL is no address to serve at")]
    [InlineData("RAPPORT_URL", "http://127.0.0.1:5080;foo", "RAPPORT_URL is no address to serve at")]
    [InlineData("RAPPORT_URL", "http://localhost:0", "RAPPORT_URL needs a port")]
    [InlineData("RAPPORT_URL", "http://desk.example:5916", "where customers reach it belongs in RAPPORT_PUBLIC_URL")]
    [InlineData("RAPPORT_URL", "http://127.0.0.1.desk.example:5916", "where customers reach it belongs in RAPPORT_PUBLIC_URL")]
    [InlineData("RAPPORT_URL", "http://unix:/tmp/desk", "RAPPORT_URL")]
    [InlineData("RAPPORT_DATABASE", "garbage", "Give one like Host=127.0.0.1")]
    [InlineData("RAPPORT_DATABASE", "Database=rapport", "Give one like Host=127.0.0.1")]
    [InlineData("RAPPORT_DATABASE", "Host=127.0.0.1;Port=abc", "Give one like Host=127.0.0.1")]
    [InlineData("RAPPORT_DATABASE", "postgres:/" + "/me:se" + "cret@127.0.0.1/rapport", "the form postgres://… is not taken")]
    [InlineData("RAPPORT_SHOP_SECRET", "only thirty-one characters long", "RAPPORT_SHOP_SECRET is too short: give 32 characters or more")]
    [InlineData("RAPPORT_PUBLIC_URL", "foo", "RAPPORT_PUBLIC_URL is no address of a house")]
    [InlineData("RAPPORT_PUBLIC_URL", "/desk", "RAPPORT_PUBLIC_URL is no address of a house")]
    [InlineData("RAPPORT_PUBLIC_URL", "https://desk.example/?a=b", "RAPPORT_PUBLIC_URL is no address of a house")]
    [InlineData("RAPPORT_DNS", "foo", "RAPPORT_DNS is no address of a DNS server")]
    [InlineData("RAPPORT_DNS", "53", "RAPPORT_DNS is no address of a DNS server")]
    [InlineData("RAPPORT_DNS", "127.0.0.1:99999", "RAPPORT_DNS is no address of a DNS server")]
    [InlineData("RAPPORT_SMTP", "garbage", "RAPPORT_SMTP is no address to listen at")]
    [InlineData("RAPPORT_SMTP", "127.0.0.1:99999", "RAPPORT_SMTP is no address to listen at")]
    [InlineData("RAPPORT_SMTP", "127.0.0.1:2525,imap://127.0.0.1:2526", "“imap://127.0.0.1:2526”")]
    [InlineData("RAPPORT_SMTP", "mx.desk.example:2525", "RAPPORT_SMTP is no address to listen at")]
    public void A_setting_that_cannot_be_meant_stops_the_start(string name, string value, string says)
    {
        var wrong = Assert.Throws<WrongSetting>(() => RapportHost.Build([], null, With(name, value)));
        Assert.Contains(says, wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("RAPPORT_URL", "")]
    [InlineData("RAPPORT_URL", "http://localhost:5080/")]
    [InlineData("RAPPORT_URL", "http://*:5080;https://[::]:5443")]
    [InlineData("RAPPORT_URL", "http://+:80")]
    [InlineData("RAPPORT_URL", "http://0.0.0.0")]
    [InlineData("RAPPORT_URL", "http://[::1]:5080")]
    [InlineData("RAPPORT_DATA", "")]
    [InlineData("RAPPORT_DATABASE", "Server=db.example;User Id=rapport;Max Auto Prepare=0")]
    [InlineData("RAPPORT_SHOP_SECRET", "a secret of the shop and the desk")]
    [InlineData("RAPPORT_PUBLIC_URL", "https://desk.example/")]
    [InlineData("RAPPORT_DNS", "192.0.2.53")]
    [InlineData("RAPPORT_DNS", "[2001:db8::53]:5353")]
    [InlineData("RAPPORT_SMTP", "127.0.0.1:2525, lmtp://[::1]:2526,")]
    [InlineData("RAPPORT_SMTP", "smtp://localhost:25")]
    public async Task A_setting_that_can_be_meant_does_not(string name, string value) => await RapportHost.Build([], null, With(name, value)).DisposeAsync();

    [Fact]
    public async Task An_owner_who_could_not_come_in_is_not_made_and_the_next_start_makes_one_who_can()
    {
        using var home = new Folder();
        var (code, _, complaint) = await Run([], home.Settings(("RAPPORT_OWNER_EMAIL", "mara@example.com")));

        Assert.Equal(1, code);
        Assert.Equal("RAPPORT_OWNER_EMAIL is set, and nothing to come in with. Give RAPPORT_OWNER_PASSWORD too, or RAPPORT_OWNER_TOKEN; without all three the first visit makes the owner.", complaint.Trim());
        await using var desk = await DeskProcess.Start(home.Path);
        Assert.Equal(HttpStatusCode.OK, (await desk.Owner.GetAsync(new Uri("/api/v1/people", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task A_second_program_on_the_folder_is_sent_away_and_the_folder_is_free_again_after_a_kill()
    {
        using var home = new Folder();
        await using (var desk = await DeskProcess.Start(home.Path))
        {
            for (var tries = 0; tries < 600 && !File.Exists(home.In("mailroom.key")); tries++) await Task.Delay(50);
            var key = await File.ReadAllTextAsync(home.In("mailroom.key"));
            var (code, _, complaint) = await Run([], home.Settings());

            Assert.Equal(1, code);
            Assert.StartsWith($"Another Rapport uses this folder: {home.Path}.", complaint, StringComparison.Ordinal);
            Assert.Single(complaint.Trim().Split('\n'));
            Assert.Equal(key, await File.ReadAllTextAsync(home.In("mailroom.key")));
            await desk.Kill();
        }
        await using var again = await DeskProcess.Start(home.Path);
    }

    [Theory]
    [InlineData("a port that is taken", "address already in use. Stop what listens there")]
    [InlineData("https without a certificate", "Behind a proxy that speaks TLS, http:// is right.")]
    [InlineData("an address of another machine", "Give an address and a port that are this machine's")]
    [InlineData("a file instead of a folder", "The folder of the data cannot be used")]
    [InlineData("a folder that cannot be", "The folder of the data cannot be used")]
    [InlineData("a file that is no database", "rapport.db in RAPPORT_DATA is no database of Rapport")]
    [InlineData("a folder instead of a database", "cannot be opened")]
    [InlineData("a database that is away", "The database that RAPPORT_DATABASE names does not answer")]
    [InlineData("a user whom PostgreSQL does not know", "PostgreSQL does not let the program work: role \"nobody\" does not exist")]
    public async Task What_cannot_be_started_with_is_one_sentence_and_no_trace(string what, string says)
    {
        using var home = new Folder();
        using var taken = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var setting = what switch
        {
            "a port that is taken" => ("RAPPORT_URL", string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}")),
            "https without a certificate" => ("RAPPORT_URL", "https://127.0.0.1:0"),
            "an address of another machine" => ("RAPPORT_URL", "http://192.0.2.1:5080"),
            "a file instead of a folder" => ("RAPPORT_DATA", home.Write("plain", "This is a file.")),
            "a folder that cannot be" => ("RAPPORT_DATA", "/proc/rapport"),
            "a file that is no database" => ("RAPPORT_DATA", Path.GetDirectoryName(home.Write("rapport.db", new string('x', 8192)))!),
            "a folder instead of a database" => ("RAPPORT_DATA", Directory.CreateDirectory(home.In("rapport.db")).Parent!.FullName),
            "a database that is away" => ("RAPPORT_DATABASE", "Host=127.0.0.1;Port=1;Username=rapport;Database=rapport"),
            _ => ("RAPPORT_DATABASE", new NpgsqlConnectionStringBuilder(await (await PostgresServer.Shared).FreshDatabase()) { Username = "nobody" }.ConnectionString),
        };
        // Otherwise whoever develops on this machine may have a certificate.
        var (code, said, complaint) = await Run([], home.Settings(setting, ("DOTNET_CLI_HOME", home.Path), ("HOME", home.Path)));

        Assert.Equal(1, code);
        Assert.Contains(says, complaint, StringComparison.Ordinal);
        Assert.Single(complaint.Trim().Split('\n'));
        Assert.Empty(said);
    }

    [Theory]
    [InlineData(8, "can be read and not written")]
    [InlineData(13, "The disk of the server is full")]
    [InlineData(5, "Another program holds the database")]
    public void What_the_tests_account_may_do_all_the_same_has_its_sentence_too(int code, string says) =>
        Assert.Contains(says, StartTrouble.InWords(new InvalidOperationException("Wrapped.", new SqliteException("no", code))), StringComparison.Ordinal);

    [Fact]
    public void A_bug_keeps_its_trace()
    {
        Assert.Null(StartTrouble.InWords(new InvalidOperationException("A bug.")));
        Assert.Null(StartTrouble.InWords(new SqliteException("no such table", 1)));
        Assert.Null(StartTrouble.InWords(new PostgresException("syntax error", "ERROR", "ERROR", PostgresErrorCodes.SyntaxError)));
    }

    [Theory]
    [InlineData(1, "replay", "relpay", "dialogues.jsonl")]
    [InlineData(1, "--demo", "--dmeo")]
    [InlineData(1, "--demo", "--RAPPORT_URL=http://127.0.0.1:0")]
    [InlineData(0, "replay", "--", "--help")]
    [InlineData(0, ".", "--version")]
    public async Task What_nobody_knows_starts_no_desk_and_is_told_what_there_is(int exit, string says, params string[] args)
    {
        using var home = new Folder();
        var (code, said, _) = await Run(args, home.Settings());

        Assert.Equal(exit, code);
        Assert.Contains(says, said, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(home.Path));
    }

    static Dictionary<string, string?> With(string name, string value) => new(StringComparer.Ordinal) { ["RAPPORT_DATA"] = Path.Combine(Path.GetTempPath(), "rapport-never-made"), [name] = value };

    static async Task<(int Code, string Said, string Complaint)> Run(string[] args, Dictionary<string, string> settings)
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "Rapport.dll"), .. args]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var (name, value) in settings) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        using var late = new CancellationTokenSource(Patience);
        // One that serves instead does not end by itself.
        await using var end = late.Token.Register(() => process.Kill());
        var complaint = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var said = await process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        return (process.ExitCode, said, await complaint);
    }

    sealed class Folder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("rapport-start-").FullName;

        public string In(string name) => System.IO.Path.Combine(Path, name);

        public string Write(string name, string text)
        {
            File.WriteAllText(In(name), text);
            return In(name);
        }

        public Dictionary<string, string> Settings(params (string Name, string Value)[] besides)
        {
            var settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["RAPPORT_URL"] = "http://127.0.0.1:0", ["RAPPORT_DATA"] = Path };
            foreach (var (name, value) in besides) settings[name] = value;
            return settings;
        }

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
