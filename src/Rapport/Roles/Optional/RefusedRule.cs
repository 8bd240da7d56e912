using NodaTime;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Roles;

public sealed record RuleRefused(PersonId By, string Tried, string Why) : IFact
{
    public Subjects About => new(Person: By.Value);
    public IEnumerable<string> Topics => ["refusals"];
}

/// <summary>Somebody tried to make a rule of what may be given. Nothing came of it but this line, which everybody here can read.</summary>
public sealed class RefusedRule : Entity
{
    public const int Longest = 500;

    public long Id { get; init; }
    public required Instant At { get; init; }
    public required PersonId ById { get; init; }

    /// <summary>Where it was tried: <c>POST /api/v1/charters</c>.</summary>
    public required string Door { get; init; }

    public required string Tried { get; init; }
    public required string Why { get; init; }

    public static RefusedRule Of(PersonId by, string door, Refusal no, Instant at)
    {
        var rule = new RefusedRule { At = at, ById = by, Door = Cut(door), Tried = Cut(no.Extra.GetValueOrDefault("tried") as string ?? no.Message), Why = Cut(no.Extra.GetValueOrDefault("why") as string ?? no.Message) };
        rule.Announce(new RuleRefused(by, rule.Tried, rule.Why));
        return rule;
    }

    static string Cut(string text)
    {
        text = text.Replace("\0", "", StringComparison.Ordinal);
        if (text.Length <= Longest) return text;
        return text[..(char.IsHighSurrogate(text[Longest - 2]) ? Longest - 2 : Longest - 1)] + "…";
    }
}
