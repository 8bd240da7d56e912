using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Essence.Moments;
using Rapport.Foundation;
using Rapport.Roles;

namespace Rapport.Essence.Observing;

/// <summary>A colleague or a lead asks whether they may look on. Whoever is asked says yes or leaves it; neither has a reason, and the second looks like no answer.</summary>
public sealed class AskToLookOn : IFeature
{
    public sealed record Request(PersonId? Person, string? ContactType);

    /// <summary>What whoever asked sees: whether there is a yes, and never whether there is a no.</summary>
    public sealed record View(ObservationAskId Id, bool Yes);

    public static void Map(IEndpointRouteBuilder app)
    {
        foreach (var place in new[] { "/api/v1/observation-asks", "/observing/asks" })
        {
            app.MapPost(place, Ask).For(Who.Agent).KeepsOwn();
            app.MapPut(place + "/{ask}/yes", Yes).For(Who.Agent).KeepsOwn();
            app.MapDelete(place + "/{ask}", Leave).For(Who.Agent);
        }
    }

    static async Task<Created<View>> Ask(Request request, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        new Check().That(request.Person is not null, "person", "“person” is missing. Say whom you would like to ask.").Done();
        var (asked, now) = (request.Person!.Value, time.Now());
        if (!await db.People.AnyAsync(p => p.Id == asked && p.Active, cancel)) throw new NotFound("person");
        var type = request.ContactType is null ? null : await db.ContactTypes.AsNoTracking().SingleOrDefaultAsync(t => t.Key == request.ContactType, cancel);
        new Check().That(request.ContactType is null || type is not null, "contact_type", $"There is no contact type called “{request.ContactType}”.").Done();
        await db.Alone(Once.ForPerson, me.Id.Value, cancel);
        var rested = now - ObservationAsk.Rests;
        await db.ObservationAsks.Where(a => a.AskedAt < rested).ExecuteDeleteAsync(cancel);
        // The same words whatever became of the last one.
        Refusal.If(await db.ObservationAsks.AnyAsync(a => a.ObserverId == me.Id && a.ObservedId == asked && !a.Used, cancel), $"You have asked them already. Whether they answer is theirs; {ObservationAsk.Rests.Days} days after it you can ask again.", "asked-already");
        var ask = ObservationAsk.Of(me.Id, asked, type?.Id, now);
        db.Add(ask);
        Told(db, ask);
        await db.SaveChangesAsync(cancel);
        return Answer.CreatedSecret($"/api/v1/observation-asks/{ask.Id.Value}", new View(ask.Id, false));
    }

    static async Task<NoContent> Yes(ObservationAskId ask, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var found = await db.ObservationAsks.SingleOrDefaultAsync(a => a.Id == ask && a.ObservedId == me.Id, cancel) ?? throw new NotFound("question that waits for your answer");
        found.Yes(time.Now());
        Told(db, found);
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    /// <summary>Whoever was asked leaves it, or takes a yes back.</summary>
    static async Task<NoContent> Leave(ObservationAskId ask, Me me, RapportDb db, CancellationToken cancel)
    {
        var found = await db.ObservationAsks.SingleOrDefaultAsync(a => a.Id == ask && !a.Used && a.ObservedId == me.Id, cancel) ?? throw new NotFound("question that waits for your answer");
        var hadYes = found.YesAt is not null;
        found.Leave();
        db.Touch(Book.Topic(found.ObservedId));
        // Where nothing looks different, nothing is told: else the moment of a no would be seen.
        if (hadYes) db.Touch(Book.Topic(found.ObserverId));
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static void Told(RapportDb db, ObservationAsk ask)
    {
        db.Touch(Book.Topic(ask.ObservedId));
        db.Touch(Book.Topic(ask.ObserverId));
    }
}
