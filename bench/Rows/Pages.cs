using Rapport.Bench.Load;
using Rapport.Bench.Servers;

namespace Rapport.Bench.Rows;

/// <summary>The desk and an open conversation, signed in, beside what the same server can do with a line of plain text.</summary>
public static class Pages
{
    const int Clients = 8;

    // The runtime compiles what is used often again, from what it has seen of its use; on two cores under load that takes most of a minute.
    const double WarmUp = 45;

    const double Share = 1 / 120.0;

    static readonly byte[] Plain = Requests.Get("/health/live");

    public static async Task<IEnumerable<Figure>> Measure(Bench bench)
    {
        var (server, data) = await bench.Full();
        var (small, _) = await bench.Thousand();
        string cookie = await server.SignIn(), smallCookie = await small.SignIn();
        byte[] desk = Requests.Get("/desk?view=team", cookie), smallDesk = Requests.Get("/desk?view=team", smallCookie);
        var conversations = data.Hundred.Select(n => Requests.Get($"/desk/{n}?view=team", cookie)).ToArray();
        var turn = 0;

        Measured Run(Server of, byte[] request, double seconds) => ClosedLoop.Run(of, Clients, TimeSpan.FromSeconds(seconds), _ => request);
        Measured RunConversations(double seconds) => ClosedLoop.Run(server, Clients, TimeSpan.FromSeconds(seconds), _ => conversations[turn++ % conversations.Length]);

        var cell = bench.Options.Cell.TotalSeconds;
        Run(server, Plain, cell);
        Run(server, desk, cell);
        RunConversations(bench.Options.Quick ? cell : WarmUp);
        Run(small, smallDesk, cell);

        List<Measured> plain = [], page = [], open = [], few = [];
        for (var i = 0; i < bench.Options.Rounds; i++)
        {
            plain.Add(Run(server, Plain, cell));
            page.Add(Run(server, desk, cell));
            open.Add(RunConversations(cell));
            few.Add(Run(small, smallDesk, cell));
        }
        Measured limit = Measured.Join(plain), desks = Measured.Join(page), opens = Measured.Join(open), small1000 = Measured.Join(few);
        return
        [
            Against("desk", "desk page (50 rows), signed in, 8 clients", desks, limit),
            Against("conversation", "open conversation (100 messages), signed in, 8 clients", opens, limit),
            new("scale", $"desk page p95 at {bench.Options.Conversations:N0} conversations against 1,000", "≤ 1.5 ×", $"{desks.Percentile(.95) / small1000.Percentile(.95):N2} ×",
                $"p95 {desks.Percentile(.95):N1} ms against {small1000.Percentile(.95):N1} ms, both servers up, 8 clients, in turns", desks.Percentile(.95) <= 1.5 * small1000.Percentile(.95)),
        ];
    }

    static Figure Against(string row, string what, Measured page, Measured plain)
    {
        var ratio = page.PerSecond / plain.PerSecond;
        return new(row, what, "≥ 1/120 of plain text; p99 ≤ 50 ms", $"1/{1 / ratio:N0}; p99 {page.Percentile(.99):N1} ms",
            $"{page.PerSecond:N0}/s (p50 {page.Percentile(.5):N1}, p95 {page.Percentile(.95):N1} ms, {page.Failed} failed; {page.CpuEach:N2} ms of the server's CPU each) beside plain text {plain.PerSecond:N0}/s; the generator took {plain.GeneratorCpu / plain.Took:P0} of one core for plain text, {page.GeneratorCpu / page.Took:P0} for pages",
            ratio >= Share && page.Percentile(.99) <= 50 && page.Failed == 0);
    }
}
