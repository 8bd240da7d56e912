using System.Net;
using System.Net.Sockets;
using Rapport.Foundation;

namespace Rapport.Channels.Mail;

/// <summary>What whoever installs the program says about mail. A letter that went out with a dead link does not come back, so the start looks at all of it.</summary>
public static class MailSettings
{
    const string House = "RAPPORT_PUBLIC_URL", Names = "RAPPORT_DNS", Door = "RAPPORT_SMTP";

    public static void Check(IConfiguration settings)
    {
        PublicUrl(settings);
        Dns(settings);
        Listen(settings);
    }

    /// <summary>Where customers reach the house, without a stroke at its end; none where nobody has said.</summary>
    public static string? PublicUrl(IConfiguration settings)
    {
        if (Given(settings, House) is not { } url) return null;
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") || address.Host.Length == 0 || (address.UserInfo + address.Query + address.Fragment).Length > 0)
            throw new WrongSetting($"{House} is no address of a house. Give the one under which customers reach it, like “https://desk.example”.");
        return url.TrimEnd('/');
    }

    /// <summary>The server that is asked for names instead of the machine's own.</summary>
    public static string? Dns(IConfiguration settings)
    {
        if (Given(settings, Names) is not { } server) return null;
        // “53” is an address to the library, and to nobody else.
        if (!IPEndPoint.TryParse(server, out var place) || (place.AddressFamily is AddressFamily.InterNetwork && !server.StartsWith(place.Address.ToString(), StringComparison.Ordinal)))
            throw new WrongSetting($"{Names} is no address of a DNS server. Give a number like 192.0.2.53, or 192.0.2.53:5353 with its port.");
        return server;
    }

    /// <summary>Where letters are taken in.</summary>
    public static string? Listen(IConfiguration settings)
    {
        if (Given(settings, Door) is not { } places) return null;
        foreach (var place in places.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!Uri.TryCreate(place.Contains("://", StringComparison.Ordinal) ? place : "smtp://" + place, UriKind.Absolute, out var address)
                || address.Scheme is not ("smtp" or "lmtp") || !OwnAddress.Is(address.Host) || address.UserInfo.Length > 0 || address.PathAndQuery.Trim('/').Length > 0)
                throw new WrongSetting($"{Door} is no address to listen at: “{place}”. Give one of this machine and a port, like 127.0.0.1:2525 or lmtp://127.0.0.1:2526; several have a comma between them.");
        }
        return places;
    }

    static string? Given(IConfiguration settings, string name) => settings[name]?.Trim() is { Length: > 0 } given ? given : null;
}
