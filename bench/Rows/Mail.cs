using System.Diagnostics;
using Rapport.Bench.Load;
using Rapport.Bench.Servers;

namespace Rapport.Bench.Rows;

/// <summary>Letters that come in: many small ones by SMTP, a large one, a folder full of them, and damaged ones.</summary>
public static class Mail
{
    const int Connections = 4, Size = 2_048, AtLeast = 250, MostMegabytes = 250;

    public static async Task<IEnumerable<Figure>> BySmtp(Bench bench)
    {
        var count = bench.Options.Quick ? 2_000 : 10_000;
        using var desk = await MailDesk.Start(bench, "mail-smtp");
        await Hand(desk, [.. Letters.Of(50, Size, new(9), "warm")]);
        await MailDesk.Until(() => desk.Count().Waiting == 0, TimeSpan.FromMinutes(1));
        var letters = Letters.Of(count, Size, new(7), "wrzk").ToArray();
        var (before, cpu, room, clock) = (desk.Count().All, desk.Cpu, desk.RoomCpu, Stopwatch.StartNew());
        await Hand(desk, letters);
        var stored = clock.Elapsed.TotalSeconds;
        await MailDesk.Until(() => desk.Count() is { Waiting: 0 }, TimeSpan.FromMinutes(10));
        var all = clock.Elapsed.TotalSeconds;
        var found = await desk.Finds($"wrzk{count - 1}") && await desk.Finds("wrzk0");
        var came = desk.Count().All - before;
        var messages = desk.Number("SELECT COUNT(*) FROM letters WHERE state = 'Threaded'") - 50;
        var rate = count / all;
        return
        [
            new("mail-smtp", $"letters of 2 KB by SMTP, {Connections} connections: stored, parsed, threaded and searchable, SQLite", $"≥ {AtLeast}/s", $"{rate:N0}/s",
                $"{count:N0} letters in {all:N1} s (the last was stored after {stored:N1} s), {came:N0} kept, {messages:N0} threaded, {(found ? "first and last found" : "NOT FOUND")}; per letter {(desk.Cpu - cpu).TotalMilliseconds / count:N2} ms of the program's CPU, {(desk.RoomCpu - room).TotalMilliseconds / count:N2} ms of the mailroom's", rate >= AtLeast && came == count && messages == count && found),
            Memory("mail-smtp-memory", "meanwhile", desk),
        ];
    }

    public static async Task<IEnumerable<Figure>> Large(Bench bench)
    {
        using var desk = await MailDesk.Start(bench, "mail-large");
        await Hand(desk, [.. Letters.Of(20, Size, new(9), "warm")]);
        await MailDesk.Until(() => desk.Count().Waiting == 0, TimeSpan.FromMinutes(1));
        var took = new List<double>();
        for (var i = 0; i < bench.Options.Rounds; i++)
        {
            var raw = Letters.WithFile(25 * 1024 * 1024);
            using var postman = await Postman.Open(desk.Smtp);
            var clock = Stopwatch.StartNew();
            var id = Id(await postman.Hand("big@example.com", Letters.House, raw));
            await MailDesk.Until(() => desk.State(id) is not ("" or "Stored"), TimeSpan.FromMinutes(1));
            took.Add(desk.State(id) == "Threaded" ? clock.Elapsed.TotalSeconds : double.PositiveInfinity);
        }
        var median = took.Order().ElementAt(took.Count / 2);
        return [new("mail-large", "a letter of 25 MB by SMTP, stored, parsed and threaded with its file", "≤ 2 s", $"{median:N2} s", $"median of {string.Join(", ", took.Select(t => $"{t:N2}"))} s", median <= 2), Memory("mail-large-memory", "with it", desk)];
    }

    public static async Task<IEnumerable<Figure>> ByImap(Bench bench)
    {
        var count = bench.Options.Quick ? 1_000 : 100_000;
        using var dovecot = await Dovecot.Start(bench.Options.Port + 11, Letters.Of(count, Size, new(7), "wrzk").Select(l => l.Raw));
        using var desk = await MailDesk.Start(bench, "mail-imap");
        var clock = Stopwatch.StartNew();
        await desk.Mailbox(Dovecot.User, bench.Options.Port + 11, Dovecot.Password);
        await MailDesk.Until(() => desk.Number("SELECT COUNT(*) FROM letters") == count, TimeSpan.FromHours(1), pause: 500);
        var stored = clock.Elapsed.TotalSeconds;
        await MailDesk.Until(() => desk.Count().Waiting == 0, TimeSpan.FromHours(1), pause: 500);
        var (all, kept) = (clock.Elapsed.TotalSeconds, desk.Count().All);
        return
        [
            new("mail-imap", $"{count:N0} letters in an IMAP folder (Dovecot) caught up: stored, parsed and threaded", $"≥ {AtLeast}/s", $"{count / all:N0}/s", $"{all:N0} s, the last was stored after {stored:N0} s; {kept:N0} kept; per letter {desk.Cpu.TotalMilliseconds / count:N2} ms of the program's CPU, {desk.RoomCpu.TotalMilliseconds / count:N2} ms of the mailroom's", count / all >= AtLeast && kept == count),
            Memory("mail-imap-memory", "meanwhile", desk),
        ];
    }

    public static async Task<IEnumerable<Figure>> Fuzz(Bench bench)
    {
        var count = bench.Options.Quick ? 400 : 1_000;
        var corpus = Directory.GetFiles(Path.Combine(bench.Options.Repository, "tests", "Rapport.Tests", "fixtures", "letters"), "*.eml").Order(StringComparer.Ordinal).Select(File.ReadAllBytes).Where(b => b.Length < 1024 * 1024).ToList();
        var mutations = new Mutations(corpus, 11);
        var letters = new Stack<byte[]>(Enumerable.Range(0, count).Select(_ => mutations.Next()));
        using var desk = await MailDesk.Start(bench, "mail-fuzz");
        var took = new List<double>();
        var states = new Dictionary<string, int>(StringComparer.Ordinal);
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(async n =>
        {
            using var postman = await Postman.Open(desk.Smtp);
            while (Take(letters) is { } letter)
            {
                var id = Id(await postman.Hand($"fuzz{n}@example.com", Letters.House, letter));
                var clock = Stopwatch.StartNew();
                await MailDesk.Until(() => { lock (states) return desk.State(id) is not "Stored"; }, TimeSpan.FromSeconds(30));
                lock (states)
                {
                    took.Add(clock.Elapsed.TotalSeconds);
                    var state = desk.State(id);
                    states[state] = states.GetValueOrDefault(state) + 1;
                }
            }
        }));
        var (longest, left) = (took.Max(), states.GetValueOrDefault("Stored") + states.GetValueOrDefault(""));
        return
        [
            new("mail-fuzz", $"{count:N0} damaged letters, each shown or “could not read”, the longest", "≤ 5 s", $"{longest:N2} s", $"{string.Join(", ", states.OrderByDescending(s => s.Value).Select(s => $"{s.Value:N0} {s.Key}"))}; {desk.Rooms} mailroom{(desk.Rooms == 1 ? "" : "s, so some died")}, the program {(desk.IsAlive ? "lives" : "DIED")}; made from {corpus.Count} letters of the corpus, seed 11", longest <= 5 && left == 0 && desk is { Rooms: 1, IsAlive: true }),
            Memory("mail-fuzz-memory", "meanwhile", desk),
        ];
    }

    static Figure Memory(string row, string when, MailDesk desk) => new(row, $"memory of the mailroom {when}, at most", $"≤ {MostMegabytes} MB", $"{desk.MostMemory / 1024 / 1024:N0} MB", "resident, looked at ten times a second", desk.MostMemory <= MostMegabytes * 1024L * 1024);

    static async Task Hand(MailDesk desk, (string From, byte[] Raw)[] letters)
    {
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(async _ =>
        {
            using var postman = await Postman.Open(desk.Smtp);
            for (var i = Interlocked.Increment(ref next); i < letters.Length; i = Interlocked.Increment(ref next)) Id(await postman.Hand(letters[i].From, Letters.House, letters[i].Raw));
        }));
    }

    static byte[]? Take(Stack<byte[]> letters)
    {
        lock (letters) return letters.TryPop(out var letter) ? letter : null;
    }

    /// <summary>The mailroom names the letter it has stored.</summary>
    static Guid Id(string said) => said.StartsWith("250 ", StringComparison.Ordinal) && Guid.TryParse(said.Split(' ')[^1], out var id) ? id : throw new InvalidOperationException($"A letter was not taken: {said}");
}
