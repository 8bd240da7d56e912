namespace Rapport.Language.Letters;

/// <summary>What a line of a letter is, seen with the few lines after it. Only the first 600 characters of a line are looked at, so a long one costs no more.</summary>
sealed class Marks(IReadOnlyList<string> lines)
{
    const int Longest = 600;

    public bool IsBlank(int at) => string.IsNullOrWhiteSpace(lines[at]);

    /// <summary>“&gt; …”, however deep.</summary>
    public bool IsQuoted(int at) => lines[at].AsSpan().TrimStart() is ['>', ..];

    /// <summary>How many lines, from this one on, say that what follows is older: a separator, a quoted head, or “reply above this line”. 0 when they say nothing.</summary>
    public int HistoryBegins(int at)
    {
        var line = Start(at);
        if (line.Length == 0) return 0;
        if (Says(line, Phrases.Originals) || Above(line)) return 1;
        // Outlook on the web draws a line above the head.
        var rule = line.Length >= 20 && line.All(c => c is '_' or '-' or '=' or '\u2500') ? 1 : 0;
        if (rule > 0)
        {
            var next = at + 1;
            while (next < lines.Count && next < at + 3 && IsBlank(next)) next++;
            return next < lines.Count && Head(next) ? 1 : 0;
        }
        return Head(at) ? 1 : 0;
    }

    public bool Forwards(int at)
    {
        var line = Start(at);
        return line.Length > 0 && Says(line, Phrases.Forwards);
    }

    /// <summary>How many lines “On 12 March 2026 at 10:22, Jo wrote:” takes from here on; 0 when it does not stand here.</summary>
    public int Attribution(int at) => IsQuoted(at) ? 0 : Letters.Attribution.LinesAt(lines, at, NextIsQuoted);

    /// <summary>“-- ”: what follows is a signature.</summary>
    public bool BeginsSignature(int at) => lines[at].TrimEnd('\r') is "-- " or "--" or "—";

    /// <summary>“Sent from my iPhone” and its kin.</summary>
    public bool IsDevice(int at)
    {
        var line = Start(at).TrimStart('-', '*', '_', '<', '[', ' ').Trim();
        return line.Length is > 0 and < 200 && Phrases.Devices.Any(phrase => Phrases.BeginsWith(line, phrase)) && (line.Length < 60 || line.Contains("http", StringComparison.OrdinalIgnoreCase));
    }

    bool NextIsQuoted(int at)
    {
        while (at < lines.Count && IsBlank(at)) at++;
        return at < lines.Count && IsQuoted(at);
    }

    string Start(int at)
    {
        var line = lines[at].AsSpan().Trim();
        return line.Length > Longest ? "" : line.Trim('*').Trim().ToString();
    }

    /// <summary>“----- Original Message -----”, and with fewer dashes or none where it ends with a colon.</summary>
    static bool Says(string line, string[] phrases)
    {
        if (line.Length > 120) return false;
        var bare = line.Trim('-', '_', '=', '*', '>', '<', '#', '~', '\u2014', '\u2500', ' ', '\u00a0', ':', '\uff1a');
        var framed = bare.Length < line.Length && (line[0] is '-' or '_' or '=' or '*' or '>' or '#' or '~' or '\u2014' || line[^1] is ':' or '\uff1a');
        return framed && phrases.Any(phrase => string.Equals(bare, phrase, StringComparison.OrdinalIgnoreCase) || Phrases.BeginsWith(bare, phrase) && bare.Length < phrase.Length + 40 && line.StartsWith("--", StringComparison.Ordinal));
    }

    static bool Above(string line) => line.Length < 200 && Phrases.Above.Any(phrase => line.Contains(phrase, StringComparison.OrdinalIgnoreCase));

    /// <summary>Three labels or more on lines that follow each other, the sender's among them: a quoted head.</summary>
    bool Head(int at)
    {
        if (Label(at) is not { } first) return false;
        HashSet<string> seen = new(StringComparer.Ordinal) { first };
        var plain = 0;
        for (var next = at + 1; next < lines.Count && next < at + 12 && plain < 3; next++)
        {
            if (IsBlank(next)) { plain++; continue; }
            if (Label(next) is { } label) seen.Add(label);
            else plain++; // a long list of addresses goes on in the next line
        }
        return seen.Count >= 3 && seen.Contains("from");
    }

    string? Label(int at)
    {
        var line = Start(at);
        var colon = line.IndexOfAny([':', '\uff1a']);
        if (colon is < 1 or > 24) return null;
        return Phrases.Labels.GetValueOrDefault(line[..colon].Trim('*', ' ', '\u00a0', '\u3000'));
    }
}
