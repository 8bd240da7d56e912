using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Essence.Moments;

/// <summary>A place in somebody's book, or among what they gave. What is older comes after it, whether or not the moment that stood there has been deleted.</summary>
public readonly record struct BookPlace(Instant At, Guid Id)
{
    public static BookPlace Of(Moment moment) => new(moment.At, moment.Id.Value);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At.ToUnixTimeTicks()}_{Id:N}");

    public static bool TryParse(string? text, IFormatProvider? _, out BookPlace place)
    {
        var parts = (text ?? "").Split('_');
        var (ticks, id) = (0L, Guid.Empty);
        var reads = parts.Length == 2 && long.TryParse(parts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out ticks) && Guid.TryParseExact(parts[1], "N", out id) && ticks is > 0 and < Latest;
        place = reads ? new(Instant.FromUnixTimeTicks(ticks), id) : default;
        return reads;
    }

    /// <summary>The year 9000 or so, and within what every database keeps.</summary>
    const long Latest = 2_200_000_000_000_000_000;
}

static class BookReading
{
    /// <summary>One's own moments, newest first, from a place on.</summary>
    public static IQueryable<Moment> MomentsOf(this RapportDb db, Me me, BookPlace? before)
    {
        var mine = before is not { } place ? db.Moments.Where(m => m.GiverId == me.Id)
            : db.Moments.FromSql($"SELECT * FROM moments WHERE giver_id = {db.Raw(me.Id.Value)} AND (at, id) < ({db.Raw(place.At)}, {db.Raw(place.Id)})");
        return mine.OrderByDescending(m => m.At).ThenByDescending(m => m.Id);
    }
}
