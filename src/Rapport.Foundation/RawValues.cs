using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Rapport.Foundation;

/// <summary>Values as the database keeps them, for SQL written by hand.</summary>
public static class RawValues
{
    public static object Raw(this FoundationDb db, Guid id) => db.Database.IsNpgsql() ? id : id.ToByteArray(bigEndian: true);

    public static object Raw(this FoundationDb db, Instant at) => db.Database.IsNpgsql() ? at.ToDateTimeUtc() : at.ToUnixTimeTicks() / 10;
}
