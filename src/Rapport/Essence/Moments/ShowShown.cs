using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Foundation;
using Rapport.Language;

namespace Rapport.Essence.Moments;

/// <summary>What people chose to show, one by one, to their colleagues: by when it was shown, and never by whom or how many.</summary>
public sealed class ShowShown : IFeature
{
    const int Most = 60;

    public sealed record Line(BehaviorKind Behavior, string? Words, string? Said, string Giver, long Number, string Customer, Instant At);

    public sealed record View(Me Me, IReadOnlyList<Line> Lines, Instant Now);

    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/book/shown", Handle).For(Who.Agent);

    static async Task<IResult> Handle(Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var lines = await (
            from m in db.Moments.AsNoTracking()
            join c in db.Conversations on m.ConversationId equals c.Id
            join customer in db.Customers on c.CustomerId equals customer.Id
            join giver in db.People on m.GiverId equals giver.Id
            where m.ShownAt != null
            orderby m.ShownAt descending
            select new Line(m.Behavior, m.Words, db.Messages.Where(x => x.Id == m.MessageId).Select(x => x.Body).FirstOrDefault(), giver.Name, c.Number, customer.Name, m.At)).Take(Most).ToListAsync(cancel);
        return Pages.Show<ShownPage>(new { Page = new View(me, lines, time.Now()) });
    }
}
