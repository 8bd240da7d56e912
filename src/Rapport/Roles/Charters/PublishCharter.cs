using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Roles.Charters;

/// <summary>A draft becomes the charter of a role from a day on; or it is thrown away.</summary>
public sealed class PublishCharter : IFeature
{
    public sealed record Request(string? EffectiveFrom);

    public static void Map(IEndpointRouteBuilder app)
    {
        foreach (var route in new[] { "/api/v1/charters/{role}/publication", "/roles/charters/{role}/publication" }) app.MapPost(route, Publish).For(Who.Lead).KeepsOptional();
        foreach (var route in new[] { "/api/v1/charters/{role}/draft", "/roles/charters/{role}/draft" }) app.MapDelete(route, Discard).For(Who.Lead);
    }

    static async Task<Answer> Publish(string role, Request? request, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var from = Day.Read("effective_from", request?.EffectiveFrom) ?? time.Now();
        var found = await db.JobRole(role, cancel);
        var versions = await db.Charters.Where(c => c.JobRoleId == found.Id).ToListAsync(cancel);
        var draft = versions.Find(c => c.PublishedAt is null) ?? throw new NotFound("draft");

        draft.Publish(found, from, versions, me.Id, time.Now());

        await db.SaveChangesAsync(cancel);
        return Answer.Ok(ShowCharter.View.Of(found, draft, await db.CharterOf(found.Id, time.Now(), cancel), time.Now()));
    }

    static async Task<Answer> Discard(string role, RapportDb db, CancellationToken cancel)
    {
        var found = await db.JobRole(role, cancel);
        var draft = await db.DraftOf(found.Id, cancel) ?? throw new NotFound("draft");
        db.Remove(draft);
        if (!await db.Charters.AnyAsync(c => c.JobRoleId == found.Id && c.Id != draft.Id, cancel)) db.Remove(found);
        db.Touch("charters");
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }
}
