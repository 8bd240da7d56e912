using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Desk;
using Rapport.Foundation;
using Rapport.Roles;

namespace Rapport.Essence.Discretion;

/// <summary>A CSR gives a customer something small, without asking anybody. The reason may come later, or never.</summary>
public sealed class GiveSurprise : IFeature
{
    public sealed record Request(GestureId? Gesture, long? Minor, string? Reason);

    public sealed record ReasonRequest(string? Reason);

    public sealed record View(SpendId Id, GestureId Gesture, string Title, long Minor, string Currency, string Day, Instant At, SpendId? TakesBack, long? LeftTodayMinor);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/api/v1/conversations/{number:long}/surprises", Give).For(Who.Agent).KeepsOwn();
        app.MapPost("/desk/{number:long}/surprises", Give).For(Who.Agent).KeepsOwn();
        foreach (var place in new[] { "/api/v1/surprises", "/essence/surprises" })
        {
            app.MapPost(place + "/{spend}/reversal", TakeBack).For(Who.Agent).KeepsOwn();
            app.MapPut(place + "/{spend}/reason", Say).For(Who.Agent).KeepsOwn();
        }
    }

    static async Task<Created<View>> Give(long number, Request request, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        new Check().That(request.Gesture is not null, "gesture", "“gesture” is missing. Give the id of one from the kit.").That(request.Minor is null or > 0, "minor", "“minor” must be more than nothing. Leave it out for what is free, or for what the gesture usually costs.").AtMost("reason", request.Reason, 1000).Done();
        var conversation = await db.ToRead(number, cancel);
        var gesture = await db.Gestures.AsNoTracking().SingleOrDefaultAsync(g => g.Id == request.Gesture && g.RetiredAt == null, cancel) ?? throw new NotFound("gesture in the kit");
        // Whoever gives at the same moment, out of the same purse or to the same customer, waits here and counts this one.
        await db.Alone(Once.ForPerson, me.Id.Value, cancel);
        await db.Alone(Once.ForCustomer, conversation.CustomerId.Value, cancel);
        var purse = await PurseView.Load(db, conversation, me, time.Now(), cancel);

        var spend = await purse.Take(db, gesture, request.Minor ?? gesture.Minor, conversation, me, time.Now(), cancel);

        db.Add(spend);
        if (!string.IsNullOrWhiteSpace(request.Reason)) db.Add(new SpendReason { SpendId = spend.Id, Text = request.Reason.Trim() });
        db.RecordUnnamed(new SurpriseGiven(conversation.Id, number, conversation.CustomerId, gesture.Id, gesture.Title));
        db.Touch("discretion");
        await db.SaveChangesAsync(cancel);
        return Answer.Created($"/api/v1/surprises/{spend.Id.Value}", Of(spend, gesture.Title, purse.Left?.Minor - spend.Minor));
    }

    static async Task<Created<View>> TakeBack(SpendId spend, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        await db.Alone(Once.ForPerson, me.Id.Value, cancel);
        var given = await Mine(db, spend, me, cancel);
        await db.Alone(Once.ForCustomer, given.CustomerId.Value, cancel);
        if (await db.Spends.AnyAsync(s => s.TakesBack == spend, cancel)) throw Refusal.Conflict("This was taken back already.", "taken-back");

        var back = given.Reverse(me.Id, time.Now());

        db.Add(back);
        var about = await (from c in db.Conversations join g in db.Gestures on given.GestureId equals g.Id where c.Id == given.ConversationId select new { c.Number, g.Title }).SingleAsync(cancel);
        db.RecordUnnamed(new SurpriseTakenBack(given.ConversationId, about.Number, given.CustomerId, given.GestureId));
        db.Touch("discretion");
        await db.SaveChangesAsync(cancel);
        return Answer.Created($"/api/v1/surprises/{back.Id.Value}", Of(back, about.Title, null));
    }

    static async Task<NoContent> Say(SpendId spend, ReasonRequest request, Me me, RapportDb db, CancellationToken cancel)
    {
        new Check().Text("reason", request.Reason, 1000).Done();
        await db.Alone(Once.ForPerson, me.Id.Value, cancel);
        await Mine(db, spend, me, cancel);
        var reason = await db.SpendReasons.SingleOrDefaultAsync(r => r.SpendId == spend, cancel);
        if (reason is null) db.Add(new SpendReason { SpendId = spend, Text = request.Reason!.Trim() });
        else reason.Text = request.Reason!.Trim();
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static async Task<Spend> Mine(RapportDb db, SpendId spend, Me me, CancellationToken cancel) =>
        await db.Spends.AsNoTracking().SingleOrDefaultAsync(s => s.Id == spend && s.PersonId == me.Id, cancel) ?? throw new NotFound("entry of yours");

    public static View Of(Spend s, string title, long? left) => new(s.Id, s.GestureId, title, s.Minor, s.Currency, s.Day, s.At, s.TakesBack, left);
}
