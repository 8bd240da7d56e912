using Rapport.Bench.Data;
using Rapport.Bench.Load;
using Rapport.Bench.Servers;

namespace Rapport.Bench.Rows;

/// <summary>Messages that are on disk when they are answered, beside what the same disk does with the least there is to commit.</summary>
public static class Messages
{
    const int Clients = 16;

    public static async Task<IEnumerable<Figure>> OnSqlite(Bench bench)
    {
        bench.StopServers();
        var (server, data) = await bench.Full();
        using var raw = new RawSqlite(bench.Folder("raw"));
        var (limit, api) = InTurns(bench, server, data, () => raw.CommitsPerSecond(bench.Options.Cell));
        return [Beside("messages-sqlite", "durable messages in over the API, 16 clients, SQLite", 6, "aim 1/4", "raw one-row commits", limit, api)];
    }

    public static async Task<IEnumerable<Figure>> OnPostgres(Bench bench)
    {
        bench.StopServers();
        var (server, data) = await bench.OnPostgres();
        bench.Postgres.FillPgbench(bench.Options.Quick ? 5 : 50);
        var (limit, api) = InTurns(bench, server, data, () => bench.Postgres.PgbenchPerSecond(Clients, bench.Options.Cell));
        return [Beside("messages-postgres", $"the same on {bench.Postgres.Version}", 3, "", "pgbench -N, 16 clients", limit, api)];
    }

    static (double Limit, Measured Api) InTurns(Bench bench, Server server, Filled data, Func<double> limit)
    {
        var words = new Vocabulary(3);
        var requests = data.Open.Take(2_000).Select(n => Requests.Post($"/api/v1/conversations/{n}/messages", "application/json",
            $$"""{"from":"customer","body":"{{words.Say(customer: true)}}"}""", $"Authorization: Bearer {Server.Token}")).ToArray();
        var turn = 0;
        Measured Post() => ClosedLoop.Run(server, Clients, bench.Options.Cell, _ => requests[turn++ % requests.Length], expect: 201);

        Post();
        var limits = new List<double>();
        var posts = new List<Measured>();
        for (var i = 0; i < bench.Options.Rounds; i++)
        {
            limits.Add(limit());
            posts.Add(Post());
        }
        limits.Add(limit());
        var middle = posts.OrderBy(p => p.PerSecond).ElementAt(posts.Count / 2);
        return (limits.Order().ElementAt(limits.Count / 2), middle);
    }

    static Figure Beside(string row, string what, int part, string aim, string limitName, double limit, Measured api)
    {
        var ratio = api.PerSecond / limit;
        return new(row, what, $"≥ 1/{part}" + (aim.Length > 0 ? $" ({aim})" : ""), $"1/{1 / ratio:N1}",
            $"{api.PerSecond:N0}/s (p50 {api.Percentile(.5):N1}, p99 {api.Percentile(.99):N1} ms, {api.Failed} failed; {api.CpuEach:N2} ms of the server's CPU each) beside {limit:N0}/s {limitName}; medians of rounds in turns; generator {api.GeneratorCpu / api.Took:P0} of one core",
            ratio >= 1.0 / part && api.Failed == 0);
    }
}
