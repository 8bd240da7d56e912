namespace Rapport.Language.Letters;

enum Part : byte { New, History, Signature }

/// <summary>Decides for each line of a letter whether it is new, history or signature.</summary>
/// <param name="lines">The lines.</param>
/// <param name="signed">Lines that are known to be a signature.</param>
sealed class Cutting(string[] lines, IReadOnlySet<int>? signed = null)
{

    readonly Marks marks = new(lines);
    readonly Part[] parts = new Part[lines.Length];

    public Part[] Parts()
    {
        var end = CutOffHistory();
        Quotes(end);
        Signature();
        return parts;
    }

    /// <summary>From a separator or a quoted head on, everything is history. Gives the line where that begins.</summary>
    int CutOffHistory()
    {
        for (var at = 0; at < lines.Length; at++)
        {
            if (marks.IsQuoted(at)) continue;
            if (marks.Forwards(at)) return lines.Length; // what is passed on is what the letter is about
            if (marks.HistoryBegins(at) > 0 || marks.Attribution(at) is var count and > 0 && NothingNewAfter(at + count))
            {
                Array.Fill(parts, Part.History, at, lines.Length - at);
                return at;
            }
        }
        return lines.Length;
    }

    /// <summary>Clients that do not mark what they quote put it at the end: then nothing behind the attribution is new. Where it is marked, the marks tell.</summary>
    bool NothingNewAfter(int at)
    {
        while (at < lines.Length && marks.IsBlank(at)) at++;
        return at == lines.Length || !marks.IsQuoted(at);
    }

    /// <summary>Lines with “&gt;”: history at the end or before all new words; between new words they are what is being answered, and stay.</summary>
    void Quotes(int end)
    {
        var blocks = Blocks(end);
        if (blocks.Count == 0) return;
        var last = blocks[^1];
        var wordsAfter = HasWords(last.End, end);
        var answersBetween = 0;
        for (var i = 0; i + 1 < blocks.Count; i++) if (HasWords(blocks[i].End, blocks[i + 1].Start)) answersBetween++;
        if (answersBetween == 0 && (wordsAfter || HasWords(0, blocks[0].Start) || blocks.Count == 1))
        {
            foreach (var (start, stop) in blocks) Array.Fill(parts, Part.History, start, stop - start);
        }
        else
        {
            // The answers between are new together with what they answer; the line that says who wrote it, and a quote that nothing follows, are not.
            var (first, _) = blocks[0];
            var attribution = marks.Attribution(first);
            Array.Fill(parts, Part.History, first, attribution);
            if (!wordsAfter) Array.Fill(parts, Part.History, last.Start, last.End - last.Start);
        }
    }

    /// <summary>Runs of quoted lines, each with the attribution above it.</summary>
    List<(int Start, int End)> Blocks(int end)
    {
        List<(int Start, int End)> blocks = [];
        for (var at = 0; at < end; at++)
        {
            var attribution = marks.Attribution(at);
            var first = at + attribution;
            if (attribution > 0) while (first < end && marks.IsBlank(first)) first++;
            if (first >= end || !marks.IsQuoted(first)) continue;
            var stop = first;
            for (var next = first; next < end && (marks.IsQuoted(next) || marks.IsBlank(next)); next++) if (marks.IsQuoted(next)) stop = next + 1;
            if (blocks is [.., var before] && !HasWords(before.End, at)) blocks[^1] = (before.Start, stop);
            else blocks.Add((at, stop));
            at = stop - 1;
        }
        return blocks;
    }

    /// <summary>Words of somebody's own: a signature is none.</summary>
    bool HasWords(int from, int to)
    {
        for (var at = from; at < to; at++)
        {
            if (marks.BeginsSignature(at)) return false;
            if (!marks.IsBlank(at) && !marks.IsQuoted(at) && !marks.IsDevice(at) && !IsSigned(at)) return true;
        }
        return false;
    }

    void Signature()
    {
        var words = false;
        for (var at = 0; at < lines.Length; at++)
        {
            if (parts[at] is not Part.New) continue;
            if (IsSigned(at)) { parts[at] = Part.Signature; continue; }
            var begins = marks.BeginsSignature(at);
            if (words && (begins || marks.IsDevice(at) && FewFollow(at)))
            {
                for (var next = at; next < lines.Length; next++)
                {
                    if (parts[next] is Part.New) parts[next] = Part.Signature;
                    else if (!begins || marks.IsQuoted(next)) break;
                }
            }
            words = words || !marks.IsBlank(at);
        }
    }

    /// <summary>A program's line stands at the end of the words; one in the middle is a sentence.</summary>
    bool FewFollow(int at)
    {
        var more = 0;
        for (var next = at + 1; next < Math.Min(lines.Length, at + 60) && more < 3; next++) if (parts[next] is Part.New && !marks.IsBlank(next) && !marks.IsDevice(next)) more++;
        return more < 3;
    }

    bool IsSigned(int at) => signed?.Contains(at) is true;
}
