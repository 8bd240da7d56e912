using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Foundation;
using Rapport.Roles;

namespace Rapport.Essence.Cues;

/// <summary>Somebody mutes cues for themselves: a kind or all, for today or for good. It is in no log, and nobody else can read it.</summary>
public sealed class MuteCues : IFeature
{
    public sealed record Request(string? Until);

    public sealed record View(string Kind, Instant? Until);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/cues/mutes", Mine).For(Who.Agent);
        foreach (var route in new[] { "/api/v1/cues/mutes/{kind}", "/essence/cues/mutes/{kind}" })
        {
            app.MapPut(route, Mute).For(Who.Agent).KeepsOwn();
            app.MapDelete(route, Hear).For(Who.Agent);
        }
    }

    static async Task<Answer<PageOf<View>>> Mine(Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var mutes = await db.CueMutes.AsNoTracking().Where(m => m.PersonId == me.Id).OrderBy(m => m.Kind).ToListAsync(cancel);
        return Answer.Ok(Paging.All(mutes.Where(m => m.Holds(time.Now())).Select(m => new View(m.Kind, m.Until))));
    }

    static async Task<NoContent> Mute(string kind, Request? request, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        Known(kind).OneOf("until", request?.Until, "today", "forever").Done();
        var midnight = time.Now().InZone(me.Zone).Date.PlusDays(1).AtStartOfDayInZone(me.Zone).ToInstant();
        Instant? until = request?.Until == "forever" ? null : midnight;
        await db.Database.ExecuteSqlAsync($"INSERT INTO cue_mutes (person_id, kind) VALUES ({db.Raw(me.Id.Value)}, {kind}) ON CONFLICT DO NOTHING", cancel);
        await db.CueMutes.Where(m => m.PersonId == me.Id && m.Kind == kind).ExecuteUpdateAsync(s => s.SetProperty(m => m.Until, until), cancel);
        return Answer.Nothing;
    }

    static async Task<NoContent> Hear(string kind, Me me, RapportDb db, CancellationToken cancel)
    {
        Known(kind).Done();
        await db.CueMutes.Where(m => m.PersonId == me.Id && m.Kind == kind).ExecuteDeleteAsync(cancel);
        return Answer.Nothing;
    }

    static Check Known(string kind) => new Check().OneOf("kind", kind, [CueKinds.Every, .. CueKinds.All.Select(k => k.Key())]);
}
