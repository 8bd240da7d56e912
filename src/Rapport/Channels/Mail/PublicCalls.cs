using System.Net;
using System.Net.Sockets;

namespace Rapport.Channels.Mail;

/// <summary>
/// Calls to addresses that somebody has typed in go to the whole internet and not into the house's own network: the name is looked up
/// once, and the address that was looked at is the one that is called.
/// </summary>
static class PublicCalls
{
    public static SocketsHttpHandler Guard(Func<IPAddress, bool> mayCall, Func<int, bool> mayKnock) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        MaxResponseHeadersLength = 32,
        ConnectCallback = async (context, cancel) =>
        {
            if (!mayKnock(context.DnsEndPoint.Port)) throw new HttpRequestException("This port is not called.");
            var found = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancel);
            // All of them: whoever answers with a public and a private address means no good.
            if (found.Length == 0 || !found.All(mayCall)) throw new HttpRequestException("This address is not called.");
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try { await socket.ConnectAsync(found, context.DnsEndPoint.Port, cancel); }
            catch { socket.Dispose(); throw; }
            return new NetworkStream(socket, ownsSocket: true);
        },
    };

    public static bool WebPort(int port) => port is 80 or 443;
}
