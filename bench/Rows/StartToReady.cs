namespace Rapport.Bench.Rows;

public static class StartToReady
{
    public static async Task<IEnumerable<Figure>> Measure(Bench bench)
    {
        await bench.Full();
        var took = new List<double>();
        for (var i = 0; i < 5; i++)
        {
            bench.StopServers();
            took.Add((await bench.Full()).Server.Ready.TotalSeconds);
        }
        var median = took.Order().ElementAt(2);
        return [new("start", "start to ready on that data (published build)", "≤ 2 s", $"{median:N2} s", $"median of {string.Join(", ", took.Select(t => $"{t:N2}"))} s", median <= 2)];
    }
}
