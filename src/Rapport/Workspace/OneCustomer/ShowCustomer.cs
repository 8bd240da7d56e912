using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Customers;
using Rapport.Customers.Alike;
using Rapport.Customers.Groups;
using Rapport.Desk;
using Rapport.Foundation;
using Rapport.Memory;
using Rapport.Workspace.Merging;
using Rapport.Workspace.Timeline;

namespace Rapport.Workspace.OneCustomer;

/// <summary>One customer: how to reach them, what they were about, what is remembered, to whom they belong, and everything in order.</summary>
public sealed class ShowCustomer : IFeature
{
    const int Shown = 100;

    /// <param name="Customer">Who it is.</param>
    /// <param name="Since">Since when they are known, in whichever of their entries.</param>
    /// <param name="Conversations">The last, newest first.</param>
    /// <param name="Facts">What is remembered.</param>
    /// <param name="Groups">To whom they belong.</param>
    /// <param name="MayBe">Who may be the same person.</param>
    /// <param name="Merges">Who was put together with them.</param>
    /// <param name="Me">Who looks.</param>
    /// <param name="Now">The present.</param>
    public sealed record View(Customer Customer, Instant Since, IReadOnlyList<OpenConversationView.Earlier> Conversations, IReadOnlyList<Remembered> Facts, IReadOnlyList<KeepGroups.View> Groups, IReadOnlyList<MayBe> MayBe, IReadOnlyList<MergeCustomers.View> Merges, Me Me, Instant Now);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/customers/{customer}", Page).For(Who.Agent);
        app.MapGet("/customers/{customer}/parts", async (CustomerId customer, Me me, RapportDb db, TimeProvider time, HttpContext http, CancellationToken cancel) => Fragment.Of<CustomerSheets>(http, new { Page = await Load(customer, me, db, time, cancel) })).For(Who.Agent);
        app.MapGet("/customers/{customer}/timeline", async (CustomerId customer, string? after, Me me, RapportDb db, TimeProvider time, HttpContext http, CancellationToken cancel) => Fragment.Of<TimelinePart>(http, new { Page = await TimelineView.Load(db, customer, after, null, me, time.Now(), cancel) })).For(Who.Agent);
    }

    static async Task<IResult> Page(CustomerId customer, string? after, Me me, RapportDb db, TimeProvider time, CancellationToken cancel) =>
        Pages.Show<CustomerPage>(new { Page = await Load(customer, me, db, time, cancel), Timeline = await TimelineView.Load(db, customer, after, null, me, time.Now(), cancel) });

    static async Task<View> Load(CustomerId id, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        await db.StayOpen(cancel);
        var customer = await db.Customers.AsNoTracking().Include(c => c.Addresses).SingleOrDefaultAsync(c => c.Id == id, cancel) ?? throw new NotFound("customer");
        var conversations = await db.Conversations.AsNoTracking().Where(c => c.CustomerId == id).OrderByDescending(c => c.UpdatedAt).Take(Shown)
            .Select(c => new OpenConversationView.Earlier(c.Number, c.Subject, c.Status, c.UpdatedAt)).ToListAsync(cancel);
        var merges = await db.MergesOf(id, cancel);
        var went = merges.Where(m => m.UndoneAt is null).Select(m => m.From.Id).ToList();
        var since = went.Count == 0 ? customer.Since : await db.Customers.Where(c => went.Contains(c.Id) || c.Id == id).MinAsync(c => c.Since, cancel);
        return new(customer, since, conversations, await db.KnownOf(id, time.Now(), cancel), await db.GroupsOf(id, cancel), await db.WhoMayBe(customer, cancel), merges, me, time.Now());
    }
}
