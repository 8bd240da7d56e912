using System.Text.RegularExpressions;
using Half = Rapport.Roles.Charters.Half;

namespace Rapport.Roles.Documents;

/// <summary>
/// Which half of the job a line of a document speaks of, by its words. It proposes, and a person decides: a line that asks for a
/// feeling (“be friendly”) names no behavior and is as unclear as one that asks for a diploma.
/// </summary>
public static partial class HalfOfLine
{
    [GeneratedRegex(@"\b(genuine(ly)? interest|interest in (them|the (customer|guest|caller|person|patient|visitor)|people|each|who)|compliment\w*|unique knowledge|(share|pass on|tell).{0,30}\b(tip|tips|story|stories|secret|secrets|recommendation|local knowledge|only we know|what (we|you) (love|know))|authentic|enthusias\w*|humor|humour|jok(e|es|ing)|laugh|light word|surpris\w+|delight\w*|heroics?|extra mile|beyond (what|the|their)|empath\w*|put yourself in|personal (note|touch|word|greeting)|by hand|handwritten|remember(s|ing)? (their|the customer'?s|the guest'?s|her|his|names?|what they)|ask(s|ing)? (about|after|how) (their|them|the|his|her|it|they)\w*.{0,30}\b(day|dog|pet|trip|plans?|family|weekend|occasion|celebrat\w+|project|garden|child\w*|doing|going|like)|memorable|promoters?|small gift|treat (for|them)|notice(s)? what|make (their|somebody'?s|someone'?s) day|feel (known|at home|welcome|seen|special)|chat (with|about)|celebrat\w+ with|kind word)\b", Loose, Patience)]
    private static partial Regex MayBeGiven { get; }

    [GeneratedRegex(@"^(position|reports? to|department|location|salary|pay|hours|benefits|purpose|scope|version|revision|approved|effective|date|page|title|summary|requirements|qualifications|duties|responsibilities|procedure|notes?)\b\W*.{0,40}$|\b(diploma|degree|years? of experience|experience (in|with) |certificat\w+|licen[cs]e|lift (up )?to|able to (lift|stand|work)|willing(ness)? to|shifts?, including|preferred|a plus|fluent|competitive|insurance|paid (leave|holidays?)|discount|equal opportunity|(be|being) (friendly|nice|polite|positive|a team player|professional|courteous)|positive attitude|team player|people person|good communication|friendly manner|customer[- ]focus(ed)?|passion(ate)?)\b", Loose, Patience)]
    private static partial Regex Neither { get; }

    const RegexOptions Loose = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;
    const int Patience = 1000;

    public static Half Of(string line) =>
        MayBeGiven.IsMatch(line) ? Half.Essence
        : Neither.IsMatch(line) || line.EndsWith(':') || line.Count(char.IsLetter) < 3 ? Half.Unnamed
        : Half.Function;
}
