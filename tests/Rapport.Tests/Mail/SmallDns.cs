using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Rapport.Tests.Mail;

/// <summary>A server of names on 127.0.0.1 that knows the records it is given, and nothing else.</summary>
public sealed class SmallDns : IDisposable
{
    readonly UdpClient socket = new(new IPEndPoint(IPAddress.Loopback, 0));
    readonly Dictionary<(string Name, ushort Type), byte[]> records = [];

    public SmallDns() => _ = Answer();

    public string Address => $"127.0.0.1:{((IPEndPoint)socket.Client.LocalEndPoint!).Port}";

    public SmallDns Srv(string name, string host, ushort port) => Add(name, 33, [0, 1, 0, 1, (byte)(port >> 8), (byte)port, .. Name(host)]);

    public SmallDns Mx(string name, string host) => Add(name, 15, [0, 1, .. Name(host)]);

    public SmallDns Txt(string name, string text) => Add(name, 16, [.. Encoding.ASCII.GetBytes(text).Chunk(250).SelectMany(part => part.Prepend((byte)part.Length))]);

    SmallDns Add(string name, ushort type, byte[] data)
    {
        records[(name, type)] = data;
        return this;
    }

    async Task Answer()
    {
        try
        {
            while (true)
            {
                var asked = await socket.ReceiveAsync();
                await socket.SendAsync(Reply(asked.Buffer), asked.RemoteEndPoint);
            }
        }
        catch (Exception over) when (over is ObjectDisposedException or SocketException) { /* the test is over */ }
    }

    byte[] Reply(byte[] asked)
    {
        List<string> labels = [];
        var at = 12;
        for (; asked[at] != 0; at += asked[at] + 1) labels.Add(Encoding.ASCII.GetString(asked, at + 1, asked[at]));
        var found = records.GetValueOrDefault((string.Join('.', labels).ToLowerInvariant(), BinaryPrimitives.ReadUInt16BigEndian(asked.AsSpan(at + 1))));
        byte[] record = found is null ? [] : [0xc0, 12, asked[at + 1], asked[at + 2], 0, 1, 0, 0, 0, 60, (byte)(found.Length >> 8), (byte)found.Length, .. found];
        return [asked[0], asked[1], 0x81, (byte)(found is null ? 0x83 : 0x80), 0, 1, 0, (byte)(found is null ? 0 : 1), 0, 0, 0, 0, .. asked[12..(at + 5)], .. record];
    }

    static byte[] Name(string host) => [.. host.Split('.').SelectMany(label => Encoding.ASCII.GetBytes(label).Prepend((byte)label.Length)), 0];

    public void Dispose() => socket.Dispose();
}
