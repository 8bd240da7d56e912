using System.Diagnostics;
using System.Text;
using Rapport.Bench.Load;
using Rapport.Bench.Servers;

namespace Rapport.Bench.Rows;

/// <summary>A customer writes every half second; how soon the twenty pages that show the conversation have the words, and the memory of all that.</summary>
public static class Following
{
    const int Showing = 20, Limit = 250, MemoryLimit = 300;
    static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);

    public static async Task<IEnumerable<Figure>> Measure(Bench bench)
    {
        var (server, data) = await bench.Full();
        var pages = bench.Options.Quick ? 100 : 500;
        var cookies = new List<string>();
        foreach (var email in data.Emails.Take(10)) cookies.Add(await server.SignIn(email));

        using var followers = new Followers(server.Port);
        var shown = data.Open[^1];
        for (var i = 0; i < pages; i++)
            followers.Open($"/desk/{(i < Showing ? shown : data.Open[i % 200])}?view=team", cookies[i % cookies.Count]);
        followers.Go(TimeSpan.FromSeconds(3));

        var seen = new List<double>();
        var lists = new List<double>();
        var answered = new List<double>();
        using var poster = new Wire(server.Port);
        var (posted, unanswered) = (0L, false);
        // What each page has not shown yet, oldest first: slow is not the same as never.
        var waiting = Enumerable.Range(0, Showing).Select(_ => new List<(byte[] Marker, long Posted)>()).ToArray();
        HashSet<int> stale = [];
        followers.Watch(poster, () =>
        {
            if (!poster.Receive()) return false;
            if (poster.Status != 201) throw new InvalidOperationException($"a message was answered {poster.Status}");
            unanswered = false;
            answered.Add(Stopwatch.GetElapsedTime(posted).TotalMilliseconds);
            return true;
        });
        followers.Arrived = (page, region) =>
        {
            if (page < Showing && waiting[page].Count > 0 && region.Source.Contains("/thread?", StringComparison.Ordinal) && region.Answer.Status == 200)
                waiting[page].RemoveAll(message =>
                {
                    if (region.Answer.Body().IndexOf(message.Marker) < 0) return false;
                    seen.Add(Stopwatch.GetElapsedTime(message.Posted).TotalMilliseconds);
                    return true;
                });
            if (region.AskedAt > posted && region.Topics.Contains("inbox", StringComparer.Ordinal) && stale.Remove(page)) lists.Add(Stopwatch.GetElapsedTime(posted).TotalMilliseconds);
        };

        // One that does not count, so that what is measured is not the first use of the code.
        unanswered = true;
        poster.Send(Requests.Post($"/api/v1/conversations/{shown}/messages", "application/json", """{"from":"customer","body":"Hello?"}""", $"Authorization: Bearer {Server.Token}"));
        followers.Go(TimeSpan.FromSeconds(10), until: () => !unanswered);
        followers.Go(TimeSpan.FromSeconds(3));
        answered.Clear();

        var (cpu, before) = (server.Cpu, followers.Refetched);
        var start = Stopwatch.StartNew();
        var posts = (int)(bench.Options.Cell * bench.Options.Rounds * 2 / Every);
        for (var i = 0; i < posts; i++)
        {
            var marker = Encoding.UTF8.GetBytes($"word{i:D5}mark");
            stale = [.. Enumerable.Range(Showing, pages - Showing)];
            (posted, unanswered) = (Stopwatch.GetTimestamp(), true);
            foreach (var page in waiting) page.Add((marker, posted));
            poster.Send(Requests.Post($"/api/v1/conversations/{shown}/messages", "application/json", $$"""{"from":"customer","body":"Are you there, {{Encoding.UTF8.GetString(marker)}}?"}""", $"Authorization: Bearer {Server.Token}"));
            followers.Go(Every);
            followers.Go(TimeSpan.FromSeconds(10), until: () => !unanswered);
        }
        followers.Go(TimeSpan.FromSeconds(3));
        var lost = waiting.Sum(page => page.Count);
        var load = (server.Cpu - cpu) / start.Elapsed;
        var resident = server.ResidentBytes / 1024.0 / 1024;

        Measured visible = Of(seen), listed = Of(lists), durable = Of(answered);
        return
        [
            new("following", $"message posted → visible in {pages} following pages of which {Showing} show it, p99", $"≤ {Limit} ms", $"{visible.Percentile(.99):N0} ms",
                $"p50 {visible.Percentile(.5):N0}, p95 {visible.Percentile(.95):N0} ms over {posts} messages, {lost} never seen; answered after p50 {durable.Percentile(.5):N0}, p99 {durable.Percentile(.99):N0} ms; "
                + $"the other pages had their list again after p50 {listed.Percentile(.5):N0}, p99 {listed.Percentile(.99):N0} ms; {(followers.Refetched - before) / start.Elapsed.TotalSeconds:N0} fetches/s, {followers.NotModified * 100L / Math.Max(1, followers.Refetched)}% not modified; server {load:N2} cores",
                visible.Percentile(.99) <= Limit && lost == 0),
            new("memory", $"memory with that data and {pages} live pages", $"≤ {MemoryLimit} MB", $"{resident:N0} MB",
                $"resident after {server.Ready.TotalSeconds:N1} s start, all rows above and these pages; {Machine.AnonymousBytes(server.Id) / 1024 / 1024:N0} MB of it its own, the rest mapped files", resident <= MemoryLimit),
        ];
    }

    static Measured Of(List<double> milliseconds) => new(milliseconds.Count, 0, default, default, [.. milliseconds.Select(m => TimeSpan.FromMilliseconds(m).Ticks).Order()]);
}
