using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Customers;
using Rapport.Customers.Merging;
using Rapport.Foundation;
using Rapport.Memory.Merging;

namespace Rapport.Workspace.Merging;

/// <summary>Somebody finds that two customers are one person: it is asked once, with what will move, and can be undone.</summary>
public sealed class MergeCustomers : IFeature
{
    public sealed record Request(Guid? From, string? Because);

    public sealed record Entry(CustomerId Id, string Name);

    public sealed record View(MergeId Id, Entry Into, Entry From, string? By, Instant At, string Because, Instant? UndoneAt);

    public sealed record Form
    {
        public string? Because { get; init; }
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/customers/{customer}/merges", All).For(Who.Agent);
        app.MapGet("/api/v1/customers/{customer}/merges/preview", Preview).For(Who.Agent);
        app.MapPost("/api/v1/customers/{customer}/merges", ForProgram).For(Who.Agent);
        app.MapGet("/customers/{customer}/same-as/{other}", Ask).For(Who.Agent);
        app.MapPost("/customers/{customer}/same-as/{other}", AtTheDesk).For(Who.Agent).DisableAntiforgery();
    }

    static async Task<Answer<PageOf<View>>> All(CustomerId customer, RapportDb db, CancellationToken cancel)
    {
        await db.NameOf(customer, cancel);
        return Answer.Ok(Paging.All(await db.MergesOf(customer, cancel)));
    }

    static async Task<Answer<WhatMoves>> Preview(CustomerId customer, Guid? from, RapportDb db, CancellationToken cancel)
    {
        new Check().That(from is not null, "from", "“from” is missing. Give the id of the customer who would go into this one.").Done();
        return Answer.Ok(await WhatMoves.Load(db, customer, new(from!.Value), cancel));
    }

    static async Task<Created<View>> ForProgram(CustomerId customer, Request request, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        new Check().That(request.From is not null, "from", "“from” is missing. Give the id of the customer who goes into this one.").AtMost("because", request.Because, Merge.LongestReason).Done();
        var merge = await db.PutTogether(new(request.From!.Value), customer, me.Id, request.Because, time.Now(), cancel);
        return Answer.Created($"/api/v1/customers/{customer.Value}/merges/{merge.Id.Value}", (await db.MergesOf(customer, cancel)).Single(m => m.Id == merge.Id));
    }

    static async Task<IResult> Ask(CustomerId customer, CustomerId other, Me me, RapportDb db, TimeProvider time, CancellationToken cancel) =>
        Pages.Show<MergingPage>(new { Moves = await WhatMoves.Load(db, customer, other, cancel), Me = me, Now = time.Now() });

    static async Task<IResult> AtTheDesk(CustomerId customer, CustomerId other, [FromForm] Form form, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        new Check().AtMost("because", form.Because, Merge.LongestReason).Done();
        await db.PutTogether(other, customer, me.Id, form.Because, time.Now(), cancel);
        return Results.Redirect($"/customers/{customer.Value}");
    }
}

public static class Merges
{
    /// <summary>Every merge that this customer was in, the newest first.</summary>
    public static async Task<List<MergeCustomers.View>> MergesOf(this RapportDb db, CustomerId customer, CancellationToken cancel)
    {
        var ids = (await db.MergedInto(customer, cancel)).Select(m => m.FromId).Append(customer).ToList();
        return await (
            from m in db.Merges.AsNoTracking()
            join stays in db.Customers on m.IntoId equals stays.Id
            join went in db.Customers on m.FromId equals went.Id
            join who in db.People on m.ById equals who.Id
            where ids.Contains(m.IntoId) || ids.Contains(m.FromId)
            orderby m.At descending, m.Id descending
            select new MergeCustomers.View(m.Id, new(stays.Id, stays.Name), new(went.Id, went.Name), who.Name, m.At, m.Because, m.UndoneAt)).ToListAsync(cancel);
    }
}
