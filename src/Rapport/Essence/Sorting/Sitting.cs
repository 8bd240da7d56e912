using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Rapport.Access;
using Rapport.Foundation;
using Rapport.Statistics;
using Half = Rapport.Roles.Charters.Half;

namespace Rapport.Essence.Sorting;

public enum Part { Before, After }

/// <summary>
/// Statements that somebody sorts, once before and once after. It is theirs alone: it announces nothing, nobody else can read it, and
/// there is no row for whoever has not begun.
/// </summary>
public sealed class Sitting
{
    public required PersonId PersonId { get; init; }
    public required Part Part { get; init; }

    /// <summary>The keys of what was drawn, in its order, with commas between.</summary>
    public required string Statements { get; init; }

    /// <summary>For each of them “function” or “essence”, with commas between.</summary>
    public string? Answers { get; private set; }

    public Instant? SortedAt { get; private set; }

    public IReadOnlyList<Statement> Drawn => [.. Statements.Split(',').Select(StatementBank.Find)];

    public static Sitting Draw(PersonId person, Sitting? before, Random random) => new()
    {
        PersonId = person,
        Part = before is null ? Part.Before : Part.After,
        Statements = string.Join(',', (before is null ? StatementBank.Draw(random) : StatementBank.Rest(before.Statements.Split(','), random)).Select(s => s.Key)),
    };

    public void Sort(IReadOnlyList<Half> answers, Instant at)
    {
        Refusal.If(Answers is not null, "You have sorted these. To begin anew, throw both sittings away.");
        Refusal.If(answers.Count != Drawn.Count || answers.Contains(Half.Unnamed), $"Sort all {Drawn.Count} of them, each as function or as essence; guess where you are not sure.");
        (Answers, SortedAt) = (string.Join(',', answers.Select(a => a.ToString().ToLowerInvariant())), at);
    }

    /// <summary>How many were sorted as the key has them; null before.</summary>
    public Share? Alike => Answers is null ? null : new(Pairs.Count(p => p[0] == p[1]), Drawn.Count);

    /// <summary>The same beyond what guessing would give.</summary>
    public double? BeyondChance => Answers is null ? null : Agreement.Alpha(Pairs);

    List<string[]> Pairs => [.. Answers!.Split(',').Zip(Drawn, (a, s) => new[] { a, s.Half.ToString().ToLowerInvariant() })];
}

sealed class SittingTable : IEntityTypeConfiguration<Sitting>
{
    public void Configure(EntityTypeBuilder<Sitting> builder)
    {
        builder.HasKey(s => new { s.PersonId, s.Part });
        builder.Ignore(s => s.Drawn).Ignore(s => s.Alike);
    }
}
