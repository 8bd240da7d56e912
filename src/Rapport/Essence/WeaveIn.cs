using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Foundation;
using Rapport.Language;
using Rapport.Roles;
using Rapport.Roles.Maps;

namespace Rapport.Essence;

/// <summary>A lead places an opening beside a function step, rewrites it, or takes it out again. The function stays as it was.</summary>
public sealed class WeaveIn : IFeature
{
    public sealed record Request(string? ContactType, string? Map, string? Step, string? Kind, string? Opening, string? Reason, string? Evidence, string? Owner, string? StartsAt, string? Seen = null);

    public static void Map(IEndpointRouteBuilder app)
    {
        foreach (var route in new[] { "/api/v1/weaves", "/roles/weaves" })
        {
            app.MapPost(route, Place).For(Who.Lead).KeepsOptional();
            app.MapPut(route + "/{weave}", Rewrite).For(Who.Lead).KeepsOptional();
            app.MapDelete(route + "/{weave}", TakeOut).For(Who.Lead);
        }
    }

    static async Task<Created<WeavingBoard.View>> Place(Request request, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var view = await Write(db, request, me, time.Now(), cancel);
        await db.SaveChangesAsync(cancel);
        return Answer.Created($"/api/v1/weaves/{view.Id.Value}", view);
    }

    static async Task<Answer<WeavingBoard.View>> Rewrite(WeaveId weave, Request request, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        Look(request).AtMost("seen", request.Seen, 50).Done();
        var before = await AloneWith(db, weave, request.Seen, cancel);
        var (found, design) = await Find(db, weave, cancel);
        await RefuseUnseen(db, found, before, me, cancel);
        var now = time.Now();
        var starts = Day.Read("starts_at", request.StartsAt) ?? now;
        // It would be in nobody's sight until then.
        new Check().That(starts <= now || design.StartsAt > now, "starts_at", "This weave is in place, so a new version of it begins now. Leave the day out; or weave a second one in beside the same step with that day, and it takes the place of this one then.").Done();
        design.End(me.Id, now);
        // Whoever rewrites it does not take it over: its owner stays until somebody else is named.
        var owner = await OwnerOf(db, request, me, cancel) ?? new(found.OwnerId, (await db.Names(cancel))[found.OwnerId].Name);
        var next = found.Write(await StepOf(db, found, cancel), KindOf(request), request.Opening!, request.Reason!, request.Evidence ?? "", owner.Id, me.Id, starts, now);
        db.Add(next);
        await db.SaveChangesAsync(cancel);
        return Answer.Ok(WeavingBoard.View.Of(found, next.StartsAt, owner, found.ContactTypeId is null ? null : (await db.KnownContactTypes(cancel)).Find(t => t.Id == found.ContactTypeId)?.Key));
    }

    static async Task<NoContent> TakeOut(WeaveId weave, string? seen, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var before = await AloneWith(db, weave, seen, cancel);
        var (found, design) = await Find(db, weave, cancel);
        await RefuseUnseen(db, found, before, me, cancel);
        found.TakeOut(design, me.Id, time.Now());
        db.Remove(found);
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    public static async Task<WeavingBoard.View> Write(RapportDb db, Request request, Me me, Instant now, CancellationToken cancel)
    {
        Look(request).Text("step", request.Step, 200).That(request.ContactType is null != request.Map is null, "contact_type", "Give one place: a contact type and its step, or a map and its step.").Done();
        var type = request.ContactType is null ? null : await db.ContactTypes.Include(t => t.FunctionSteps).SingleOrDefaultAsync(t => t.Key == request.ContactType, cancel);
        // Alone, so that nothing is woven into a map that somebody takes away at the same time.
        if (request.Map is not null) await db.AloneWithMap(request.Map, Seen.Nothing, cancel);
        var map = request.Map is null ? null : await db.Maps.SingleOrDefaultAsync(m => m.Key == request.Map, cancel);
        new Check().That(request.ContactType is null || type is not null, "contact_type", $"There is no contact type called “{request.ContactType}”.").That(request.Map is null || map is not null, "map", $"“map”: there is none called “{request.Map}”.").Done();
        // A map that draws a kind of matter is that matter's, so what is woven into it is as well.
        if (map?.ContactTypeId is { } drawn) type = await db.ContactTypes.Include(t => t.FunctionSteps).SingleAsync(t => t.Id == drawn, cancel);
        var picture = map?.Read() ?? await db.MapOf(type!.Id, cancel);
        new Check().That(StepIn(type, picture, request.Step!) is not null, "step", $"“step”: there is no step “{request.Step}” here.").Done();
        var weave = type is null ? Weave.OnMap(map!.Key, request.Step!) : Weave.On(type.Id, request.Step!);
        var owner = await OwnerOf(db, request, me, cancel) ?? new(me.Id, me.Name);
        var design = weave.Write(StepIn(type, picture, request.Step!)!, KindOf(request), request.Opening!, request.Reason!, request.Evidence ?? "", owner.Id, me.Id, Day.Read("starts_at", request.StartsAt) ?? now, now);
        db.Add(design);
        db.Add(weave);
        return WeavingBoard.View.Of(weave, design.StartsAt, owner, type?.Key);
    }

    /// <summary>What people call a step; nothing where there is none of this key.</summary>
    static string? StepIn(ContactType? type, TouchpointMap? map, string key) => type?.Steps.FirstOrDefault(s => s.Key == key)?.Name ?? map?.Step(key)?.Name;

    static async Task<string> StepOf(RapportDb db, Weave weave, CancellationToken cancel)
    {
        var type = weave.ContactTypeId is null ? null : await db.ContactTypes.AsNoTracking().Include(t => t.FunctionSteps).SingleOrDefaultAsync(t => t.Id == weave.ContactTypeId, cancel);
        var map = weave.ContactTypeId is { } id ? await db.MapOf(id, cancel) : (await db.Maps.AsNoTracking().SingleOrDefaultAsync(m => m.Key == weave.MapKey, cancel))?.Read();
        return StepIn(type, map, weave.StepKey) ?? weave.StepKey;
    }

    static Check Look(Request request)
    {
        var kinds = BehaviorKinds.All.Select(k => k.Key()).ToArray();
        return new Check().That(request.Kind is not null, "kind", $"“kind” is missing. Allowed are: {string.Join(", ", kinds)}.").OneOf("kind", request.Kind, kinds)
            .Text("opening", request.Opening, Weave.LongestOpening).Text("reason", request.Reason, Weave.LongestText).AtMost("evidence", request.Evidence, Weave.LongestText);
    }

    static BehaviorKind KindOf(Request request) => BehaviorKinds.All.First(k => k.Key() == request.Kind);

    /// <summary>Whom the request names; null where it names nobody.</summary>
    static async Task<DesignRegister.OwnerView?> OwnerOf(RapportDb db, Request request, Me me, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(request.Owner)) return null;
        if (request.Owner == "me") return new(me.Id, me.Name);
        _ = PersonId.TryParse(request.Owner, null, out var id);
        var email = Person.Normal(request.Owner);
        var owner = await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Active && (p.Id == id || p.Email == email), cancel);
        new Check().That(owner is not null, "owner", "“owner”: nobody here has this id or mail address.").Done();
        return new(owner!.Id, owner.Name);
    }

    /// <summary>From here until the commit nobody else changes this weave. Gives it as it was before that, or as whoever asks says they saw it.</summary>
    static async Task<string> AloneWith(RapportDb db, WeaveId id, string? seen, CancellationToken cancel)
    {
        var before = seen ?? Seen.Of(id.Value, await db.Weaves.AsNoTracking().Where(w => w.Id == id).Select(w => w.Version).SingleOrDefaultAsync(cancel));
        await db.Alone(Once.ForWeave, id.Value, cancel);
        return before;
    }

    static async Task RefuseUnseen(RapportDb db, Weave weave, string before, Me me, CancellationToken cancel)
    {
        if (weave.State == before) return;
        var who = weave.OwnerId == me.Id ? "you" : (await db.Names(cancel))[weave.OwnerId].Name;
        var theirs = $"{weave.Kind.Words()}: “{weave.Opening}”. Why: {weave.Reason}{(weave.Evidence.Length == 0 ? "" : $" Seen so far: {weave.Evidence}")}";
        throw Seen.Stale($"This weave was rewritten in the meantime and {who} look{(who == "you" ? "" : "s")} after it now. It says: {theirs} Nothing of yours is lost. Read it, then save again to put yours in its place.", weave.State, theirs);
    }

    static async Task<(Weave, Design)> Find(RapportDb db, WeaveId id, CancellationToken cancel)
    {
        var weave = await db.Weaves.SingleOrDefaultAsync(w => w.Id == id, cancel) ?? throw new NotFound("weave");
        return (weave, await db.Designs.SingleAsync(d => d.Id == weave.DesignId, cancel));
    }
}
