using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Rapport.Tests.Faults;

namespace Rapport.Tests.Mail;

/// <summary>
/// A hundred times, while letters come by SMTP and lie down in an IMAP folder and answers go out, one of the four processes is killed as a
/// power cut would: the program, its mailroom, Dovecot or Postfix, each at moments that nobody chose.
/// </summary>
[Trait("Proves", "Mail")]
public sealed class KillCampaignTests
{
    const int Kills = 100, Letters = 150, Answers = 60;
    const string BySmtp = "smtp@desk.example", ByImap = "jo@shop.example", Reader = "ann@shop.example";

    [Fact]
    public async Task No_letter_is_lost_none_is_doubled_and_no_answer_is_sent_twice()
    {
        var chance = new Random(20261126);
        var (smtp, port, home) = (DeskProcess.FreePort(), DeskProcess.FreePort(), Directory.CreateTempSubdirectory("rapport-kills-").FullName);
        await using var servers = await MailServers.Start(smtp);
        Task<DeskProcess> Start() => DeskProcess.Start(home, port: port, settings: new Dictionary<string, string>(StringComparer.Ordinal) { ["RAPPORT_SMTP"] = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{smtp}") });
        var desk = await Start();
        try
        {
            await desk.Owner.Post("/api/v1/mailboxes", new { address = ByImap, password = MailServers.Password, receiving = new { host = "127.0.0.1", port = servers.Imap, secure = "none" }, sending = new { host = "127.0.0.1", port = servers.Smtp, secure = "none" } });
            using var over = new CancellationTokenSource();
            var posting = Post(servers, over.Token);
            var answering = Answer(() => desk, over.Token);

            for (var kill = 0; kill < Kills; kill++)
            {
                await Task.Delay(chance.Next(100, 900));
                switch (chance.Next(10))
                {
                    case 0:
                        await desk.DisposeAsync(); // kills it
                        desk = await Start();
                        break;
                    case < 5 when Mailroom(desk.Id) is { } room: Signal(room); break;
                    case < 8:
                        await servers.Do("kill-dovecot");
                        await Task.Delay(chance.Next(300));
                        await servers.Do("start-dovecot");
                        break;
                    default:
                        await servers.Do("kill-postfix");
                        await Task.Delay(chance.Next(300));
                        await servers.Do("start-postfix");
                        break;
                }
            }
            await posting;
            await answering;

            // All is quiet: everything comes to its end.
            await Until(async () => (await All(desk, "/api/v1/letters")) is var all && all.Count >= Letters * 2 && all.All(l => l.GetProperty("state").GetString() != "stored"), 150);
            // Whoever has seen three mailrooms end over a letter sets it before a person, and that person has it read again.
            foreach (var letter in (await All(desk, "/api/v1/letters")).Where(l => l.GetProperty("state").GetString() == "could_not_read")) await desk.Owner.Post($"/api/v1/letters/{letter.GetProperty("id").GetGuid()}/reading", new { });
            await Until(async () => (await All(desk, "/api/v1/letters")).Count(l => l.GetProperty("state").GetString() == "threaded") >= Letters * 2, 60);
            await Until(async () => (await All(desk, "/api/v1/outgoing-letters")).All(o => o.GetProperty("state").GetString() is "accepted" or "refused" or "bounced"), 120);
            await Task.Delay(3_000);

            var subjects = (await All(desk, "/api/v1/letters")).Where(l => l.GetProperty("state").GetString() == "threaded").Select(l => l.GetProperty("subject").GetString()!).ToList();
            Assert.Equal(Enumerable.Range(0, Letters).SelectMany(n => new[] { $"imap {n}", $"smtp {n}" }).Order(StringComparer.Ordinal), subjects.Order(StringComparer.Ordinal));

            var answers = await All(desk, "/api/v1/outgoing-letters");
            // Postfix, killed between laying a letter down and forgetting it, lays it down again under the same number; each handing over has a number of its own.
            var arrived = (await Inbox.Read(servers.Imap, Reader, 0)).Select(l => (Answer: Found(l, @"This is answer (?<it>\d+)\."), Taken: Found(l, @"Postfix\) with \w+ id (?<it>\w+)"))).Distinct().ToList();
            Assert.All(arrived, a => Assert.NotEmpty(a.Taken));
            Assert.Empty(arrived.GroupBy(a => a.Answer, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => $"answer {g.Key} was handed over as {string.Join(" and ", g.Select(a => a.Taken))}"));
            Assert.Equal(Answers, answers.Count);
            // What was taken has arrived; of what may not have, a person is asked.
            var taken = answers.Where(a => a.GetProperty("state").GetString() == "accepted").Select(a => Found(a.GetProperty("subject").GetString()!, @"About (?<it>\d+)"));
            Assert.Empty(taken.Except(arrived.Select(a => a.Answer), StringComparer.Ordinal));
            Assert.All(answers.Where(a => a.GetProperty("state").GetString() == "refused"), a => Assert.Contains("may have arrived", a.GetProperty("words").GetString(), StringComparison.Ordinal));
        }
        finally
        {
            await desk.DisposeAsync();
            Directory.Delete(home, recursive: true);
        }
    }

    static string Found(string text, string what) => Regex.Match(text, what, RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["it"].Value;

    /// <summary>Letters of both ways, each until it has been taken: who sends mail does not give up either.</summary>
    static async Task Post(MailServers servers, CancellationToken over)
    {
        for (var n = 0; n < Letters && !over.IsCancellationRequested; n++)
        {
            foreach (var (to, subject) in new[] { (BySmtp, $"smtp {n}"), (ByImap, $"imap {n}") })
            {
                var letter = $"From: c{n}@example.com\r\nTo: {to}\r\nDate: {DateTime.UtcNow:r}\r\nSubject: {subject}\r\nMessage-ID: <{subject.Replace(' ', '-')}@example.com>\r\n\r\nHello, this is {subject}.\r\n";
                while (!await Handed(servers.Smtp, to, letter)) await Task.Delay(100, over);
            }
            await Task.Delay(150, over);
        }
    }

    /// <summary>Whether Postfix has said yes. Where it died before it could say so, the same letter is handed over again, as a sender would.</summary>
    static async Task<bool> Handed(int port, string to, string letter)
    {
        try
        {
            using TcpClient client = new();
            await client.ConnectAsync("127.0.0.1", port);
            using StreamReader from = new(client.GetStream(), Encoding.Latin1);
            async Task<bool> Says(string? say, char yes)
            {
                if (say is not null) await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(say + "\r\n"));
                for (var line = await from.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(10)); line is not null; line = await from.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(10)))
                    if (line.Length < 4 || line[3] == ' ') return line[0] == yes;
                return false;
            }
            return await Says(null, '2') && await Says("EHLO client.example", '2') && await Says("MAIL FROM:<customer@example.com>", '2') && await Says($"RCPT TO:<{to}>", '2') && await Says("DATA", '3') && await Says(letter + ".", '2');
        }
        catch (Exception e) when (e is SocketException or IOException or TimeoutException) { return false; }
    }

    /// <summary>A program answers, with a key of its own for each, so that trying again is the same answer.</summary>
    static async Task Answer(Func<DeskProcess> desk, CancellationToken over)
    {
        for (var n = 0; n < Answers && !over.IsCancellationRequested; n++)
        {
            var number = await Stubborn(() => desk().Owner, HttpMethod.Post, "/api/v1/conversations", new { channel = "mail", customer = new { name = "Ann", email = Reader }, subject = $"About {n}", body = "Hello?" }, $"open-{n}", over);
            await Stubborn(() => desk().Owner, HttpMethod.Post, $"/api/v1/conversations/{number.GetProperty("number").GetInt64()}/messages", new { from = "agent", body = $"This is answer {n}." }, $"answer-{n}", over);
            await Task.Delay(300, over);
        }
    }

    static async Task<JsonElement> Stubborn(Func<HttpClient> api, HttpMethod method, string path, object body, string key, CancellationToken over)
    {
        while (true)
        {
            try
            {
                using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body), Headers = { { "Idempotency-Key", key } } };
                using var answer = await api().SendAsync(request, over);
                if (answer.IsSuccessStatusCode) return await answer.Content.ReadFromJsonAsync<JsonElement>(over);
                Assert.True((int)answer.StatusCode >= 500 || answer.StatusCode is System.Net.HttpStatusCode.Conflict, $"{path}: {await answer.Content.ReadAsStringAsync(over)}");
            }
            catch (Exception e) when (e is HttpRequestException or IOException or ObjectDisposedException or InvalidOperationException || (e is OperationCanceledException && !over.IsCancellationRequested)) { /* it was killed; again */ }
            await Task.Delay(100, over);
        }
    }

    static async Task<List<JsonElement>> All(DeskProcess desk, string path)
    {
        List<JsonElement> all = [];
        for (var next = ""; ;)
        {
            var page = await desk.Owner.Get($"{path}?limit=100{next}");
            all.AddRange(page.GetProperty("items").EnumerateArray());
            if (!page.TryGetProperty("next", out var after) || after.ValueKind is JsonValueKind.Null) return all;
            next = $"&after={after.GetString()}";
        }
    }

    static async Task Until(Func<Task<bool>> isSo, int seconds)
    {
        for (var until = DateTime.UtcNow.AddSeconds(seconds); DateTime.UtcNow < until; await Task.Delay(500))
            if (await isSo()) return;
    }

    static int? Mailroom(int program)
    {
        try
        {
            return Directory.GetDirectories($"/proc/{program}/task").SelectMany(t => File.ReadAllText(Path.Combine(t, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(id => (int?)int.Parse(id, CultureInfo.InvariantCulture))
                .FirstOrDefault(id => File.ReadAllText($"/proc/{id}/cmdline").Contains("mailroom.mjs", StringComparison.Ordinal));
        }
        catch (IOException) { return null; }
    }

    static void Signal(int process)
    {
        try { using var it = Process.GetProcessById(process); it.Kill(); }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException) { /* gone already */ }
    }
}
