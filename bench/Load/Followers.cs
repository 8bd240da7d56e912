using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Rapport.Bench.Load;

/// <summary>
/// Open desk pages that follow what happens as the page script does: one live line each; on a notice every region under that topic is
/// fetched again with the ETag of the last time, one request of a region at a time.
/// </summary>
public sealed partial class Followers : IDisposable
{
    readonly Epoll epoll = new();
    readonly List<Func<bool>> sockets = [];
    readonly List<Page> pages = [];
    readonly int port;
    readonly int[] ready = new int[512];

    public Followers(int port) => this.port = port;

    public int Refetched { get; private set; }
    public int NotModified { get; private set; }
    public long Bytes { get; private set; }

    /// <summary>Told of each region that came back, with the page's own number, its source and its text.</summary>
    public Action<int, Region>? Arrived { get; set; }

    /// <summary>Loads the page once, to see what it follows, and opens its live line.</summary>
    public void Open(string path, string cookie)
    {
        using var once = new Wire(port);
        if (once.Call(Requests.Get(path, cookie)) != 200) throw new InvalidOperationException($"{path} answered {once.Status}: {Encoding.UTF8.GetString(once.Body())}");
        var html = Encoding.UTF8.GetString(once.Body());
        var page = new Page(this, pages.Count, cookie, [.. LiveRegion().Matches(html).Select(m => (Attribute(m.Value, "data-live"), Attribute(m.Value, "data-src"), First: m.Value.Contains(" data-first", StringComparison.Ordinal)))]);
        pages.Add(page);
        page.Listen();
    }

    /// <summary>Handles what comes in for that long.</summary>
    public void Go(TimeSpan time, Func<bool>? until = null)
    {
        var start = Stopwatch.GetTimestamp();
        for (var left = time; left > TimeSpan.Zero && until?.Invoke() is not true; left = time - Stopwatch.GetElapsedTime(start))
        {
            var count = epoll.Wait(ready, left > TimeSpan.FromMilliseconds(20) ? TimeSpan.FromMilliseconds(20) : left);
            for (var i = 0; i < count; i++) sockets[ready[i]]();
        }
    }

    public void Watch(Wire wire, Func<bool> arrived)
    {
        sockets.Add(arrived);
        epoll.Watch(wire.Socket, sockets.Count - 1);
    }

    public void Dispose()
    {
        foreach (var page in pages) page.Dispose();
        epoll.Dispose();
    }

    static string Attribute(string tag, string name) => System.Net.WebUtility.HtmlDecode(Regex.Match(tag, $"{name}=\"([^\"]*)\"", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value);

    [GeneratedRegex("<[a-z][^>]*\\bdata-live=\"[^\"]*\"[^>]*>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LiveRegion();

    sealed class Page(Followers all, int number, string cookie, (string Topics, string Source, bool First)[] regions) : IDisposable
    {
        readonly Region[] regions = [.. regions.Where(r => r.Source.Length > 0).OrderByDescending(r => r.First).Select(r => new Region(all, number, cookie, r.Topics.Split(' '), r.Source, r.First))];
        readonly Wire line = new(all.port);
        readonly StringBuilder news = new();

        public void Listen()
        {
            line.Send(Requests.Get($"/live?topics={string.Join(',', regions.SelectMany(r => r.Topics).Distinct(StringComparer.Ordinal).Select(Uri.EscapeDataString))}", cookie, "Accept: text/event-stream"));
            all.Watch(line, Hear);
        }

        bool Hear()
        {
            news.Append(Encoding.UTF8.GetString(line.Drain()));
            var text = news.ToString();
            var whole = text.LastIndexOf("\n\n", StringComparison.Ordinal);
            if (whole < 0) return true;
            news.Remove(0, whole + 2);
            foreach (var said in text[..whole].Split("\n\n"))
            {
                if (said.Contains(" 401 ", StringComparison.Ordinal) || said.Contains(" 403 ", StringComparison.Ordinal)) throw new InvalidOperationException("the live line was refused: " + said);
                var topic = said.Split('\n').FirstOrDefault(l => l.StartsWith("data:", StringComparison.Ordinal))?[5..].Trim();
                if (topic is null || !said.Contains("event: changed", StringComparison.Ordinal)) continue;
                foreach (var region in regions)
                    if (topic == "*" || region.Topics.Contains(topic, StringComparer.Ordinal)) region.Refresh(regions);
            }
            return true;
        }

        public void Dispose()
        {
            line.Dispose();
            foreach (var region in regions) region.Dispose();
        }
    }

    /// <summary>One part of a page that is fetched again when something under its topics has changed.</summary>
    public sealed class Region(Followers all, int page, string cookie, string[] topics, string source, bool first) : IDisposable
    {
        byte[] request = Requests.Get(source, cookie, "Accept: text/html", "HX-Request: true");
        string etag = "";
        Wire? wire;
        Region[] beside = [];
        bool busy, again;

        /// <summary>It is fetched before the others of its page.</summary>
        public bool IsFirst => first;

        public string[] Topics => topics;
        public string Source => source;
        public Wire Answer => wire!;

        /// <summary>When the request of the present answer was sent.</summary>
        public long AskedAt => wire!.SentAt;

        public void Refresh(Region[] ofPage)
        {
            beside = ofPage;
            if (busy || (!first && Array.Exists(ofPage, r => r.IsFirst && r.busy))) { again = true; return; }
            if (wire is null)
            {
                // A browser keeps its connections; here each region has its own, opened when first needed.
                wire = new Wire(all.port);
                all.Watch(wire, Receive);
            }
            (busy, again) = (true, false);
            wire.Send(request);
        }

        bool Receive()
        {
            if (!wire!.Receive()) return false;
            busy = false;
            all.Refetched++;
            if (wire.Status == 304) all.NotModified++;
            else if (wire.Status != 200) throw new InvalidOperationException($"{source} answered {wire.Status}: {Encoding.UTF8.GetString(wire.Body())}");
            else
            {
                all.Bytes += wire.Body().Length;
                if (wire.Header("ETag") is { Length: > 0 } tag && tag != etag)
                {
                    etag = tag;
                    request = Requests.Get(source, cookie, "Accept: text/html", "HX-Request: true", "If-None-Match: " + tag);
                }
            }
            all.Arrived?.Invoke(page, this);
            if (again) Refresh(beside);
            if (first) foreach (var other in beside) if (other.again) other.Refresh(beside);
            return true;
        }

        public void Dispose() => wire?.Dispose();
    }
}
