using Rapport.Bench.Load;

namespace Rapport.Bench.Rows;

/// <summary>What an open page costs the server while nothing happens: resident memory without, with 500 and with 1,000 live lines.</summary>
public static class IdlePages
{
    const int Limit = 20;

    public static async Task<IEnumerable<Figure>> Measure(Bench bench)
    {
        bench.StopServers();
        var (server, data) = await bench.Full();
        var cookie = await server.SignIn();
        byte[] Live(int i) => Requests.Get($"/live?topics=inbox,people,conversation:{data.Open[i % data.Open.Length]},presence:{data.Open[i % data.Open.Length]}", cookie, "Accept: text/event-stream");

        // Once there and back, so that what is counted is the pages and not the first use of the code.
        var pages = new List<Wire>();
        void Open(int count)
        {
            while (pages.Count < count)
            {
                var page = new Wire(server.Port);
                page.Send(Live(pages.Count));
                page.Drain();
                pages.Add(page);
            }
        }
        async Task<double> Settled()
        {
            await Task.Delay(TimeSpan.FromSeconds(bench.Options.Quick ? 5 : 10));
            return server.ResidentBytes / 1024.0;
        }
        void Close()
        {
            foreach (var page in pages) page.Dispose();
            pages.Clear();
        }

        Open(200);
        Close();
        var none = await Settled();
        Open(500);
        var some = await Settled();
        Open(1000);
        var many = await Settled();
        Close();
        var each = (many - none) / 1000;
        return [new("idle", "server memory per idle open page", $"≤ {Limit} KB", $"{each:N1} KB", $"resident {none / 1024:N1} MB with none, {some / 1024:N1} with 500 ({(some - none) / 500:N1} KB each), {many / 1024:N1} with 1,000", each <= Limit)];
    }
}
