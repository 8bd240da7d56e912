using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Rapport.Tests.Mail;

/// <summary>Somebody's own mail program, as far as a test needs one: it signs in to a real IMAP server and reads letters as they lie there.</summary>
public static class Inbox
{
    /// <summary>The letters of a folder that has this many, whole and in the order in which they came.</summary>
    public static async Task<IReadOnlyList<string>> Read(int port, string user, int least, string folder = "INBOX")
    {
        for (var until = DateTime.UtcNow.AddSeconds(60); ; await Task.Delay(250))
        {
            var letters = await All(port, user, folder);
            if (letters.Count >= least) return letters;
            if (DateTime.UtcNow > until) Assert.Fail($"{letters.Count} letters lie in {folder} of {user}, and not {least}.");
        }
    }

    static async Task<List<string>> All(int port, string user, string folder)
    {
        using TcpClient client = new();
        await client.ConnectAsync("127.0.0.1", port);
        using StreamReader from = new(client.GetStream(), Encoding.Latin1);
        var n = 0;
        async Task<List<string>> Ask(string command)
        {
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"a{++n} {command}\r\n")));
            List<string> bodies = [];
            while (await from.ReadLineAsync() is { } line)
            {
                if (line.StartsWith($"a{n} ", StringComparison.Ordinal)) return line.StartsWith($"a{n} OK", StringComparison.Ordinal) ? bodies : throw new InvalidOperationException($"{command}: {line}");
                if (!line.EndsWith('}')) continue;
                var body = new char[int.Parse(line.AsSpan(line.LastIndexOf('{') + 1).TrimEnd('}'), CultureInfo.InvariantCulture)];
                await from.ReadBlockAsync(body);
                bodies.Add(new(body));
            }
            throw new IOException("The server ended the connection.");
        }
        await from.ReadLineAsync();
        await Ask($"LOGIN {user} {MailServers.Password}");
        await Ask($"EXAMINE {folder}");
        try { return await Ask("FETCH 1:* BODY.PEEK[]"); }
        catch (InvalidOperationException) { return []; } // an empty folder has no first letter
    }
}
