using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Foundation;

namespace Rapport.Essence;

/// <summary>What must be true when several do the same thing at the same moment.</summary>
static class Once
{
    /// <summary>An id as the database keeps it, for SQL written by hand.</summary>
    public static object Raw(this RapportDb db, Guid id) => db.Database.IsNpgsql() ? id : id.ToByteArray(bigEndian: true);

    public static object Raw(this RapportDb db, Instant at) => db.Database.IsNpgsql() ? at.ToDateTimeUtc() : at.ToUnixTimeTicks() / 10;

    /// <summary>
    /// Until the commit nobody else passes here with the same thing. On SQLite there is one writer, so nobody does anyway.
    /// Whoever needs two takes the one with the smaller <paramref name="sort"/> first.
    /// </summary>
    public static async Task Alone(this RapportDb db, int sort, Guid with, CancellationToken cancel)
    {
        if (!db.Database.IsNpgsql()) return;
        var key = BitConverter.ToInt32(with.ToByteArray(bigEndian: true), 12);
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({sort}, {key})", cancel);
    }

    public const int ForCues = 5101, ForPerson = 5102, ForCustomer = 5103;

    /// <summary>Writes a fact without saying who did it: what somebody gives is theirs, and nobody counts it by person.</summary>
    public static void RecordUnnamed(this FoundationDb db, IFact fact)
    {
        var who = db.Actor.Name;
        db.Actor.Name = "rapport";
        db.Record(fact);
        db.Actor.Name = who;
    }
}
