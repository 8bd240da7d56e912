using System.Net.Sockets;
using System.Text;

namespace Rapport.Bench.Load;

/// <summary>One connection that hands letters over by SMTP, one after another, and waits for each to be taken.</summary>
public sealed class Postman : IDisposable
{
    readonly TcpClient client = new() { NoDelay = true };
    readonly byte[] heard = new byte[4096];
    NetworkStream? line;

    public static async Task<Postman> Open(int port)
    {
        var postman = new Postman();
        // The program serves a moment before its mailroom listens.
        for (var tries = 0; !postman.client.Connected; tries++)
        {
            try { await postman.client.ConnectAsync("127.0.0.1", port); }
            catch (SocketException) when (tries < 100) { await Task.Delay(100); }
        }
        postman.line = postman.client.GetStream();
        await postman.Hear("220");
        await postman.Say("EHLO bench.example", "250");
        return postman;
    }

    /// <summary>The server's own words, whatever they are.</summary>
    public async Task<string> Hand(string from, string to, ReadOnlyMemory<byte> letter)
    {
        await Say($"MAIL FROM:<{from}>", "250");
        await Say($"RCPT TO:<{to}>", "250");
        await Say("DATA", "354");
        await line!.WriteAsync(Dotted(letter.Span));
        return await Hear("");
    }

    /// <summary>As SMTP wants it: a line that begins with a dot has another one before it, and a dot alone is the end.</summary>
    static byte[] Dotted(ReadOnlySpan<byte> letter)
    {
        var bytes = new MemoryStream(letter.Length + 16);
        for (var i = 0; i < letter.Length; i++)
        {
            if (letter[i] == '.' && (i == 0 || letter[i - 1] == '\n')) bytes.WriteByte((byte)'.');
            bytes.WriteByte(letter[i]);
        }
        bytes.Write(letter.EndsWith("\r\n"u8) ? ".\r\n"u8 : "\r\n.\r\n"u8);
        return bytes.ToArray();
    }

    async Task Say(string command, string expect)
    {
        await line!.WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"));
        await Hear(expect);
    }

    async Task<string> Hear(string expect)
    {
        var said = new StringBuilder();
        do
        {
            var read = await line!.ReadAsync(heard);
            if (read == 0) throw new IOException("The mailroom ended the connection.");
            said.Append(Encoding.Latin1.GetString(heard, 0, read));
        }
        while (!IsWhole(said.ToString()));
        var words = said.ToString();
        return words.StartsWith(expect, StringComparison.Ordinal) ? words.Trim() : throw new InvalidOperationException($"Expected {expect} and heard: {words}");
    }

    /// <summary>The last line of an answer has a blank after its number.</summary>
    static bool IsWhole(string said) => said.EndsWith("\r\n", StringComparison.Ordinal) && said.TrimEnd().Split("\r\n")[^1] is { Length: >= 3 } last && (last.Length == 3 || last[3] == ' ');

    public void Dispose() => client.Dispose();
}
