using Rapport.Foundation;

namespace Rapport;

/// <summary>Where the program listens. A name would open every interface of the machine, and on an empty desk whoever comes first is its admin.</summary>
static class ServingAddress
{
    const string Name = "RAPPORT_URL";
    static readonly string[] Everywhere = ["*", "+"];

    public static string From(IConfiguration settings)
    {
        var given = settings[Name]?.Trim() is { Length: > 0 } said ? said : "http://127.0.0.1:5080";
        foreach (var one in given.Split(';')) Check(one.Trim());
        return given;
    }

    static void Check(string url)
    {
        if (Parse(url) is not { Scheme: "http" or "https", Port: >= 0 and <= 65535, PathBase: "" } address)
            throw new WrongSetting($"{Name} is no address to serve at: “{url}”. Give one like http://127.0.0.1:5080.");
        if (!OwnAddress.Is(address.Host) && !Everywhere.Contains(address.Host, StringComparer.Ordinal))
            throw new WrongSetting($"{Name} names “{address.Host}”, and a name would open every interface of this machine. Give an address of it, like http://127.0.0.1:5080, or http://*:5080 for all of them; where customers reach it belongs in RAPPORT_PUBLIC_URL.");
        // The web server finds no port by itself for the two addresses that this name has.
        if (address is { Port: 0, Host: "localhost" }) throw new WrongSetting($"{Name} needs a port behind localhost, like http://localhost:5080.");
    }

    static BindingAddress? Parse(string url)
    {
        try { return BindingAddress.Parse(url); }
        catch (FormatException) { return null; }
    }
}
