using System.Net;
using System.Net.Sockets;
using Rapport.Desk;

namespace Rapport.Channels.Mail;

/// <summary>
/// Fetches a picture from elsewhere for whoever reads a letter. It goes to public addresses alone, and what an answer points to is looked at
/// the same way.
/// </summary>
public sealed class PictureProxy : IDisposable
{
    const int Largest = 5 * 1024 * 1024, MostHops = 3;
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    readonly HttpClient client;

    public PictureProxy() : this(IsPublic, PublicCalls.WebPort) { }

    internal PictureProxy(Func<IPAddress, bool> mayCall, Func<int, bool> mayKnock)
    {
        client = new(PublicCalls.Guard(mayCall, mayKnock)) { Timeout = Patience, MaxResponseContentBufferSize = Largest };
        client.DefaultRequestHeaders.Accept.ParseAdd("image/*");
    }

    /// <summary>Null where there is no picture to be had.</summary>
    public async Task<(string Type, byte[] Bytes)?> Fetch(Uri from, CancellationToken cancel)
    {
        try
        {
            for (var hop = 0; hop <= MostHops; hop++)
            {
                if (from.Scheme is not ("http" or "https") || from.UserInfo.Length > 0) return null;
                using var answer = await client.GetAsync(from, HttpCompletionOption.ResponseHeadersRead, cancel);
                if ((int)answer.StatusCode is >= 300 and < 400 && answer.Headers.Location is { } to)
                {
                    from = new Uri(from, to);
                    continue;
                }
                if (!answer.IsSuccessStatusCode || answer.Content.Headers.ContentLength > Largest) return null;
                return await Read(answer, cancel);
            }
            return null;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException or UriFormatException || (e is OperationCanceledException && !cancel.IsCancellationRequested)) { return null; }
    }

    static async Task<(string, byte[])?> Read(HttpResponseMessage answer, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        await using var body = await answer.Content.ReadAsStreamAsync(patience.Token);
        using var bytes = new MemoryStream();
        var buffer = new byte[65536];
        for (var read = await body.ReadAsync(buffer, patience.Token); read > 0; read = await body.ReadAsync(buffer, patience.Token))
        {
            if (bytes.Length + read > Largest) return null;
            bytes.Write(buffer, 0, read);
        }
        var all = bytes.ToArray();
        var type = Sniff.Type(all.AsSpan(0, Math.Min(all.Length, Sniff.Enough)));
        return Sniff.IsPicture(type) ? (type, all) : null;
    }

    /// <summary>An address of the whole internet: not of this machine, of a house's own network, of a provider's inside, or of nobody.</summary>
    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        var b = address.GetAddressBytes();
        if (address.AddressFamily is AddressFamily.InterNetwork)
        {
            return b[0] switch
            {
                0 or 10 or 127 or >= 224 => false,
                100 => b[1] is < 64 or > 127,
                169 => b[1] != 254,
                172 => b[1] is < 16 or > 31,
                192 => b[1] != 168 && !(b[1] == 0 && b[2] is 0 or 2) && !(b[1] == 88 && b[2] == 99),
                198 => b[1] is not (18 or 19) && !(b[1] == 51 && b[2] == 100),
                203 => !(b[1] == 0 && b[2] == 113),
                _ => true,
            };
        }
        // Only what is given out for general use (2000::/3), without the parts of it that carry an IPv4 address inside or are for examples.
        return (b[0] & 0xE0) == 0x20 && !(b[0] == 0x20 && b[1] == 0x02) && !(b[0] == 0x20 && b[1] == 0x01 && b[2] == 0 && b[3] == 0) && !(b[0] == 0x20 && b[1] == 0x01 && b[2] == 0x0D && b[3] == 0xB8);
    }

    public void Dispose() => client.Dispose();
}
