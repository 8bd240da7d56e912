using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Desk;
using Rapport.Foundation;

namespace Rapport.Channels.Chat;

/// <summary>The small signs by which both sides know that the other is there: typing, and how far they have read.</summary>
public sealed class ShowLife : IFeature
{
    public sealed record TypingRequest(bool Typing);

    public sealed record ReadRequest(int Position);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/chat/v1/typing", Type).For(Who.Customer);
        app.MapPut("/chat/v1/read", Read).For(Who.Customer);
    }

    static async Task<Answer> Type(TypingRequest request, Visitor me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var mine = await (
            from v in db.Visits
            join c in db.Conversations on v.ConversationId equals c.Id
            join customer in db.Customers on c.CustomerId equals customer.Id
            where v.Id == me.Visit
            select new { c.Id, c.Number, customer.Name }).SingleOrDefaultAsync(cancel);
        if (mine is not null) await db.See(mine.Id, mine.Number, $"customer:{me.Customer.Value}", mine.Name, request.Typing, time, cancel);
        return Answer.Nothing;
    }

    static async Task<Answer> Read(ReadRequest request, Visitor me, RapportDb db, CancellationToken cancel)
    {
        if (await db.NumberOf(me, cancel) is not { } number) return Answer.Nothing;
        var conversation = await db.ToChange(number, cancel);
        conversation.ReadTo(request.Position, byCustomer: true);
        if (db.Entry(conversation).State is EntityState.Modified) db.Touch($"presence:{number}");
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }
}
