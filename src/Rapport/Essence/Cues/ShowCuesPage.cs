using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Essence.Library;
using Rapport.Foundation;

namespace Rapport.Essence.Cues;

/// <summary>One's own mutes, and what is never a cue in this house.</summary>
public sealed class ShowCuesPage : IFeature
{
    public sealed record View(Me Me, IReadOnlyList<CueMute> Mutes, int ShownThisHour, int Budget, IReadOnlyList<string> Added, IReadOnlyList<string> Interests, Instant Now);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/essence/cues", async (Me me, RapportDb db, TimeProvider time, CancellationToken cancel) => Pages.Show<CuesPage>(new { Page = await Load(db, me, time.Now(), cancel) })).For(Who.Agent);
        app.MapGet("/essence/cues/parts", async (Me me, RapportDb db, TimeProvider time, HttpContext http, CancellationToken cancel) => Fragment.Of<CueParts>(http, new { Page = await Load(db, me, time.Now(), cancel) })).For(Who.Agent);
    }

    static async Task<View> Load(RapportDb db, Me me, Instant now, CancellationToken cancel) => new(
        me,
        [.. (await db.CueMutes.AsNoTracking().Where(m => m.PersonId == me.Id).OrderBy(m => m.Kind).ToListAsync(cancel)).Where(m => m.Holds(now))],
        await db.ShownCues.CountAsync(c => c.PersonId == me.Id && c.At > now - CuesView.Hour, cancel),
        await CuesView.Budget(db, cancel),
        await db.DeniedWords.OrderBy(w => w.Words).Select(w => w.Words).ToListAsync(cancel),
        await db.InterestsOf(me, cancel),
        now);
}
