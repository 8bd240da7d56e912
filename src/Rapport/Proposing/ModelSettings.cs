using System.Net;
using System.Net.Sockets;
using Rapport.Foundation;

namespace Rapport.Proposing;

/// <summary>The language model that reads, as people are told of it.</summary>
public sealed record ModelAt(string Model, string Host)
{
    public string InWords => $"Proposals are read by {Model} at {Host} and not by this program. It gets the words of a message and up to six before it, without the names that are known here, e-mail addresses and longer numbers.";

    public string ToCustomer(bool nothingRemembered) => nothingRemembered
        ? $"{Model} at {Host} reads messages for us. It gets none of yours, because you asked us to remember nothing."
        : $"What you write and what we answer is also read by {Model} at {Host}, which proposes to us what may be worth remembering and what was good in an answer. It gets the words without the names that are known here, e-mail addresses and longer numbers, and nothing that is about your health, your faith or your money as far as we can tell.";
}

/// <summary>
/// A language model that proposes, as whoever installs the program has set it up. It comes from the environment alone: no page and no call
/// can name another address, so nobody who uses the program steers what it calls.
/// </summary>
public sealed class ModelSettings
{
    const string Url = "RAPPORT_MODEL_URL", Name = "RAPPORT_MODEL", Secret = "RAPPORT_MODEL_KEY";
    const int LongestName = 200;

    static readonly string[] HouseNames = [".localhost", ".local", ".internal", ".lan", ".home.arpa"];

    ModelSettings(Uri address, string model, string? key) => (Address, Model, Key) = (address, model, key);

    public Uri Address { get; }
    public string Model { get; }
    internal string? Key { get; }

    public ModelAt At => new(Model, Address.Authority);

    /// <summary>None where nothing is set: this program reads.</summary>
    public static ModelSettings? From(IConfiguration settings)
    {
        var (url, model, key) = (Given(settings, Url), Given(settings, Name), Given(settings, Secret));
        if (url is null)
        {
            if (model is null && key is null) return null;
            throw new WrongSetting($"{(key is null ? Name : Secret)} is set and {Url} is not. Give the address of the language model there, or leave out all of {Url}, {Name} and {Secret}.");
        }
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") || address.Host.Length == 0)
            throw new WrongSetting($"{Url} is no address. Give one like http://127.0.0.1:11434/v1 or https://models.example/v1.");
        if (address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0)
            throw new WrongSetting($"{Url} has more than an address in it. Leave out names, passwords, “?” and “#”; a key belongs in {Secret}.");
        if (address.Scheme == "http" && !InHouse(address))
            throw new WrongSetting($"{Url} begins with http:// and leads out of the house, where others could read along. Use https://, or an address of this machine or of your own network.");
        if (model is null) throw new WrongSetting($"{Url} is set and {Name} is not. Give the name of the model, as its server calls it.");
        if (model.Length > LongestName || model.Any(char.IsControl)) throw new WrongSetting($"{Name} is no name of a model. Give the one by which its server knows it.");
        if (key is not null && !key.All(c => c is > ' ' and <= '~')) throw new WrongSetting($"{Secret} has characters in it that no key has, such as a space or a new line. Set it again.");
        return new(address, model, key);
    }

    /// <summary>Whether an address is this machine's, or one of a network that does not lead to the internet.</summary>
    public static bool IsHouse(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (IPAddress.IsLoopback(address)) return true;
        if (address.AddressFamily is AddressFamily.InterNetworkV6) return address.IsIPv6UniqueLocal;
        return address.GetAddressBytes() switch
        {
            [10, ..] or [192, 168, ..] => true,
            [172, var second, ..] => second is >= 16 and <= 31,
            [100, var second, ..] => second is >= 64 and <= 127,
            _ => false,
        };
    }

    /// <summary>By its name only; where it really leads is looked at again when it is called.</summary>
    static bool InHouse(Uri address) => IPAddress.TryParse(address.DnsSafeHost, out var number)
        ? IsHouse(number)
        : !address.Host.Contains('.', StringComparison.Ordinal) || HouseNames.Any(n => address.Host.EndsWith(n, StringComparison.OrdinalIgnoreCase));

    static string? Given(IConfiguration settings, string name) => settings[name]?.Trim() is { Length: > 0 } given ? given : null;
}
