using Microsoft.EntityFrameworkCore;

namespace Rapport.Foundation;

/// <summary>For what must be true when several do the same thing at the same moment.</summary>
public static class Aloneness
{
    /// <summary>
    /// Until the commit nobody else passes here with the same thing. On SQLite there is one writer, so nobody does anyway.
    /// Each room has numbers of its own for <paramref name="sort"/>; whoever needs two takes the one with the smaller number first.
    /// </summary>
    public static async Task Alone(this FoundationDb db, int sort, Guid with, CancellationToken cancel)
    {
        if (!db.Database.IsNpgsql()) return;
        var key = BitConverter.ToInt32(with.ToByteArray(bigEndian: true), 12);
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({sort}, {key})", cancel);
    }

    /// <summary>The same for what is known by a name and may not be there yet.</summary>
    public static async Task Alone(this FoundationDb db, int sort, string with, CancellationToken cancel)
    {
        if (!db.Database.IsNpgsql()) return;
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({sort}, hashtext({with}))", cancel);
    }
}
