using System.Text.Json;
using Npgsql;
using Rapport.Bench.Data;
using Rapport.Bench.Servers;

namespace Rapport.Bench;

public sealed record Options(string Program, string Folder, bool Quick, bool Reuse, int Port)
{
    /// <summary>Where the bench itself lies: three folders above what was built of it.</summary>
    public string Repository => Path.GetFullPath(Path.Combine(Program, "..", "..", ".."));

    public int Conversations => Quick ? 1_000 : 100_000;

    /// <summary>How long one measurement takes.</summary>
    public TimeSpan Cell => TimeSpan.FromSeconds(Quick ? 2 : 5);

    public int Rounds => Quick ? 2 : 3;
}

/// <summary>The servers and data that the rows measure, each made when a row first asks for it.</summary>
public sealed class Bench(Options options) : IDisposable
{
    const int Few = 1_000;

    readonly Dictionary<string, Server> running = [];
    Postgres? postgres;

    public Options Options => options;

    /// <summary>What the bench cost to prepare; told beside the figures.</summary>
    public List<string> Prepared { get; } = [];

    public string Folder(string name) => Path.Combine(options.Folder, name);

    public Postgres Postgres => postgres ??= new Postgres(options.Port + 2);

    public Task<(Server Server, Filled Data)> Full() => Sqlite("full", options.Conversations, options.Port);

    public Task<(Server Server, Filled Data)> Thousand() => Sqlite("thousand", Few, options.Port + 1);

    public async Task<(Server Server, Filled Data)> OnPostgres()
    {
        var data = Folder("postgres-files");
        if (running.TryGetValue(data, out var server)) return (server, Remembered(data));
        var connection = Postgres.Create("rapport");
        (await Server.Start(options.Program, data, options.Port + 3, connection)).Dispose();
        await Fill(data, connection, sqlite: false, Math.Max(Few, options.Conversations / 10));
        return (running[data] = await Server.Start(options.Program, data, options.Port + 3, connection), Remembered(data));
    }

    /// <summary>Stops what runs, so that a row starts from a fresh process.</summary>
    public void StopServers()
    {
        foreach (var server in running.Values) server.Dispose();
        running.Clear();
    }

    public void Dispose()
    {
        StopServers();
        NpgsqlConnection.ClearAllPools();
        postgres?.Dispose();
    }

    async Task<(Server, Filled)> Sqlite(string name, int conversations, int port)
    {
        var data = Folder($"{name}-{conversations}");
        if (!running.TryGetValue(data, out var server))
        {
            await Prepare(data, conversations, port);
            running[data] = server = await Server.Start(options.Program, data, port);
        }
        return (server, Remembered(data));
    }

    async Task Prepare(string data, int conversations, int port)
    {
        if (File.Exists(Notes(data))) return;
        if (Directory.Exists(data)) Directory.Delete(data, recursive: true);
        (await Server.Start(options.Program, data, port)).Dispose();
        await Fill(data, $"Data Source={Directory.GetFiles(data, "*.sqlite*").Concat(Directory.GetFiles(data, "*.db")).First()}", sqlite: true, conversations);
    }

    async Task Fill(string data, string connection, bool sqlite, int conversations)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var filled = await Data.Fill.Into(connection, sqlite, conversations);
        await File.WriteAllTextAsync(Notes(data), JsonSerializer.Serialize(filled));
        var size = sqlite ? $", {Directory.GetFiles(data).Sum(f => new FileInfo(f).Length) / 1024 / 1024:N0} MB" : "";
        Prepared.Add($"{conversations:N0} conversations, {conversations * 10:N0} messages in {(sqlite ? "SQLite" : "PostgreSQL")}: {clock.Elapsed.TotalSeconds:N0} s{size}");
        Console.WriteLine(Prepared[^1]);
    }

    static string Notes(string data) => Path.Combine(data, "filled.json");

    static Filled Remembered(string data) => JsonSerializer.Deserialize<Filled>(File.ReadAllText(Notes(data)))!;
}
