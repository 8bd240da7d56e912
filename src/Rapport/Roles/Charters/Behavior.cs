using System.Text.Json.Serialization;
using Rapport.Language;

namespace Rapport.Roles.Charters;

/// <summary>
/// Something that the role may give, with what it is like and what it is not. There is no place here for a target, a time, a number, a reward or a
/// penalty, and none is to be made: it has nothing in common with a <see cref="Function"/>.
/// </summary>
[System.ComponentModel.DataAnnotations.Schema.NotMapped] // written whole, as text, with what it belongs to
public sealed record Behavior
{
    public const int LongestName = 300, LongestExample = 500, Most = 100, MostExamples = 50;

    /// <summary>As it was kept; whoever writes one takes <see cref="Of"/>, which reads it first.</summary>
    [JsonConstructor]
    Behavior(BehaviorKind kind, string name, IReadOnlyList<string> examples, IReadOnlyList<string> nonExamples) => (Kind, Name, Examples, NonExamples) = (kind, name, examples, nonExamples);

    public BehaviorKind Kind { get; }
    public string Name { get; }
    public IReadOnlyList<string> Examples { get; }
    public IReadOnlyList<string> NonExamples { get; }

    public static Behavior Of(BehaviorKind kind, string name, IEnumerable<string>? examples, IEnumerable<string>? nonExamples)
    {
        var behavior = new Behavior(kind, Line.Of(name), Lines(examples), Lines(nonExamples));
        behavior.Look();
        return behavior;
    }

    /// <exception cref="Foundation.Refusal">It is made a rule.</exception>
    public void Look()
    {
        Obligation.RefuseIn($"the behavior “{Kind.Key()}”", Name);
        Obligation.RefuseInTelling($"an example of the behavior “{Name}”", Examples);
    }

    static List<string> Lines(IEnumerable<string>? lines) => [.. (lines ?? []).Select(Line.Of).Where(l => l.Length > 0)];
}
