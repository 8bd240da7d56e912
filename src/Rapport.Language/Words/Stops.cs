using System.Collections.Frozen;
using Rapport.Language.Text;

namespace Rapport.Language.Words;

/// <summary>Tells words that carry content from those that every sentence has, and the stem by which two words are the same.</summary>
public static class Stops
{
    static readonly FrozenSet<string> stops = """
        a an the this that these those it its it's i i'm i've i'd i'll me my mine we we're we've we'd we'll us our ours you you're you've you'd you'll your yours u ur
        he she they them him her his hers their theirs there here where when what which who whom why how and or but nor so if then than as at by for from in into of off on onto out
        over to up with without within about after again all also am any are aren't be been being before can can't cannot could couldn't did didn't do does doesn't doing don't down during
        each few had hadn't has hasn't have haven't having just let let's more most much no not now only other own per same should shouldn't some such too under until very was wasn't were
        weren't while will won't would wouldn't yes yeah ok okay get got go going gone one please thank thanks hi hello hey dear really still back know see say said want need make made way
        thing things something anything lot new good great well sure like
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    public static bool IsContent(Token token) => token.Kind is TokenKind.Word or TokenKind.Tag && token.Norm.Length > 2 && !stops.Contains(token.Norm);

    /// <summary>The first five letters without a plural or an ending: “hiking” and “hike” meet.</summary>
    public static uint Stem(string norm)
    {
        var word = norm.AsSpan().TrimStart('#');
        if (word.EndsWith("'s")) word = word[..^2];
        if (word.Length > 5 && word.EndsWith("ing")) word = word[..^3];
        else if (word.Length > 4 && (word.EndsWith("ed") || word.EndsWith("es"))) word = word[..^2];
        else if (word.Length > 3 && (word.EndsWith("s") || word.EndsWith("e"))) word = word[..^1];
        return Model.Features.Hash(7, word.Length > 6 ? word[..6] : word);
    }
}
