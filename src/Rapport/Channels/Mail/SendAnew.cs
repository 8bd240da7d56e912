using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Desk;
using Rapport.Foundation;

namespace Rapport.Channels.Mail;

/// <summary>An answer that did not arrive is changed and sent anew, or its writer has read that it did not.</summary>
public sealed class SendAnew : IFeature
{
    public sealed record Form
    {
        public string? To { get; init; }
        public string? Body { get; init; }
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/desk/{number:long}/letters/{letter}/sending", Send).For(Who.Agent).DisableAntiforgery();
        app.MapPost("/desk/{number:long}/letters/{letter}/seen", Seen).For(Who.Agent);
    }

    static async Task<IResult> Send(long number, OutgoingLetterId letter, [FromForm] Form form, Me me, RapportDb db, Seals seals, TimeProvider time, CancellationToken cancel)
    {
        new Check().Text("to", form.To, Correspondent.LongestAddress).Email("to", form.To?.Trim()).Text("body", form.Body, Conversation.LongestBody).Done();
        var conversation = await db.ToChange(number, cancel);
        var now = time.Now();
        await db.MustSpeakIn(conversation, me, now, cancel);
        var old = await Find(db, conversation, letter, cancel);
        Refusal.If(old.State is not (OutgoingState.Refused or OutgoingState.Bounced), "It has not failed, so it is not sent a second time.", "not-failed");
        Refusal.If(old.MessageId is null, "This is no answer of somebody's.", "no-answer");
        old.Replace(now);
        var mailbox = await db.Mailboxes.SingleOrDefaultAsync(m => m.Id == old.MailboxId && m.RemovedAt == null, cancel) ?? await db.MailboxFor(null, cancel);
        var to = Correspondent.Of(old.Sheet.To.Count > 0 ? old.Sheet.To[0].Name : null, form.To);
        var anew = new OutgoingLetter
        {
            ConversationId = conversation.Id,
            MessageId = old.MessageId,
            Revision = old.Revision + 1,
            PersonId = me.Id,
            MailboxId = mailbox?.Id,
            InternetId = await seals.MessageId(db, old.MessageId!.Value, old.Revision + 1, mailbox?.Address ?? "desk@localhost", cancel),
            Recipient = to.Address,
            Sheet = old.Sheet with { To = [to], Body = form.Body! },
            QueuedAt = now,
            DueAt = now,
        };
        anew.Queue(conversation);
        db.Add(anew);
        await Reword(db, old.MessageId.Value, form.Body!, cancel);
        await db.SaveChangesAsync(cancel);
        return Results.Redirect($"/desk/{number}");
    }

    /// <summary>The thread shows what was sent in the end.</summary>
    static async Task Reword(RapportDb db, MessageId id, string body, CancellationToken cancel)
    {
        var message = await db.Messages.SingleAsync(m => m.Id == id, cancel);
        if (message.Body == body) return;
        message.Body = body;
        var entry = await db.SearchEntries.SingleOrDefaultAsync(e => e.Kind == "message" && e.Message == id.Value, cancel);
        if (entry is not null) entry.Words = Foundation.Search.Words.ToIndex(body);
    }

    static async Task<IResult> Seen(long number, OutgoingLetterId letter, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var conversation = await db.ToChange(number, cancel);
        var outgoing = await Find(db, conversation, letter, cancel);
        Refusal.If(outgoing.PersonId != me.Id && conversation.OwnerId != me.Id, "This is for whoever wrote it.", "not-yours");
        outgoing.Acknowledge(time.Now());
        db.Touch("mail");
        await db.SaveChangesAsync(cancel);
        return Results.Redirect($"/desk/{number}");
    }

    static async Task<OutgoingLetter> Find(RapportDb db, Conversation conversation, OutgoingLetterId letter, CancellationToken cancel) =>
        await db.OutgoingLetters.SingleOrDefaultAsync(o => o.Id == letter && o.ConversationId == conversation.Id, cancel) ?? throw new NotFound("letter");
}
