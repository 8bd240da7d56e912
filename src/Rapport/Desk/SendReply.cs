using Microsoft.EntityFrameworkCore;
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
        var anyway = request.Anyway ?? false;
        if (!anyway) await db.StopIfStale(conversation, me.Id, request.Seen ?? 0, cancel);

        var attachments = await Attach.Mine(db, conversation.Id, me.Id, request.Attachments, cancel);
        var now = time.Now();
        var reply = new HeldReply
        {
            ConversationId = conversation.Id,
            PersonId = me.Id,
            Body = request.Body!,
            Anyway = anyway,
            SendAt = now + HeldReply.Hold,
            Seen = anyway ? conversation.Position : request.Seen ?? 0,
            Attachments = string.Join(',', attachments.Select(a => a.Id.Value)),
        };
        db.Add(reply);
        var due = new ReplyDue(reply.Id, number, await db.SpeakingIn(conversation.Id, me, cancel));
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
        var files = await Attach.Mine(db, conversation.Id, me.Id, [.. Ids(held)], cancel);
        return Answer.Ok(new { body = held.Body, attachments = files.Select(Attach.View.Of) });
    }

    internal static IEnumerable<AttachmentId> Ids(HeldReply held) => held.Attachments.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(id => new AttachmentId(Guid.Parse(id)));
}

public sealed record ReplyDue(Guid Reply, long Number, Me By) : IFact
{
    public Subjects About => default;
}

/// <summary>The ten seconds are over: the reply goes out, or comes back because somebody wrote meanwhile.</summary>
public sealed class DeliverReply(RapportDb db, TimeProvider time) : IWhen<ReplyDue>
{
    public async Task Handle(ReplyDue fact, CancellationToken cancel)
    {
        var held = await db.HeldReplies.SingleOrDefaultAsync(h => h.Id == fact.Reply, cancel);
        if (held is null) return; // taken back, or sent before
        var conversation = await db.ToChange(fact.Number, cancel);
        db.Actor.Name = $"person:{held.PersonId.Value}";
        var stale = conversation.Status is Status.Resolved || (await db.WrittenSince(conversation.Id, held.PersonId, held.Seen, cancel)).Count > 0;
        if (stale)
        {
            await db.PutBack(conversation, held, stopped: true, time, cancel);
        }
        else
        {
            var message = conversation.Say(fact.By, held.Body, time.Now());
            db.AddMessage(message);
            foreach (var file in await Attach.Mine(db, conversation.Id, held.PersonId, [.. SendReply.Ids(held)], cancel)) file.MessageId = message.Id;
            db.Remove(held);
        }
        await db.SaveChangesAsync(cancel);
    }
}

static class HeldReplies
{
    /// <summary>The words become a draft again, before those that were begun since; nothing is lost.</summary>
    public static async Task PutBack(this RapportDb db, Conversation conversation, HeldReply held, bool stopped, TimeProvider time, CancellationToken cancel)
    {
        var begun = await db.Drafts.Where(d => d.ConversationId == conversation.Id && d.PersonId == held.PersonId && d.Kind == "reply").Select(d => d.Body).SingleOrDefaultAsync(cancel);
        var body = begun is null || held.Body.Contains(begun, StringComparison.Ordinal) ? held.Body : $"{held.Body}\n\n{begun}";
        await db.KeepDraft(conversation.Id, held.PersonId, "reply", body, held.Seen, stopped, time, cancel);
        db.Remove(held);
        db.Record(new ReplyTakenBack(conversation.Id, conversation.Number, conversation.CustomerId, held.PersonId, stopped));
    }
}
