using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Customers;
using Rapport.Desk;
using Rapport.Foundation;
using Rapport.Roles;

namespace Rapport.Memory;

/// <summary>Somebody keeps a fact about a customer, who has agreed to it.</summary>
public sealed class KeepFact : IFeature
{
    public sealed record Request(string? Kind, string? Text, string? ToldBy, Guid? SourceMessage, bool? Consent, Instant? ExpiresAt, bool? Sensitive, string? Need, string? Proposal = null);

    /// <summary>A fact for a program.</summary>
    public sealed record View(RememberedId Id, MemoryKind Kind, string Text, ToldBy ToldBy, Instant ToldAt, PersonId? ToldTo, Channel? Channel, MessageId? SourceMessage, string Purpose, Instant ExpiresAt, bool Sensitive, string? Need, string? Day, Instant? AskedAt, Over? Over, Instant? OverAt)
    {
        public static View Of(Remembered r) => new(r.Id, r.Kind, r.Text, r.ToldBy, r.ToldAt, r.KeptById, r.Channel, r.SourceMessageId, r.Purpose, r.ExpiresAt, r.Sensitive, r.Need, r.Day, r.AskedAt, r.Over, r.OverAt);
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/api/v1/customers/{customer}/memories", ForProgram).For(Who.Agent).KeepsOwn();
        app.MapPost("/desk/{number:long}/memories", AtTheDesk).For(Who.Agent).KeepsOwn();
    }

    static async Task<Created<View>> ForProgram(CustomerId customer, Request request, Me me, RapportDb db, TimeProvider time, CancellationToken cancel) =>
        await Keep(customer, null, request, me, db, time.Now(), cancel);

    static async Task<Created<View>> AtTheDesk(long number, Request request, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var conversation = await db.ToRead(number, cancel);
        return await Keep(conversation.CustomerId, conversation, request, me, db, time.Now(), cancel);
    }

    static async Task<Created<View>> Keep(CustomerId customer, Conversation? here, Request request, Me me, RapportDb db, Instant now, CancellationToken cancel)
    {
        new Check().Text("text", request.Text, Remembered.Longest).OneOf("kind", request.Kind, MemoryKinds.Keys).That(request.Kind is not null, "kind", $"“kind” is missing. Give one of: {string.Join(", ", MemoryKinds.Keys)}.")
            .OneOf("told_by", request.ToldBy, "customer", "inferred").AtMost("need", request.Need, Remembered.LongestNeed).That(DeclineProposal.IsKey(request.Proposal), "proposal", "“proposal” must be the key of a proposal.").Done();
        await db.NameOf(customer, cancel);
        var (said, channel) = request.SourceMessage is { } source ? await Source(db, customer, new MessageId(source), cancel) : (null, here?.Channel);
        var toldAt = said?.At ?? now;
        var telling = new WhatWasTold(MemoryKinds.Parse(request.Kind)!.Value, request.Text!, request.ToldBy == "inferred" ? ToldBy.Inferred : ToldBy.Customer, toldAt, me.Id, channel, said?.Id, request.ExpiresAt, request.Sensitive ?? false, request.Need, SaidDay.In(request.Text!, toldAt.InZone(me.Zone).Date));
        if (said is not null && request.Proposal is not null) await db.TakeUp(said.Id, request.Proposal, cancel);
        var fact = await db.Remember(customer, telling, request.Consent ?? false, now, cancel);
        await db.SaveChangesAsync(cancel);
        return Answer.Created($"/api/v1/customers/{fact.CustomerId.Value}/memories/{fact.Id.Value}", View.Of(fact));
    }

    /// <summary>Only what this customer said themselves can be where they told it.</summary>
    static async Task<(Message, Channel?)> Source(RapportDb db, CustomerId customer, MessageId id, CancellationToken cancel)
    {
        var found = await (from m in db.Messages.AsNoTracking() join c in db.Conversations on m.ConversationId equals c.Id where m.Id == id && c.CustomerId == customer && m.From == MessageFrom.Customer select new { m, c.Channel }).SingleOrDefaultAsync(cancel)
            ?? throw new NotFound("message of this customer");
        return (found.m, found.Channel);
    }
}
