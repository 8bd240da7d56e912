using System.Text.RegularExpressions;

namespace Rapport.Language.Customer;

/// <summary>Something in a customer's words that whoever serves could take up, or let be.</summary>
/// <param name="Kind">life, plan, pride, gift or gratitude.</param>
/// <param name="Words">In which it is.</param>
public sealed record FoundOpening(string Kind, string Words);

/// <summary>
/// Openings that could have been: what a rate of what was given is a rate of. It looks for what a person could take up (somebody they
/// love, a plan, something they are proud of, a gift, gratitude for more than an answer), and finds none where silence is right: in anger, and
/// beside what is sensitive. It says nothing about whether an opening should have been taken.
/// </summary>
public static partial class CustomerOpenings
{
    const RegexOptions Loose = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;
    const int Patience = 1000, Clear = 2;

    /// <summary>What people have, do and love; age, diet, health and the like are nobody's business here.</summary>
    static readonly string[] worth = ["occasion", "pet", "family", "travel", "hobby", "loyalty", "home", "work"];

    [GeneratedRegex(@"\b(can'?t wait|look(ing)? forward|we'?re (off|flying|driving|travel\w+|going) to\b.{0,40}|our (first|honeymoon|twentieth|next) \w+|honeymoon|(first|next|big) trip|I('m| am) (training|learning|writing|planning|opening|walking|visiting|finally)|(tomorrow|tonight|next \w+day) (I|we) \w+|first time (in|with|that)|celebrat\w+|anniversary|wedding|surprise my)\b", Loose, Patience)]
    private static partial Regex Plan { get; }

    [GeneratedRegex(@"\b(proud\w*|(all )?by myself|on my own for the first time|(I|we) (built|baked|made|sewed|restored|painted|finished|won|passed|grew|rescued|adopted|ran|wrote|saw|played|inherited) (it|a|an|my|our|the|this|them|from|all)|I (just|finally) learn(ed|t) to|on stage|finally (finished|made|moved|got|managed|done)|won (first|second|third|her|his|our|the|a)|made it to the final|day \d+ of my|is (wonderful|perfect|fantastic|the star)|everybody asked|star of the)\b", Loose, Patience)]
    private static partial Regex Pride { get; }

    [GeneratedRegex(@"\b(gift|present|surprise|treat) for my\b|\bit'?s for (my|our|a (friend|treehouse|party))\b|\bgift-?wrap\w*\b|\bfor my (son|daughter|wife|husband|mother|father|mom|mum|dad|sister|brother|friend|best friend|nephew|niece|grand\w+|partner|fianc\w+)('s)?\b", Loose, Patience)]
    private static partial Regex Gift { get; }

    [GeneratedRegex(@"\b(our|my) (old |little |new |first )?(dog|cat|puppy|kitten|horse|beagle|pug|greyhound|parrot|rabbit|son|daughter|kids?|children|toddler|twins|baby|grand\w+|nephew|niece|wife|husband|fianc\w+|choir|team|students|garden|band|class|little one|best friend|roommate)\b|\bI (collect|coach|run the|bake|swim|sing|teach|volunteer|retire)\b|\b(our|my) (balcony|novel|bakery|workshop|boat|thesis|marathon)\b|\bsince I was (a child|\w+)\b|\bwe met\b|\b(a|the) (puppy|kitten|toddler|grandchild\w*|baby)\b|\b(he|she) proposed\b|\bI love (the|to)\b|\bjust become a\b", Loose, Patience)]
    private static partial Regex Life { get; }

    [GeneratedRegex(@"\b(saved (our|my|the) \w+|made (my|our) day|so (patient|kind|helpful)|thank(s| you) so much|no idea what that means|means? (a lot|the world)|tell (him|her|them|the \w+) thanks|you were right|your colleague (told|recommended)|with a smile|won'?t eat any other)\b", Loose, Patience)]
    private static partial Regex Warm { get; }

    static readonly (string Kind, Func<Regex> Words)[] kinds = [("gift", () => Gift), ("pride", () => Pride), ("plan", () => Plan), ("life", () => Life), ("gratitude", () => Warm)];

    /// <summary>All that are in a message; empty where it is angry or tells something sensitive.</summary>
    public static IReadOnlyList<FoundOpening> In(string text, CustomerReading reading)
    {
        if (reading.Frustrated >= Clear || reading.Facts.Any(f => f.Sensitive)) return [];
        var said = text.Length <= 12_000 ? text : text[..12_000];
        return
        [
            .. reading.Facts.Where(f => worth.Contains(f.Kind, StringComparer.Ordinal)).Select(f => new FoundOpening("life", f.Span)),
            .. kinds.Select(k => (k.Kind, Match: k.Words().Match(said))).Where(k => k.Match.Success).Select(k => new FoundOpening(k.Kind, k.Match.Value)),
        ];
    }
}
