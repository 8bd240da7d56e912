using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Rapport.Bench.Servers;

/// <summary>The published program with its mailroom, on an empty SQLite database; and what the two of them cost while they work.</summary>
public sealed class MailDesk : IDisposable
{
    readonly Server server;
    readonly SqliteConnection look;
    readonly HttpClient api;
    readonly CancellationTokenSource over = new();
    readonly HashSet<int> rooms = [];

    MailDesk(Server server, SqliteConnection look, int smtp)
    {
        (this.server, this.look, Smtp) = (server, look, smtp);
        api = new() { BaseAddress = new($"http://127.0.0.1:{server.Port}") };
        api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Server.Token);
        _ = Watch();
    }

    public int Smtp { get; }

    /// <summary>The most memory that the mailroom has taken, in bytes, looked at ten times a second.</summary>
    public long MostMemory { get; private set; }

    /// <summary>How many mailrooms there have been: one, if none has ended.</summary>
    public int Rooms => rooms.Count;

    public bool IsAlive => server.IsAlive;

    public static async Task<MailDesk> Start(Bench bench, string name)
    {
        bench.StopServers();
        var (data, smtp) = (bench.Folder(name), bench.Options.Port + 10);
        if (Directory.Exists(data)) Directory.Delete(data, recursive: true);
        var program = await Server.Start(bench.Options.Program, data, bench.Options.Port + 9, settings: new(StringComparer.Ordinal) { ["RAPPORT_SMTP"] = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{smtp}") });
        var connection = new SqliteConnection($"Data Source={Directory.GetFiles(data, "*.sqlite").Concat(Directory.GetFiles(data, "*.db")).First()};Mode=ReadOnly");
        await connection.OpenAsync();
        var desk = new MailDesk(program, connection, smtp);
        // Whose letters they are: an address of the house, which sends nothing here.
        using var answer = await desk.api.PostAsJsonAsync("/api/v1/mailboxes", new { address = Load.Letters.House, password = "none", sending = new { host = "127.0.0.1", port = 1, secure = "none" } });
        answer.EnsureSuccessStatusCode();
        await Until(() => desk.Rooms == 1, TimeSpan.FromSeconds(30));
        return desk;
    }

    /// <summary>How many letters there are, and how many of them are not read yet.</summary>
    public (long All, long Waiting) Count() => (Number("SELECT COUNT(*) FROM letters"), Number("SELECT COUNT(*) FROM letters WHERE state = 'Stored'"));

    public long Number(string sql)
    {
        using var command = look.CreateCommand();
#pragma warning disable CA2100 // the bench's own constants
        command.CommandText = sql;
#pragma warning restore CA2100
        return (long)command.ExecuteScalar()!;
    }

    public string State(Guid letter)
    {
        using var command = look.CreateCommand();
        command.CommandText = "SELECT state FROM letters WHERE id = $id";
        command.Parameters.AddWithValue("$id", letter.ToByteArray(true));
        return command.ExecuteScalar() as string ?? "";
    }

    /// <summary>Looks every <paramref name="pause"/> milliseconds; counting a large table is work that the program's cores pay for.</summary>
    public static async Task Until(Func<bool> isSo, TimeSpan patience, int pause = 20)
    {
        for (var until = DateTime.UtcNow + patience; !isSo() && DateTime.UtcNow < until;) await Task.Delay(pause);
    }

    public async Task<bool> Finds(string word) => (await api.GetFromJsonAsync<JsonElement>($"/api/v1/search?q={word}")).GetProperty("items").GetArrayLength() > 0;

    public async Task Mailbox(string address, int imap, string password)
    {
        using var answer = await api.PostAsJsonAsync("/api/v1/mailboxes", new { address, password, receiving = new { host = "127.0.0.1", port = imap, secure = "none" } });
        answer.EnsureSuccessStatusCode();
    }

    public TimeSpan Cpu => server.Cpu;

    public TimeSpan RoomCpu => Room() is { } id ? Machine.CpuOf(id) : default;

    async Task Watch()
    {
        while (!over.IsCancellationRequested)
        {
            try
            {
                if (Room() is { } id)
                {
                    rooms.Add(id);
                    MostMemory = Math.Max(MostMemory, Machine.ResidentBytes(id));
                }
            }
            catch (Exception e) when (e is IOException or InvalidOperationException) { /* it is being started */ }
            await Task.Delay(100);
        }
    }

    int? Room() => Directory.GetDirectories($"/proc/{server.Id}/task").SelectMany(t => File.ReadAllText(Path.Combine(t, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Select(id => (int?)int.Parse(id, CultureInfo.InvariantCulture)).FirstOrDefault(id => File.ReadAllText($"/proc/{id}/cmdline").Contains("mailroom.mjs", StringComparison.Ordinal));

    public void Dispose()
    {
        over.Cancel();
        look.Dispose();
        SqliteConnection.ClearAllPools();
        api.Dispose();
        server.Dispose();
        over.Dispose();
    }
}
