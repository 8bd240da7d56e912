using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Customers;
using Rapport.Customers.Alike;
using Rapport.Customers.Merging;
using Rapport.Foundation;
using Rapport.Memory.Merging;

namespace Rapport.Workspace.Merging;

/// <summary>They were two people after all: each gets back what was theirs, and a person says where what came since belongs.</summary>
public sealed class UndoMerge : IFeature
{
    public sealed record Form
    {
        public long[]? Conversations { get; init; }
        public Guid[]? Memories { get; init; }
        public Guid[]? Addresses { get; init; }
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/customers/{customer}/merges/{merge}/since", async (CustomerId customer, MergeId merge, RapportDb db, CancellationToken cancel) => Answer.Ok(await WhatCame.Since(db, await Find(db, customer, merge, cancel), cancel))).For(Who.Agent);
        app.MapPost("/api/v1/customers/{customer}/merges/{merge}/undoing", ForProgram).For(Who.Agent);
        app.MapGet("/customers/{customer}/merges/{merge}/undoing", Ask).For(Who.Agent);
        app.MapPost("/customers/{customer}/merges/{merge}/undoing", AtTheDesk).For(Who.Agent).DisableAntiforgery();
    }

    static async Task<Answer<MergeCustomers.View>> ForProgram(CustomerId customer, MergeId merge, WhatCame.Given? given, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        await Undo(db, customer, merge, given ?? new(null, null, null), me, time, cancel);
        return Answer.Ok((await db.MergesOf(customer, cancel)).Single(m => m.Id == merge));
    }

    static async Task<IResult> Ask(CustomerId customer, MergeId merge, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var found = await Find(db, customer, merge, cancel);
        Refusal.If(found.UndoneAt is not null, "This was undone already.", "undone");
        return Pages.Show<UndoingPage>(new { Merge = (await db.MergesOf(customer, cancel)).Single(m => m.Id == merge), Came = await WhatCame.Since(db, found, cancel), Customer = customer, Me = me, Now = time.Now() });
    }

    static async Task<IResult> AtTheDesk(CustomerId customer, MergeId merge, [FromForm] Form? form, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var undone = await Undo(db, customer, merge, new(form?.Conversations, form?.Memories, form?.Addresses), me, time, cancel);
        return Results.Redirect($"/customers/{undone.FromId.Value}");
    }

    static async Task<Merge> Undo(RapportDb db, CustomerId customer, MergeId id, WhatCame.Given given, Me me, TimeProvider time, CancellationToken cancel)
    {
        var merge = await Find(db, customer, id, cancel);
        var chosen = (await WhatCame.Since(db, merge, cancel)).Chosen(given);
        merge = await db.TakeApart(id, me.Id, chosen, time.Now(), cancel);
        // Whoever takes two apart knows that they are two; they are not proposed again at once.
        var likeness = await db.LikenessOf(merge.IntoId, merge.FromId, cancel);
        if (likeness is null) db.Add(likeness = Likeness.Of(merge.IntoId, merge.FromId, "", time.Now()));
        likeness.AreTwo(me.Id, time.Now());
        await db.SaveChangesAsync(cancel);
        return merge;
    }

    /// <summary>A merge that this customer was in, and nobody else's.</summary>
    static async Task<Merge> Find(RapportDb db, CustomerId customer, MergeId merge, CancellationToken cancel)
    {
        var found = await db.Merges.AsNoTracking().SingleOrDefaultAsync(m => m.Id == merge, cancel) ?? throw new NotFound("merge of this customer");
        if (found.IntoId != customer && found.FromId != customer && await db.Whole(found.IntoId, cancel) != customer) throw new NotFound("merge of this customer");
        return found;
    }
}
