using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Rapport.Bench.Load;

/// <summary>One keep-alive HTTP/1.1 connection: sends ready-made bytes and finds the end of each answer, without allocating.</summary>
public sealed class Wire : IDisposable
{
    readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    byte[] buffer = new byte[64 * 1024];
    int length;
    int body;
    int next;
    int contentLength;

    public Wire(int port) => socket.Connect(IPAddress.Loopback, port);

    public Socket Socket => socket;
    public int Status { get; private set; }

    /// <summary>When the last request went out, in <see cref="Stopwatch"/> ticks.</summary>
    public long SentAt { get; private set; }

    public void Send(ReadOnlySpan<byte> request)
    {
        (length, body, next, contentLength, Status) = (0, 0, 0, -1, 0);
        SentAt = Stopwatch.GetTimestamp();
        while (request.Length > 0) request = request[socket.Send(request)..];
    }

    /// <summary>Reads what has come in. True when the answer is whole.</summary>
    public bool Receive()
    {
        if (length == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
        var count = socket.Receive(buffer.AsSpan(length));
        if (count == 0) throw new InvalidOperationException("the server closed a keep-alive connection: " + Encoding.UTF8.GetString(buffer, 0, length));
        length += count;
        return IsWhole();
    }

    /// <summary>Sends and waits for the answer: for the calls between the measured ones.</summary>
    public int Call(ReadOnlySpan<byte> request)
    {
        Send(request);
        while (!Receive()) { }
        return Status;
    }

    public ReadOnlySpan<byte> Head => buffer.AsSpan(0, body);

    /// <summary>The whole body, chunk marks removed.</summary>
    public ReadOnlySpan<byte> Body()
    {
        if (contentLength >= 0) return buffer.AsSpan(body, contentLength);
        var to = body;
        for (var from = body; ReadChunkSize(from, out var size, out var start) && size > 0; from = start + size + 2)
        {
            buffer.AsSpan(start, size).CopyTo(buffer.AsSpan(to));
            to += size;
        }
        contentLength = to - body;
        return buffer.AsSpan(body, contentLength);
    }

    /// <summary>What a stream that never ends has brought since the last look.</summary>
    public ReadOnlySpan<byte> Drain()
    {
        var count = socket.Receive(buffer);
        if (count == 0) throw new InvalidOperationException("the server closed a live connection");
        return buffer.AsSpan(0, count);
    }

    public string Header(string name)
    {
        foreach (var line in Encoding.ASCII.GetString(Head).Split("\r\n"))
            if (line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase)) return line[(name.Length + 1)..].Trim();
        return "";
    }

    public void Dispose() => socket.Dispose();

    bool IsWhole()
    {
        if (body == 0 && !ReadHead()) return false;
        if (contentLength >= 0) return length >= body + contentLength;
        while (ReadChunkSize(next, out var size, out var start))
        {
            if (length < start + size + 2) return false;
            if (size == 0) return true;
            next = start + size + 2;
        }
        return false;
    }

    bool ReadHead()
    {
        var end = buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8);
        if (end < 0) return false;
        body = next = end + 4;
        Status = Utf8Parser.TryParse(buffer.AsSpan(9, 3), out int status, out _) ? status : 0;
        contentLength = status is 204 or 304 ? 0 : ContentLength();
        return true;
    }

    int ContentLength()
    {
        var at = Head.IndexOf("\nContent-Length: "u8);
        if (at >= 0 && Utf8Parser.TryParse(Head[(at + 17)..], out int value, out _)) return value;
        return Head.IndexOf("chunked"u8) >= 0 ? -1 : throw new InvalidOperationException("an answer without a length:\n" + Encoding.ASCII.GetString(Head));
    }

    bool ReadChunkSize(int from, out int size, out int start)
    {
        (size, start) = (0, 0);
        var line = buffer.AsSpan(from, length - from).IndexOf("\r\n"u8);
        if (line < 0) return false;
        start = from + line + 2;
        return Utf8Parser.TryParse(buffer.AsSpan(from, line), out size, out _, 'x');
    }
}
