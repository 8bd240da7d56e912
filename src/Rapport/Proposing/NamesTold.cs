using System.Text.RegularExpressions;

namespace Rapport.Proposing;

/// <summary>Names that nobody here has: of pets, relatives and places that somebody told of. They stand in facts, and begin with a capital.</summary>
public static partial class NamesTold
{
    /// <summary>What begins with a capital and is no name: it opens a sentence, or is a day.</summary>
    static readonly HashSet<string> NoNames = new(
        ("a also an and are as at back be but by can could did do does even ever every finally first for from got had has have he hello her here hey hi his how i if i'd i'll i'm i've in is it it's its just last let maybe me my never next no not now of oh ok okay on one only or our please she since so some sorry still thank thanks that the their them then there these they this those to today tomorrow tonight too up us was we we're well were what when where which while who why will with would yes yesterday yet you your " +
         "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december").Split(' '), StringComparer.OrdinalIgnoreCase);

    [GeneratedRegex(@"(?<![\w'’])\p{Lu}[\p{L}\p{M}]+(['’-][\p{L}\p{M}]{2,})*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Capitalized { get; }

    public static IEnumerable<string> In(string fact) => Capitalized.Matches(fact).Select(m => m.Value).Where(w => !NoNames.Contains(w));
}
