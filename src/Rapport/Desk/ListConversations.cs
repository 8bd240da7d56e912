using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Customers;
using Rapport.Customers.Merging;
using Rapport.Foundation;

namespace Rapport.Desk;

/// <summary>A page of conversations for a program, newest number first.</summary>
public sealed class ListConversations : IFeature
{
    public sealed record View(ConversationId Id, long Number, Channel Channel, string Subject, Status Status, ShowConversation.CustomerView Customer, ShowConversation.PersonView? Owner, NodaTime.Instant? WaitingSince, NodaTime.Instant OpenedAt, NodaTime.Instant UpdatedAt, string Preview, int Position);

    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/api/v1/conversations", Handle).For(Who.Agent);

    static async Task<Answer<PageOf<View>>> Handle(string? view, Guid? customer, string? q, int? limit, long? after, Me me, RapportDb db, CancellationToken cancel)
    {
        new Check().OneOf("view", view, "mine", "unowned", "open", "team", "promised", "resolved").Done();
        var page = Paging.Limit(limit);
        var found = view is null ? db.Conversations : db.View(view, me.Id);
        if (customer is { } id)
        {
            var whole = await db.Whole(new CustomerId(id), cancel);
            found = found.Where(c => c.CustomerId == whole);
        }
        if (!string.IsNullOrWhiteSpace(q))
        {
            var hits = (await db.Hits(q, page, cancel)).Select(h => new ConversationId(h.Conversation)).ToList();
            found = found.Where(c => hits.Contains(c.Id));
        }
        if (after is { } before) found = found.Where(c => c.Number < before);
        var rows = await (
            from c in found.AsNoTracking().OrderByDescending(c => c.Number).Take(page + 1)
            join who in db.Customers on c.CustomerId equals who.Id
            join owner in db.People on c.OwnerId equals owner.Id into owners
            from owner in owners.DefaultIfEmpty()
            orderby c.Number descending
            select new View(c.Id, c.Number, c.Channel, c.Subject, c.Status, new(who.Id, who.Name), owner == null ? null : new(owner.Id, owner.Name, owner.Persona), c.WaitingSince, c.OpenedAt, c.UpdatedAt, c.Preview, c.Position)).ToListAsync(cancel);
        return Paging.Page(rows, page, r => r.Number, r => r);
    }
}
