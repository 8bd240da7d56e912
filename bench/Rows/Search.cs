using Rapport.Bench.Data;
using Rapport.Bench.Load;
using Rapport.Bench.Servers;

namespace Rapport.Bench.Rows;

/// <summary>Finding a word that is in a large part of all messages, and one that is in a handful; by the API and by the palette.</summary>
public static class Search
{
    const int Limit = 50;

    public static async Task<IEnumerable<Figure>> Measure(Bench bench)
    {
        var (server, data) = await bench.Full();
        var cookie = await server.SignIn();
        var figures = new List<Figure>();
        foreach (var (kind, words) in new[] { ("common", Vocabulary.Common), ("rare", data.Rare) })
        {
            Measured api = Run(server, bench, words, w => Requests.Get($"/api/v1/search?q={Uri.EscapeDataString(w)}", $"Authorization: Bearer {Server.Token}")),
                palette = Run(server, bench, words, w => Requests.Get($"/find?q={Uri.EscapeDataString(w)}", cookie));
            figures.Add(new($"search-{kind}", $"search for a {kind} word, p95", $"≤ {Limit} ms", $"{Math.Max(api.Percentile(.95), palette.Percentile(.95)):N1} ms",
                $"API p50 {api.Percentile(.5):N1}, p95 {api.Percentile(.95):N1}, p99 {api.Percentile(.99):N1} ms ({api.CpuEach:N1} ms CPU each); palette p50 {palette.Percentile(.5):N1}, p95 {palette.Percentile(.95):N1}, p99 {palette.Percentile(.99):N1} ms; {words.Length} words in turn, one client",
                api.Percentile(.95) <= Limit && palette.Percentile(.95) <= Limit && api.Failed + palette.Failed == 0));
        }
        return figures;
    }

    static Measured Run(Server server, Bench bench, string[] words, Func<string, byte[]> request)
    {
        var requests = words.Select(request).ToArray();
        var turn = 0;
        ClosedLoop.Run(server, 1, TimeSpan.FromSeconds(1), _ => requests[turn++ % requests.Length]);
        return ClosedLoop.Run(server, 1, bench.Options.Cell, _ => requests[turn++ % requests.Length]);
    }
}
