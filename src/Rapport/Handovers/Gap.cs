using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Handovers;

public readonly record struct GapId(Guid Value) : IId<GapId>
{
    public static GapId From(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? _, out GapId id) => Ids.TryParse(text, out id);
}

/// <summary>Somebody has read that a gap is closed which they had met.</summary>
public sealed class ReadGap
{
    public required GapId GapId { get; init; }
    public required PersonId PersonId { get; init; }
    public required Instant At { get; init; }
}

sealed class ReadGapTable : IEntityTypeConfiguration<ReadGap>
{
    public void Configure(EntityTypeBuilder<ReadGap> builder) => builder.HasKey(r => new { r.GapId, r.PersonId });
}

/// <summary>Something the house lacks, so that people could not do it alone: with somebody who closes it, and by when.</summary>
public sealed class Gap : Entity
{
    public GapId Id { get; init; } = Ids.New<GapId>();
    public required Reason Reason { get; init; }
    public required string Missing { get; init; }
    public PersonId OwnerId { get; private set; }
    public Instant DueAt { get; private set; }
    public Instant? ClosedAt { get; private set; }

    /// <summary>What is different now, told to everybody who went without it.</summary>
    public string? ClosedBy { get; private set; }

    public void TakeOn(PersonId owner, Instant due, Instant at)
    {
        Refusal.If(due <= at, "Say a day that is still to come.");
        Refusal.If(ClosedAt is not null, "This gap is closed.");
        (OwnerId, DueAt) = (owner, due);
        Announce(new GapTakenOn(Id, Reason, Missing, owner));
    }

    public void Close(string how, Instant at)
    {
        Refusal.If(ClosedAt is not null, "This gap is closed already.");
        (ClosedAt, ClosedBy) = (at, how.Trim());
        Announce(new GapClosed(Id, Reason, Missing, ClosedBy));
    }
}

public static class GapNews
{
    static readonly Duration Told = Duration.FromDays(30), Before = Duration.FromDays(90);

    /// <summary>What was closed lately that this person had met, handing over or asking for help, and has not read.</summary>
    public static async Task<List<Gap>> NewsFor(this RapportDb db, PersonId person, Instant now, CancellationToken cancel)
    {
        var (lately, since) = (now - Told, now - Before);
        return await db.Gaps.AsNoTracking().Where(g => g.ClosedAt > lately && !db.ReadGaps.Any(r => r.GapId == g.Id && r.PersonId == person)
            && (db.Handovers.Any(h => h.SenderId == person && h.OfferedAt > since && h.OfferedAt < g.ClosedAt && h.Reason == g.Reason && (h.Missing ?? "") == g.Missing)
                || db.Assists.Any(a => a.OwnerId == person && a.AskedAt > since && a.AskedAt < g.ClosedAt && a.Reason == g.Reason && (a.Missing ?? "") == g.Missing))).OrderBy(g => g.ClosedAt).Take(3).ToListAsync(cancel);
    }

    /// <summary>Everybody who had met it.</summary>
    public static async Task<List<PersonId>> WentWithout(this RapportDb db, Gap gap, Instant now, CancellationToken cancel)
    {
        var since = now - Before;
        return [.. (await db.Handovers.Where(h => h.OfferedAt > since && h.Reason == gap.Reason && (h.Missing ?? "") == gap.Missing).Select(h => h.SenderId).Distinct().ToListAsync(cancel))
            .Union(await db.Assists.Where(a => a.AskedAt > since && a.Reason == gap.Reason && (a.Missing ?? "") == gap.Missing).Select(a => a.OwnerId).Distinct().ToListAsync(cancel))];
    }
}
