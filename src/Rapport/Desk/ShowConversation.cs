using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Customers;
using Rapport.Foundation;
using Rapport.Roles;

namespace Rapport.Desk;

/// <summary>One conversation as a program sees it: its owner, its function steps, the customer's clock.</summary>
public sealed class ShowConversation : IFeature
{
    public sealed record PersonView(PersonId Id, string Name, string Persona);

    public sealed record CustomerView(CustomerId Id, string Name);

    public sealed record TypeView(ContactTypeId Id, string Key, string Name);

    public sealed record StepView(FunctionStepId Id, string Key, string Name, string Detail, bool Done, string? SkippedBecause);

    public sealed record ClockView(Instant? FirstAskedAt, Instant? WaitingSince, long ElapsedSeconds);

    public sealed record View(
        ConversationId Id, long Number, Channel Channel, string Subject, Status Status, CustomerView Customer, PersonView? Owner, TypeView? ContactType,
        IReadOnlyList<StepView> Steps, ClockView Clock, Instant OpenedAt, Instant UpdatedAt, Instant? ResolvedAt, Instant? PromisedUntil, int Position);

    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/api/v1/conversations/{number:long}", Handle).For(Who.Agent);

    static async Task<Answer<View>> Handle(long number, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var conversation = await db.ToRead(number, cancel);
        return Answer.Ok(await Of(db, conversation, time.Now(), cancel));
    }

    public static async Task<View> Of(RapportDb db, Conversation c, Instant now, CancellationToken cancel)
    {
        var customer = await db.Customers.Where(x => x.Id == c.CustomerId).Select(x => new CustomerView(x.Id, x.Name)).SingleAsync(cancel);
        var owner = c.OwnerId is null ? null : await db.People.Where(p => p.Id == c.OwnerId).Select(p => new PersonView(p.Id, p.Name, p.Persona)).SingleAsync(cancel);
        var type = c.ContactTypeId is null ? null : await db.ContactTypes.Where(t => t.Id == c.ContactTypeId).Select(t => new TypeView(t.Id, t.Key, t.Name)).SingleAsync(cancel);
        var resolved = c.Status is Status.Open ? (Instant?)null : await db.Resolutions.Where(r => r.ConversationId == c.Id && r.ReopenedAt == null).Select(r => (Instant?)r.At).OrderByDescending(at => at).FirstOrDefaultAsync(cancel);
        var steps = (await db.Steps(c, cancel)).Select(s => new StepView(s.Step.Id, s.Step.Key, s.Step.Name, s.Step.Detail, s.Done, s.Completion?.SkippedBecause)).ToList();
        return new(c.Id, c.Number, c.Channel, c.Subject, c.Status, customer, owner, type, steps,
            new(c.AskedAt, c.WaitingSince, (long)c.Elapsed(now, resolved).TotalSeconds), c.OpenedAt, c.UpdatedAt, resolved, c.PromisedUntil, c.Position);
    }
}
