using Rapport.Foundation.Search;

namespace Rapport.Customers.Alike;

/// <summary>Why two customers may be one person. Never for a name alone: two people may share it.</summary>
public static class Likenesses
{
    /// <summary>So many last digits are the same number, however the country is written.</summary>
    const int PhoneDigits = 8;

    /// <summary>Whoever has one of these has it like millions of others.</summary>
    static readonly HashSet<string> everybodys = new(["gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "yahoo.com", "ymail.com", "icloud.com", "me.com", "mac.com", "aol.com", "gmx.com", "gmx.de", "gmx.net", "web.de", "t-online.de", "freenet.de", "proton.me", "protonmail.com", "mail.com", "mail.ru", "yandex.ru", "qq.com", "163.com", "orange.fr", "free.fr", "laposte.net", "libero.it", "btinternet.com", "comcast.net", "verizon.net", "zoho.com", "fastmail.com", "hey.com"], StringComparer.Ordinal);

    /// <summary>The words of a name, whichever stands first.</summary>
    public static string? KeyOf(string name) => string.Join(' ', Words.Of(name).Select(w => w.Key).Order(StringComparer.Ordinal)) is { Length: > 0 } key ? key : null;

    public static string? KeyOf(AddressKind kind, string value, string normal) => kind switch
    {
        AddressKind.Phone => normal.Length >= PhoneDigits ? normal[^PhoneDigits..] : null,
        AddressKind.Visitor => Address.NormalOf(AddressKind.Email, value),
        _ => null,
    };

    /// <summary>In words that hold nothing of either; null where nothing speaks for it.</summary>
    public static string? Why(Customer one, Customer other)
    {
        bool Both(Func<Address, Address, bool> alike) => one.Addresses.Exists(a => other.Addresses.Exists(b => alike(a, b)));
        if (Both((a, b) => a.Kind is AddressKind.Phone && b.Kind is AddressKind.Phone && a.Alike is not null && a.Alike == b.Alike)) return "the same phone number";
        if (Both((a, b) => a.Kind is AddressKind.Visitor && b.Kind is AddressKind.Email && a.Alike == b.Normal) || Both((a, b) => a.Kind is AddressKind.Email && b.Kind is AddressKind.Visitor && b.Alike == a.Normal)) return "a mail address that was given in the chat";
        if (one.Alike is null || one.Alike != other.Alike) return null;
        if (Both((a, b) => Mail(a) is { } x && Mail(b) is { } y && OneLetterApart(x, y))) return "the same name, and a mail address one letter apart";
        if (Both((a, b) => a.Kind is AddressKind.Phone && b.Kind is AddressKind.Phone && OneLetterApart(a.Normal, b.Normal))) return "the same name, and a phone number one digit apart";
        if (Both((a, b) => Mail(a) is { } x && Mail(b) is { } y && DomainOf(x) == DomainOf(y) && !everybodys.Contains(DomainOf(x)))) return "the same name, and mail addresses of the same company";
        return null;
    }

    static string? Mail(Address address) => address.Kind switch { AddressKind.Email => address.Normal, AddressKind.Visitor => address.Alike, _ => null };

    static string DomainOf(string mail) => mail[(mail.LastIndexOf('@') + 1)..];

    /// <summary>One letter more, less, other, or two that changed places.</summary>
    public static bool OneLetterApart(string one, string other)
    {
        if (one == other || Math.Abs(one.Length - other.Length) > 1) return false;
        var start = 0;
        while (start < Math.Min(one.Length, other.Length) && one[start] == other[start]) start++;
        var a = one.AsSpan(start);
        var b = other.AsSpan(start);
        if (a.Length == b.Length) return a[1..].SequenceEqual(b[1..]) || (a.Length > 1 && a[0] == b[1] && a[1] == b[0] && a[2..].SequenceEqual(b[2..]));
        return a.Length > b.Length ? a[1..].SequenceEqual(b) : b[1..].SequenceEqual(a);
    }
}
