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

    public const int ForCues = 5101, ForPerson = 5102, ForCustomer = 5103, ForWeave = 5104, ForKit = 5105, ForShelf = 5106;

    /// <summary>Writes a fact without saying who did it: what somebody gives is theirs, and nobody counts it by person.</summary>
    public static void RecordUnnamed(this FoundationDb db, IFact fact)
    {
        var who = db.Actor.Name;
        db.Actor.Name = "rapport";
        db.Record(fact);
        db.Actor.Name = who;
    }
}
