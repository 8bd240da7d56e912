using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Customers;
using Rapport.Desk;
using Rapport.Foundation;

namespace Rapport.Handovers;

/// <summary>The owner offers a conversation to somebody or to the team, and has it until somebody joins. A lead fetches one from an owner who is away.</summary>
public sealed class OfferHandover : IFeature
{
    // To: A person's id or mail address, “team”, or for a lead “me”.
    // OverrideBecause: Why it can't wait for a yes. It is counted.
    public sealed record Request(string? To, JsonElement? Brief, string? Reason, string? Missing, string? Introduction, Instant? AnswerBy, string? OverrideBecause,
        string? Asked, string? Found, string? Promised, string? Done, string? ToDo, string? SaidTwice, string? Words);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/conversations/{number:long}/handover", Show).For(Who.Agent);
        foreach (var route in new[] { "/api/v1/conversations/{number:long}/handover", "/desk/{number:long}/handover" })
        {
            app.MapPost(route, Offer).For(Who.Agent);
            app.MapDelete(route, (long number, Me me, RapportDb db, TimeProvider time, CancellationToken cancel) => Done(number, Step.Withdraw, me, db, time, cancel)).For(Who.Agent);
            app.MapPost(route + "/join", (long number, Me me, RapportDb db, TimeProvider time, CancellationToken cancel) => Done(number, Step.Join, me, db, time, cancel)).For(Who.Agent);
            app.MapPost(route + "/release", (long number, Me me, RapportDb db, TimeProvider time, CancellationToken cancel) => Done(number, Step.Release, me, db, time, cancel)).For(Who.Agent);
            app.MapPost(route + "/decline", (long number, Me me, RapportDb db, TimeProvider time, CancellationToken cancel) => Done(number, Step.Decline, me, db, time, cancel)).For(Who.Agent);
        }
        app.MapPost("/desk/{number:long}/handover/acknowledgement", Acknowledge).For(Who.Agent);
    }

    static async Task<Answer<HandoverView>> Done(long number, Step step, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        if (step is Step.Release) await db.SendWhatIsHeld(number, me, time, cancel);
        var handover = await db.Move(number, step, me, time, cancel);
        await db.SaveChangesAsync(cancel);
        return Answer.Ok(await HandoverView.Of(db, handover, cancel));
    }

    static async Task<Answer<HandoverView>> Show(long number, RapportDb db, CancellationToken cancel)
    {
        var conversation = await db.ToRead(number, cancel);
        var last = await db.Handovers.AsNoTracking().Where(h => h.ConversationId == conversation.Id).OrderByDescending(h => h.Id).FirstOrDefaultAsync(cancel) ?? throw new NotFound("handover in this conversation");
        return Answer.Ok(await HandoverView.Of(db, last, cancel));
    }

    static async Task<Created<HandoverView>> Offer(long number, Request request, Me me, RapportDb db, Lines lines, TimeProvider time, CancellationToken cancel)
    {
        var now = time.Now();
        var check = new Check().Text("to", request.To, 254).Why(request.Reason, request.Missing).AtMost("introduction", request.Introduction, 120).AtMost("override_because", request.OverrideBecause, 500)
            .That(request.AnswerBy is null || request.AnswerBy > now, "answer_by", "By when you want an answer is past. Give a later time, or leave it out.");
        var brief = Given(request, check);
        check.Done();
        var conversation = await db.ToChange(number, cancel);
        await Refuse(db, conversation, cancel);
        var (reason, missing) = Reasons.Of(request.Reason!, request.Missing);
        var fetches = conversation.OwnerId != me.Id;
        if (fetches) await RefuseFetch(db, conversation, request, me, lines, cancel);
        var sender = await db.People.SingleAsync(p => p.Id == conversation.OwnerId, cancel);
        var to = fetches ? await db.People.SingleAsync(p => p.Id == me.Id, cancel) : request.To == "team" ? null : await db.Colleague(request.To!, me, cancel);
        var overrides = !string.IsNullOrWhiteSpace(request.OverrideBecause);
        if (overrides && !fetches) Refusal.If(to is null || (Handover.IsLive(conversation.Channel) && !lines.IsHere(to.Id)), $"{to?.Name ?? "The team"} isn't here, and {await db.NameOf(conversation.CustomerId, cancel)} would be alone. Offer it instead, or give it to somebody who is here.");

        var offer = new Offering.Terms(reason, missing, Given(request.Introduction), request.AnswerBy, SawLines: lines.IsHere(sender.Id) || (to is not null && lines.IsHere(to.Id)), Tells: !fetches && !overrides);
        var handover = await db.Offer(conversation, sender, to, offer, brief, me.Id, now, cancel);

        if (fetches && !overrides) handover.Fetch(conversation, sender, to!, now);
        if (overrides) await db.Move(conversation, handover, Step.Override, to!.Id, now, cancel, request.OverrideBecause!.Trim());
        else if (fetches) await db.Tell(conversation, Sentences.Fetched(sender.Persona, to!.Persona), now, cancel);
        if (handover.EndedAt is null) db.Add(Moving.Due(handover));
        else if (!overrides) await Moving.AskWhetherRepeated(db, conversation, now, cancel);
        await db.SaveChangesAsync(cancel);
        return Answer.Created($"/api/v1/conversations/{number}/handover", await HandoverView.Of(db, handover, cancel));
    }

    static async Task Refuse(RapportDb db, Conversation conversation, CancellationToken cancel)
    {
        Refusal.If(conversation.Status is Status.Resolved, "This conversation is resolved. Reopen it before you hand it over.");
        if (conversation.OwnerId is null) throw Refusal.Conflict("Nobody has this yet, so there is nothing to hand over. Whoever wants it takes it.", "unowned");
        if (await db.OpenHandover(conversation.Id, cancel) is not null) throw Refusal.Conflict("This is being handed over already. Withdraw that first.", "handover-open");
    }

    /// <summary>From somebody else only a lead may fetch it, for themselves, and only when the owner is away or it can't wait.</summary>
    static async Task RefuseFetch(RapportDb db, Conversation conversation, Request request, Me me, Lines lines, CancellationToken cancel)
    {
        var owner = await db.OwnerName(conversation, cancel);
        Refusal.If(me.Role < Role.Lead, $"Only {owner}, who has it, can hand it over. If {owner} is away, ask a lead to fetch it.", "not-yours");
        var forMe = request.To == "me" || request.To == me.Id.Value.ToString() || (request.To!.Contains('@', StringComparison.Ordinal) && await db.People.AnyAsync(p => p.Id == me.Id && p.Email == Person.Normal(request.To), cancel));
        Refusal.If(!forMe, $"{owner} has this. You may fetch it for yourself (“to”: “me”), and hand it over from there.", "not-yours");
        var away = lines.IsAway(conversation.OwnerId!.Value, await db.IsCovered(conversation.OwnerId.Value, cancel));
        Refusal.If(!away && string.IsNullOrWhiteSpace(request.OverrideBecause), $"{owner} is here. Ask them to hand it over, or say why it can't wait.", "owner-is-here");
    }

    static async Task<NoContent> Acknowledge(long number, Me me, RapportDb db, CancellationToken cancel)
    {
        var conversation = await db.ToChange(number, cancel);
        foreach (var seen in await db.Handovers.Where(h => h.ConversationId == conversation.Id && h.SenderId == me.Id && h.EndedAt != null && !h.Acknowledged).ToListAsync(cancel)) seen.Acknowledged = true;
        db.Touch($"conversation:{number}");
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static Dictionary<BriefField, string[]> Given(Request r, Check check)
    {
        var brief = new Dictionary<BriefField, string[]>(Brief.Read(r.Brief, check));
        foreach (var (field, text) in new[] { (BriefField.Asked, r.Asked), (BriefField.Found, r.Found), (BriefField.Promised, r.Promised), (BriefField.Done, r.Done), (BriefField.ToDo, r.ToDo), (BriefField.SaidTwice, r.SaidTwice), (BriefField.Words, r.Words) })
        {
            check.AtMost(Brief.Fields.Single(f => f.Field == field).Name, text, Brief.Longest);
            if (text is not null) brief[field] = Brief.Split(text);
        }
        return brief;
    }

    static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
