using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Roles.Charters;

/// <summary>A draft becomes the charter of a role from a day on, until which it can be withdrawn; or it is thrown away.</summary>
public sealed class PublishCharter : IFeature
{
    public sealed record Request(string? EffectiveFrom, string? Seen);

    public static void Map(IEndpointRouteBuilder app)
    {
        foreach (var route in new[] { "/api/v1/charters/{role}/publication", "/roles/charters/{role}/publication" })
        {
            app.MapPost(route, Publish).For(Who.Lead).KeepsOptional();
            app.MapDelete(route, Withdraw).For(Who.Lead);
        }
        foreach (var route in new[] { "/api/v1/charters/{role}/draft", "/roles/charters/{role}/draft" }) app.MapDelete(route, Discard).For(Who.Lead);
    }

    static async Task<Answer<ShowCharter.View>> Publish(string role, Request? request, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var now = time.Now();
        var from = Day.Read("effective_from", request?.EffectiveFrom) ?? now;
        var before = await db.AloneWithDraft(role, request?.Seen, cancel);
        var found = await db.JobRole(role, cancel);
        var versions = await db.Charters.Where(c => c.JobRoleId == found.Id).ToListAsync(cancel);
        var draft = versions.Find(c => c.PublishedAt is null);
        if (draft is null && versions.MaxBy(c => c.Version) is { } last) throw Refusal.Conflict($"There is no draft to publish: version {last.Version}, “{last.HighestPriority}”, is published already, from {Day.InWords(last.EffectiveFrom!.Value)} on.", "published-already");
        if (draft is null) throw new NotFound("draft");
        // Whoever publishes may publish a colleague's words, but not words that they have not read.
        await db.RefuseUnseen(found, draft, before, said: true, me, cancel);

        draft.Publish(found, from, versions, me.Id, now);

        await db.SaveChangesAsync(cancel);
        return Answer.Ok(ShowCharter.View.Of(found, draft, await db.CharterOf(found.Id, now, cancel), now));
    }

    /// <summary>The version that is named, or else the one whose day is furthest off.</summary>
    static async Task<NoContent> Withdraw(string role, int? version, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        await db.AloneWithDraft(role, Seen.Nothing, cancel);
        var now = time.Now();
        var found = await db.JobRole(role, cancel);
        var versions = await db.Charters.Where(c => c.JobRoleId == found.Id).ToListAsync(cancel);
        var coming = (version is null ? versions.Where(c => c.Comes(now)).MaxBy(c => c.EffectiveFrom) : versions.Find(c => c.Version == version && c.PublishedAt is not null)) ?? throw new NotFound("version of this charter that is still to come");
        coming.Withdraw(found, me.Id, now);
        // A role has one draft, and the one that is there was written after this.
        if (versions.Exists(c => c.PublishedAt is null && c != coming)) db.Remove(coming);
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static async Task<NoContent> Discard(string role, string? seen, Me me, RapportDb db, CancellationToken cancel)
    {
        var before = await db.AloneWithDraft(role, seen, cancel);
        var found = await db.JobRole(role, cancel);
        var draft = await db.DraftOf(found.Id, cancel) ?? throw new NotFound("draft");
        await db.RefuseUnseen(found, draft, before, said: true, me, cancel);
        db.Remove(draft);
        if (!await db.Charters.AnyAsync(c => c.JobRoleId == found.Id && c.Id != draft.Id, cancel)) db.Remove(found);
        db.Touch("charters");
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }
}
