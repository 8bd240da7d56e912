using System.Globalization;

namespace Rapport.Language.Training;

/// <summary>
/// What was read in a text that lies in a set and not among the examples: its id there and what it is, as a message of the desk and as a customer's.
/// One line each: the id, then words such as <c>humor</c>, <c>abusive</c>, <c>gratitude</c>, <c>frustrated:2</c>; a <c>?</c> behind a word: two
/// careful readers might differ, so nothing is learned of it; no word: nothing of all that.
/// </summary>
public sealed record Judgement(string Id, IReadOnlyList<BehaviorKind> Labels, IReadOnlyList<BehaviorKind> Disputed, bool? Abusive, int? Frustrated, bool? Gratitude)
{
    /// <exception cref="FormatException">The line has no id or a word that is not known; the sentence says which.</exception>
    public static Judgement Parse(string line)
    {
        if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is not [var id, .. var words]) throw new FormatException("no judgement: it needs an id");
        var (labels, disputed) = (new List<BehaviorKind>(), new List<BehaviorKind>());
        var (abusive, gratitude, frustrated) = ((bool?)false, (bool?)false, (int?)0);
        foreach (var word in words)
        {
            var sure = !word.EndsWith('?');
            switch (word.TrimEnd('?'))
            {
                case "abusive": abusive = sure ? true : null; break;
                case "gratitude": gratitude = sure ? true : null; break;
                case ['f', 'r', 'u', 's', 't', 'r', 'a', 't', 'e', 'd', ':', .. var level] when int.TryParse(level, NumberStyles.None, CultureInfo.InvariantCulture, out var much) && much <= 3: frustrated = sure ? much : null; break;
                case var key when BehaviorKinds.TryParse(key, out var kind): (sure ? labels : disputed).Add(kind); break;
                default: throw new FormatException($"no judgement: {word} is neither a behavior nor a sign of a customer's");
            }
        }
        return new Judgement(id, labels, disputed, abusive, frustrated, gratitude);
    }

    /// <summary>A turn of a recorded dialogue that was typed at a desk: most that were typed are there, so that they are a day.</summary>
    public DeskExample Turn(string context, string text) => Desk("star", context, text) with { Day = "star" };

    /// <summary>A comment, read as if it answered somebody at a desk.</summary>
    public DeskExample Reply(string text) => Desk("goemotions", "", text) with { Prepares = true };

    /// <summary>
    /// A comment, read as if a customer had written it. Nobody looked for facts in it, and nothing is learned of how frustrated it is: anger at the world is
    /// another thing than anger at a desk, and customers' messages were read worse with it (docs/decisions/0016).
    /// </summary>
    public CustomerExample Customer(string text) =>
        new($"goemotions-{Id}", Id, "", text, Abusive, [], Gratitude, []) { Source = "goemotions", FactsSought = false, Prepares = true };

    // Each is a trade of its own, so that some of them are held out with every part of the trades.
    DeskExample Desk(string source, string context, string text) => new($"{source}-{Id}", Id, context, text, Labels, []) { Disputed = Disputed, Source = source };
}
