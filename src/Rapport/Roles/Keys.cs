using System.Globalization;
using System.Text;
using Rapport.Foundation.Search;
using Rapport.Roles.Charters;

namespace Rapport.Roles;

/// <summary>Short stable names by which programs and addresses know what people call in words of their own, in any script.</summary>
static class Keys
{
    /// <summary>Letters and digits in lower case, Latin ones without accents, everything else a dash.</summary>
    /// <param name="name">What people call it.</param>
    /// <param name="sort">What sort of thing it is: the key of a name without a letter.</param>
    public static string Of(string name, string sort)
    {
        var words = new StringBuilder(name.Length);
        foreach (var letter in name.EnumerateRunes())
        {
            if (IsAccent(letter)) continue;
            words.Append(Rune.IsLetterOrDigit(letter) || (IsMark(letter) && words.Length > 0 && words[^1] != ' ') ? Latin(Rune.ToLowerInvariant(letter)) : " ");
        }
        return string.Join('-', words.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries)) is { Length: > 0 } key ? key : sort;
    }

    /// <summary>What is there under this name keeps its key. Another thing never loses its own to it: then this one is numbered.</summary>
    public static string For(string name, string stem, IReadOnlyList<(string Key, string Name)> there)
    {
        var same = there.Where(t => IsSame(t.Name, name)).Select(t => t.Key).ToList();
        return same.Count == 0 ? Free(stem, [.. there.Select(t => t.Key)]) : same.Contains(stem, StringComparer.Ordinal) ? stem : same.Min(StringComparer.Ordinal)!;
    }

    /// <summary>The key itself, or with the first number that is not taken.</summary>
    public static string Free(string stem, IReadOnlyCollection<string> taken) =>
        Enumerable.Range(1, taken.Count + 1).Select(n => n == 1 ? stem : string.Create(CultureInfo.InvariantCulture, $"{stem}-{n}")).First(k => !taken.Contains(k, StringComparer.Ordinal));

    /// <summary>For steps that stand together: each has the key that it brings, or that of the step of its name that was there, or one of its name that no other has or had.</summary>
    public static List<string> Each(IReadOnlyList<(string? Key, string Name)> steps, IEnumerable<(string Key, string Name)> there)
    {
        var used = steps.Where(s => !string.IsNullOrWhiteSpace(s.Key)).Select(s => s.Key!.Trim()).ToHashSet(StringComparer.Ordinal);
        var left = there.Where(t => t.Key.Length > 0 && !used.Contains(t.Key)).DistinctBy(t => t.Key, StringComparer.Ordinal).ToList();
        return [.. steps.Select(s =>
        {
            if (!string.IsNullOrWhiteSpace(s.Key)) return s.Key.Trim();
            var same = left.FindIndex(t => t.Name == s.Name.Trim());
            var key = same >= 0 ? left[same].Key : Free(Of(s.Name, "step"), [.. used, .. left.Select(t => t.Key)]);
            if (same >= 0) left.RemoveAt(same);
            used.Add(key);
            return key;
        })];
    }

    public static bool IsSame(string one, string other) => string.Equals(Line.Of(one), Line.Of(other), StringComparison.OrdinalIgnoreCase);

    /// <summary>The letter itself, where what it comes from is no Latin one.</summary>
    static string Latin(Rune letter) => letter.IsBmp && Letters.PlainOf((char)letter.Value) is { } plain && Ascii.IsValid(plain) ? plain : letter.ToString();

    /// <summary>One accent is written in two ways, with its letter and behind it: a key has neither.</summary>
    static bool IsAccent(Rune letter) => letter.Value is >= 0x300 and <= 0x36F;

    /// <summary>A vowel of Hindi or Thai is a mark on the letter before it.</summary>
    static bool IsMark(Rune letter) => Rune.GetUnicodeCategory(letter) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
