using Rapport.Language;

namespace Rapport.Roles.Charters;

/// <summary>
/// Something that the role may give, with what it is like and what it is not. There is no place here for a target, a time, a number, a reward or a
/// penalty, and none is to be made: it has nothing in common with a <see cref="Function"/>.
/// </summary>
[System.ComponentModel.DataAnnotations.Schema.NotMapped] // written whole, as text, with what it belongs to
public sealed record Behavior(BehaviorKind Kind, string Name, IReadOnlyList<string> Examples, IReadOnlyList<string> NonExamples)
{
    public const int LongestName = 300, LongestExample = 500, Most = 100, MostExamples = 50;

    public static Behavior Of(BehaviorKind kind, string name, IEnumerable<string>? examples, IEnumerable<string>? nonExamples)
    {
        var behavior = new Behavior(kind, Line.Of(name), Lines(examples), Lines(nonExamples));
        Obligation.RefuseIn($"the behavior “{kind.Key()}”", behavior.Name);
        return behavior;
    }

    static List<string> Lines(IEnumerable<string>? lines) => [.. (lines ?? []).Select(Line.Of).Where(l => l.Length > 0)];
}
