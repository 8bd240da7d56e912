using Rapport.Foundation;

namespace Rapport.Essence;

/// <summary>What must be true when several do the same thing at the same moment.</summary>
static class Once
{
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
