using Microsoft.EntityFrameworkCore;

namespace Rapport.Customers;

/// <summary>
/// Customers who are nearly called what was typed. Most misspellings are one letter that was left out, put in, mistaken for another,
/// or that changed places with its neighbour (F. J. Damerau, “A technique for computer detection and correction of spelling errors”,
/// Communications of the ACM 7(3), 1964, pp. 171–176); in a long word there may be two.
/// </summary>
public static class NearNames
{
    /// <summary>So many names are read, and no more of any of them than its words. In a larger house each word must begin as it was typed.</summary>
    public const int Most = 20_000;

    /// <summary>Of a shorter word every other is a misspelling; in a long one there may be two.</summary>
    const int Short = 3, Long = 7;

    /// <summary>As words are cut to be found.</summary>
    const int LongestWord = 40;

    /// <summary>The nearest first, and of those the newest. For when nobody is called that: it reads many.</summary>
    public static async Task<List<CustomerId>> NearlyNamed(this RapportDb db, string[] words, int limit, CancellationToken cancel)
    {
        if (!words.Any(w => w.Length >= Short) || words.Any(w => w.Any(char.IsAsciiDigit))) return [];
        var names = db.Customers.Where(c => c.Alike != null && c.ErasedAt == null && !db.Merges.Any(m => m.FromId == c.Id && m.UndoneAt == null));
        if (await db.Customers.OrderBy(c => c.Id).Skip(Most).AnyAsync(cancel))
            foreach (var begins in words.Select(w => " " + w[0]).Distinct(StringComparer.Ordinal)) names = names.Where(c => (" " + c.Alike).Contains(begins));
        var read = await names.OrderByDescending(c => c.Since).Take(Most).Select(c => new { c.Id, c.Alike }).ToListAsync(cancel);
        return [.. (from name in read let far = Far(words, name.Alike!.Split(' ')) where far is not null orderby far select name.Id).Take(limit)];
    }

    /// <summary>How far all that was typed is from a name, each word from one of its own; null where one of them is no word of it.</summary>
    static int? Far(string[] typed, string[] name)
    {
        var (far, taken) = (0, 0UL);
        foreach (var word in typed)
        {
            var (least, at) = (int.MaxValue, -1);
            for (var i = 0; i < Math.Min(name.Length, 64); i++)
                if ((taken & (1UL << i)) == 0 && Far(word, name[i]) is { } here && here < least) (least, at) = (here, i);
            if (at < 0) return null;
            far += least;
            taken |= 1UL << at;
        }
        return far;
    }

    /// <summary>Null where it is another word. Whoever is still typing has typed its beginning.</summary>
    static int? Far(string typed, string word)
    {
        if (word.StartsWith(typed, StringComparison.Ordinal)) return 0;
        var most = typed.Length >= Long ? 2 : typed.Length >= Short ? 1 : 0;
        return Math.Abs(typed.Length - word.Length) <= most && Apart(typed, word) is var apart && apart <= most ? apart : null;
    }

    /// <summary>How many letters were left out, put in, mistaken, or changed places with their neighbour. Of words that are cut to be found.</summary>
    public static int Apart(string one, string other)
    {
        if (one.Length > LongestWord || other.Length > LongestWord) return int.MaxValue;
        Span<int> before = stackalloc int[LongestWord + 1], last = stackalloc int[LongestWord + 1], now = stackalloc int[LongestWord + 1];
        for (var j = 0; j <= other.Length; j++) last[j] = j;
        for (var i = 1; i <= one.Length; i++)
        {
            now[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                now[j] = Math.Min(Math.Min(last[j], now[j - 1]) + 1, last[j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1]) now[j] = Math.Min(now[j], before[j - 2] + 1);
            }
            var free = before;
            before = last;
            last = now;
            now = free;
        }
        return last[other.Length];
    }
}
