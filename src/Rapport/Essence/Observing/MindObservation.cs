using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Essence.Moments;
using Rapport.Foundation;
using Rapport.Roles;

namespace Rapport.Essence.Observing;

/// <summary>Whoever was observed adds to the note, shows it, stops showing it, or deletes it. For everybody else it is not there.</summary>
public sealed class MindObservation : IFeature
{
    public sealed record Request(string? Words);

    public static void Map(IEndpointRouteBuilder app)
    {
        foreach (var place in new[] { "/api/v1/observations/{observation}", "/observing/notes/{observation}" })
        {
            app.MapPut(place + "/words", Add).For(Who.Agent).KeepsOwn();
            app.MapPut(place + "/showing", (ObservationId observation, Me me, RapportDb db, TimeProvider time, CancellationToken cancel) => Change(observation, me, db, o => o.Show(time.Now()), cancel)).For(Who.Agent).KeepsOwn();
            app.MapDelete(place + "/showing", (ObservationId observation, Me me, RapportDb db, CancellationToken cancel) => Change(observation, me, db, o => o.Hide(), cancel)).For(Who.Agent);
            app.MapDelete(place, (ObservationId observation, Me me, RapportDb db, CancellationToken cancel) => Change(observation, me, db, o => db.Remove(o), cancel)).For(Who.Agent);
        }
    }

    static Task<NoContent> Add(ObservationId observation, Request request, Me me, RapportDb db, CancellationToken cancel)
    {
        new Check().AtMost("words", request.Words, Observation.LongestWords).Done();
        return Change(observation, me, db, o => o.Add(request.Words), cancel);
    }

    static async Task<NoContent> Change(ObservationId observation, Me me, RapportDb db, Action<Observation> change, CancellationToken cancel)
    {
        change(await db.Observations.SingleOrDefaultAsync(o => o.Id == observation && o.ObservedId == me.Id, cancel) ?? throw new NotFound("note about you"));
        db.Touch(Book.Topic(me.Id));
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }
}
