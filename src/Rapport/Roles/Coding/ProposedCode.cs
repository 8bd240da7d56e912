using System.Text.RegularExpressions;
using Rapport.Language;
using Rapport.Roles.Documents;
using Half = Rapport.Roles.Charters.Half;

namespace Rapport.Roles.Coding;

/// <summary>What the program would call a text, by its words. It proposes, and people decide; how far the two agree is said beside every share.</summary>
public static partial class ProposedCode
{
    const RegexOptions Loose = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;
    const int Patience = 1000;

    [GeneratedRegex(@"\b(warm|kind|caring|cheerful|fun|funny|witty|genuine|thoughtful|attentive|interested|enthusiastic|delight\w*|surpris\w+|personal|human|charming|memorable|heartfelt|generous|welcoming|joyful|sincere|loving|inspiring|sweet|special|amazing|wonderful|unforgettable)\b", Loose, Patience)]
    private static partial Regex EssenceAdjective { get; }

    [GeneratedRegex(@"\b(fast|quick|prompt|efficient|accurate|correct|competent|clear|reliable|punctual|smooth|easy|knowledgeable|helpful|organi[sz]ed|thorough|clean|slow|late|wrong|complicated|expensive|cheap|convenient|functional|precise|simple|timely|speedy)\b", Loose, Patience)]
    private static partial Regex FunctionAdjective { get; }

    [GeneratedRegex(@"\b(solved|fixed|answer\w*|refund\w*|deliver\w*|arrived|on time|quick\w*|fast\w*|slow\w*|wait\w*|price\w*|cheap\w*|correct\w*|clear\w*|easy|explained|order\w*|replac\w+|worked|works|in stock|found it|available)\b", Loose, Patience)]
    private static partial Regex FunctionReason { get; }

    static readonly (string Code, Regex Words)[] barriers =
    [
        ("target", new(@"\b(target|quota|kpi|metric|per hour|score|number of (calls|tickets)|measured)\w*\b", Loose, TimeSpan.FromMilliseconds(Patience))),
        ("policy", new(@"\b(policy|policies|rule|script|approval|approve\w*|not allowed|permission|may not|must ask|forbidden|sign-?off|procedure|refund limit)s?\b", Loose, TimeSpan.FromMilliseconds(Patience))),
        ("tool", new(@"\b(tool|system|screen|software|search|see what|can.?t see|history|access|slow (computer|system|program)|crash\w*|printer|form|log ?in)s?\b", Loose, TimeSpan.FromMilliseconds(Patience))),
        ("queue", new(@"\b(queue|line|waiting|no time|too (busy|many)|rush|understaffed|short.?staffed|alone at|nobody else|next (one|customer)|pressure)\b", Loose, TimeSpan.FromMilliseconds(Patience))),
    ];

    static readonly (BehaviorKind Kind, string Words)[] reasons =
    [
        (BehaviorKind.Heroics, @"extra mile|beyond|drove|ran after|after (hours|closing)|on (her|his|their) day off|moved heaven|went out of"),
        (BehaviorKind.Surprise, @"surpris\w+|unexpected\w*|little gift|small gift|treat|for free|threw in|upgrade\w*|card by hand|handwritten"),
        (BehaviorKind.Humor, @"funny|jok(e|ed|es|ing)|laugh\w*|humou?r|witty|made me smile"),
        (BehaviorKind.Compliment, @"compliment\w*|admired|said (something )?nice|praised|noticed how (well|good|carefully)"),
        (BehaviorKind.Interest, @"asked (about|after|how|what)|remember\w*|interested in|interest in|wanted to know|listened|my (dog|cat|son|daughter|trip|garden|name|family|mother|wedding)"),
        (BehaviorKind.Enthusiasm, @"enthusias\w*|excited|passion\w*|love(d|s) (what|the|her|his|their)|shining eyes|so happy for"),
        (BehaviorKind.Knowledge, @"knew (so much|all|everything|a|the)|tip|trick|secret|told me (a|the) story|expert\w*|insider|learned something"),
    ];

    static readonly Regex[] byReason = [.. reasons.Select(r => new Regex($@"\b({r.Words})\b", Loose, TimeSpan.FromMilliseconds(Patience)))];

    public static string Of(CodeBook book, string words) => book.Kind switch
    {
        "role" => HalfOfLine.Of(words) switch { Half.Function => "function", Half.Essence => "essence", _ => book.Otherwise },
        "barrier" => Array.Find(barriers, b => b.Words.IsMatch(words)).Code ?? book.Otherwise,
        "adjective" => EssenceAdjective.IsMatch(words) ? "essence" : FunctionAdjective.IsMatch(words) ? "function" : book.Otherwise,
        _ => Array.FindIndex(byReason, r => r.IsMatch(words)) is >= 0 and var at ? reasons[at].Kind.Key() : FunctionReason.IsMatch(words) ? "function" : book.Otherwise,
    };
}
