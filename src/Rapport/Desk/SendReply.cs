using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Desk;

/// <summary>Somebody answers from the desk. The reply is held for ten seconds, in which its writer may take it back.</summary>
public sealed class SendReply : IFeature
{
    public sealed record Request(string? Body, int? Seen, bool? Anyway, IReadOnlyList<AttachmentId>? Attachments);

    public sealed record Held(Guid Id, NodaTime.Instant SendAt);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/desk/{number:long}/replies", Send).For(Who.Agent);
        app.MapDelete("/desk/{number:long}/replies/{reply:guid}", TakeBack).For(Who.Agent);
    }

    static async Task<Accepted<Held>> Send(long number, Request request, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        new Check().Text("body", request.Body, Conversation.LongestBody).Done();
        var conversation = await db.ToChange(number, cancel);
        Refusal.If(conversation.Status is Status.Resolved, "This conversation is resolved. Reopen it before you write.");
        var now = time.Now();
        await db.MustSpeakIn(conversation, me, now, cancel);
        var anyway = request.Anyway ?? false;
        if (!anyway) await db.StopIfStale(conversation, me.Id, request.Seen ?? 0, cancel);

        var attachments = await Attach.Mine(db, conversation.Id, me.Id, request.Attachments, cancel);
        var reply = new HeldReply
        {
            ConversationId = conversation.Id,
            PersonId = me.Id,
            Body = request.Body!,
            Anyway = anyway,
            SendAt = now + HeldReply.Hold,
            Seen = anyway ? conversation.Position : request.Seen ?? 0,
            Attachments = Attach.Join(attachments.Select(a => a.Id)),
        };
        db.Add(reply);
        var due = new ReplyDue(reply.Id, number, me);
        db.Add(Errands.Later<ReplyDue, DeliverReply>(due, reply.SendAt));
        db.Record(new ReplyHeld(conversation.Id, number, conversation.CustomerId, me.Id, reply.SendAt));
        await db.DropDraft(conversation.Id, me.Id, "reply", cancel);
        await db.SaveChangesAsync(cancel);
        return Answer.Accepted(new Held(reply.Id, reply.SendAt));
    }

    static async Task<Answer> TakeBack(long number, Guid reply, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var conversation = await db.ToChange(number, cancel);
        var held = await db.HeldReplies.SingleOrDefaultAsync(h => h.Id == reply && h.ConversationId == conversation.Id && h.PersonId == me.Id, cancel);
        Refusal.If(held is null, "It has been sent already.", "sent");

        await db.PutBack(conversation, held, stopped: false, time, cancel);

        await db.SaveChangesAsync(cancel);
        var files = await Attach.Unsent(db, conversation.Id, me.Id, Attach.Ids(held.Attachments), cancel);
        return Answer.Ok(new { body = held.Body, attachments = files.Select(Attach.View.Of) });
    }
}

public sealed record ReplyDue(Guid Reply, long Number, Me By) : IFact
{
    public Subjects About => default;
}

/// <summary>The ten seconds are over: the reply goes out, and the matter ends where its writer wanted that; or it comes back because somebody wrote meanwhile or its writer may not speak here any more.</summary>
public sealed class DeliverReply(RapportDb db, TimeProvider time) : IWhen<ReplyDue>
{
    public async Task Handle(ReplyDue fact, CancellationToken cancel)
    {
        var held = await db.HeldReplies.SingleOrDefaultAsync(h => h.Id == fact.Reply, cancel);
        if (held is null) return; // taken back, or sent before
        var conversation = await db.ToChange(fact.Number, cancel);
        db.Actor.Name = $"person:{held.PersonId.Value}";
        var now = time.Now();
        var gone = await db.SpeakingIn(conversation, fact.By, now, cancel) is { } speaker && await db.GoesOut(conversation, held, speaker, now, cancel);
        if (!gone) await db.PutBack(conversation, held, stopped: true, time, cancel);
        await db.SaveChangesAsync(cancel);
        if (gone && held.Resolves) await EndIfItMay(conversation, fact.By, now, cancel);
    }

    /// <summary>What has come up since it was wished for (a step, a promise, another answer on its way) leaves it open, as everybody sees in the list.</summary>
    async Task EndIfItMay(Conversation conversation, Me by, Instant now, CancellationToken cancel)
    {
        try { await Resolve.End(db, conversation, by, now, cancel); }
        catch (Refusal) { return; }
        await db.SaveChangesAsync(cancel);
    }
}

public static class HeldReplies
{
    /// <summary>Whoever leaves takes nothing back any more, so what they have just written goes out first.</summary>
    public static async Task SendWhatIsHeld(this RapportDb db, long number, Me me, TimeProvider time, CancellationToken cancel)
    {
        var conversation = await db.ToChange(number, cancel);
        var now = time.Now();
        foreach (var held in await db.HeldReplies.Where(h => h.ConversationId == conversation.Id && h.PersonId == me.Id).OrderBy(h => h.SendAt).ToListAsync(cancel))
            if (!await db.GoesOut(conversation, held, await db.MustSpeakIn(conversation, me, now, cancel), now, cancel)) throw Refusal.Conflict("Somebody wrote while your reply was on its way. Look first, then leave.", "stale-reply");
    }

    /// <summary>Becomes a message, unless somebody wrote meanwhile.</summary>
    internal static async Task<bool> GoesOut(this RapportDb db, Conversation conversation, HeldReply held, Me speaker, Instant now, CancellationToken cancel)
    {
        if (conversation.Status is Status.Resolved || (await db.WrittenSince(conversation.Id, held.PersonId, held.Seen, cancel)).Count > 0) return false;
        var message = conversation.Say(speaker, held.Body, now);
        db.AddMessage(message);
        db.ToBeSent(conversation, message);
        // One that went somewhere else meanwhile keeps no answer back.
        foreach (var file in await Attach.Unsent(db, conversation.Id, held.PersonId, Attach.Ids(held.Attachments), cancel)) file.MessageId = message.Id;
        db.Remove(held);
        await db.KeepUpdates(conversation, held.PersonId, now, cancel);
        await db.WriteBack(conversation, held.PersonId, now, cancel);
        return true;
    }

    /// <summary>The words become a draft again with their files, before those that were begun since; nothing is lost.</summary>
    internal static async Task PutBack(this RapportDb db, Conversation conversation, HeldReply held, bool stopped, TimeProvider time, CancellationToken cancel)
    {
        var begun = await db.Drafts.Where(d => d.ConversationId == conversation.Id && d.PersonId == held.PersonId && d.Kind == "reply").Select(d => new { d.Body, d.Attachments }).SingleOrDefaultAsync(cancel);
        var body = begun is null || held.Body.Contains(begun.Body, StringComparison.Ordinal) ? held.Body : $"{held.Body}\n\n{begun.Body}";
        await db.KeepDraft(conversation.Id, held.PersonId, "reply", body, Attach.Ids(held.Attachments).Concat(Attach.Ids(begun?.Attachments ?? "")), held.Seen, stopped, time, cancel);
        db.Remove(held);
        db.Record(new ReplyTakenBack(conversation.Id, conversation.Number, conversation.CustomerId, held.PersonId, stopped));
    }
}
