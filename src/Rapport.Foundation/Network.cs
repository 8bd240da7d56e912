using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace Rapport.Foundation;

/// <summary>Where a request comes from, for whatever is counted by it.</summary>
public static class Network
{
    /// <summary>Whoever has one IPv6 address has the whole /64.</summary>
    public static string Of(HttpContext http)
    {
        var address = http.Connection.RemoteIpAddress ?? IPAddress.None;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.AddressFamily is AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }
}
