using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;

namespace Rapport.Access;

/// <summary>The key of the house's own mailroom: made at each start, known to the process that the program starts, and good on this machine only.</summary>
public sealed class MailroomKey
{
    public const string Role = "mailroom";

    public string Secret { get; } = Access.Secret.New("mr_");

    public static ClaimsIdentity Identity => new([new(ClaimTypes.Role, Role)], Sessions.Token);

    public bool Opens(string given, ConnectionInfo from) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(Secret)) && IsHere(from);

    /// <summary>Behind a proxy this is who asked the proxy, so nobody comes in by way of one.</summary>
    static bool IsHere(ConnectionInfo from) => from.RemoteIpAddress is { } remote && (IPAddress.IsLoopback(remote) || remote.Equals(from.LocalIpAddress));
}
