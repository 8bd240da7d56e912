using System.Text;
using System.Text.Json.Serialization;
using Rapport.Foundation;

namespace Rapport.Channels.Mail;

/// <summary>Somebody on a letter: a name, and an address in lower case.</summary>
public sealed record Correspondent(string Name, string Address)
{
    public const int LongestAddress = 254;

    [JsonIgnore] public bool HasAddress => Address.Length is > 2 and <= LongestAddress && Address.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && at < Address.Length - 1 && at == Address.LastIndexOf('@') && !Address.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '<' or '>' or '"' or ',');

    public override string ToString() => Name.Length == 0 || Name == Address ? Address : $"{Name} <{Address}>";

    public static Correspondent Of(string? name, string? address) => new(Clean.Line(name, 200), Clean.Line(address, LongestAddress).ToLowerInvariant());

    /// <summary>As <see cref="ToString"/> wrote it.</summary>
    public static Correspondent Parse(string text) => text.EndsWith('>') && text.LastIndexOf('<') is >= 0 and var at ? Of(text[..at], text[(at + 1)..^1]) : Of(null, text);

    /// <summary>The lines of everybody else.</summary>
    public static string Without(string lines, IReadOnlySet<string> addresses) => string.Join('\n', lines.Split('\n').Where(l => !addresses.Contains(Parse(l).Address)));

    public static IEnumerable<Correspondent> All(string lines) => lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parse);
}

/// <summary>Letters bring what no database and no screen likes.</summary>
static class Clean
{
    /// <summary>Text that can be kept: without the zero character and without halves of characters.</summary>
    public static string Text(string? text, int most)
    {
        if (string.IsNullOrEmpty(text)) return "";
        var kept = new StringBuilder(Math.Min(text.Length, most));
        for (var i = 0; i < text.Length && kept.Length < most; i++)
        {
            var c = text[i];
            if (c == '\0') continue;
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) kept.Append(c).Append(text[++i]);
            else if (char.IsSurrogate(c)) kept.Append('\uFFFD');
            else if (c != '\r') kept.Append(c);
            else if (i + 1 >= text.Length || text[i + 1] != '\n') kept.Append('\n');
        }
        return kept.ToString();
    }

    /// <summary>One line, without what would turn it around or hide a part of it.</summary>
    public static string Line(string? text, int most)
    {
        var line = string.Concat(Text(text, most * 2).Select(c => char.IsControl(c) ? ' ' : c).Where(c => c is not (>= '\u202A' and <= '\u202E') and not (>= '\u2066' and <= '\u2069') and not '\uFEFF')).Trim();
        return Cut.To(line, most);
    }
}
