using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Customers;
using Rapport.Foundation;
using Rapport.Roles;

namespace Rapport.Desk;

/// <summary>One line of a thread, in the order of the conversation.</summary>
public abstract record ThreadItem(Instant At)
{
    public sealed record Said(Message Message, IReadOnlyList<Attach.View> Files, bool ReadByOtherSide) : ThreadItem(Message.At);

    public sealed record Noted(Note Note, IReadOnlyList<Attach.View> Files) : ThreadItem(Note.At);

    /// <summary>Something that happened to the conversation, as a sentence.</summary>
    public sealed record Happened(string Sentence, Instant At) : ThreadItem(At);

    /// <summary>What the house told the customer: both sides see it.</summary>
    public sealed record WasTold(Told Told) : ThreadItem(Told.At);

    /// <summary>A reply on its way; its writer may take it back until <see cref="HeldReply.SendAt"/>.</summary>
    public sealed record Held(HeldReply Reply, string Author, bool IsMine) : ThreadItem(Reply.SendAt);
}

/// <summary>All that the screen shows of one conversation.</summary>
public sealed record OpenConversationView(
    Conversation Conversation, Customer Customer, Me Me, string? OwnerName, string? OwnerPersona, ContactType? ContactType, IReadOnlyList<Finding.StepState> Steps,
    IReadOnlyList<ThreadItem> Thread, bool HasEarlier, Draft? Reply, Draft? Note, IReadOnlyList<Promise> Promises, IReadOnlyList<OpenConversationView.Earlier> Others,
    IReadOnlyList<Presence> Here, IReadOnlyList<ContactType> ContactTypes, Instant? ResolvedAt, Instant Now, int Shown, string? SpeaksAs = null, Instant? LineLostAt = null, Understanding? Understood = null, TheirWord? TheirWord = null, IReadOnlyList<Attach.View>? Unsent = null)
{
    /// <summary>The files of an unfinished answer, as the page's script takes them up again.</summary>
    public string? FilesOf(Draft? draft)
    {
        var ids = Attach.Ids(draft?.Attachments ?? "");
        var its = (Unsent ?? []).Where(f => ids.Contains(f.Id)).ToList();
        return its.Count == 0 ? null : System.Text.Json.JsonSerializer.Serialize(its.Select(f => new { id = f.Id.Value, name = f.Name, size = f.Size }));
    }

    /// <summary>So many messages are shown at first, so many more when asked, and never more than the last.</summary>
    public const int Usual = 100, More = 400, Most = 10_000;
    const int OthersShown = 8;

    /// <summary>Which of it somebody wants: a part of the screen that is fetched again needs little of it.</summary>
    [Flags]
    public enum Need { Head = 0, Thread = 1, Writing = 2, Person = 4, All = Thread | Writing | Person }

    public sealed record Earlier(long Number, string Subject, Status Status, Instant UpdatedAt);

    /// <summary>What whoever ends a colleague's conversation is asked first.</summary>
    public string? AskBefore(string ending) => Conversation.OwnerId is null || Conversation.OwnerId == Me.Id ? null : $"{OwnerName} has this conversation. {ending} it all the same?";

    public int StepsLeft => Steps.Count(s => !s.Done && !s.Step.Retired);

    public static async Task<OpenConversationView> Load(RapportDb db, long number, Me me, Instant now, CancellationToken cancel, int? asked = null, Need need = Need.All)
    {
        var shown = Math.Clamp(asked ?? Usual, Usual, Most);
        await db.StayOpen(cancel);
        var there = await Look(db, number, me, cancel);
        var c = there.Conversation;
        var customer = await db.Customers.AsNoTracking().Include(x => x.Addresses).SingleAsync(x => x.Id == c.CustomerId, cancel);
        var owner = c.OwnerId is { } id ? (await db.Names(cancel)).GetValueOrDefault(id) : null;
        var types = await db.KnownContactTypes(cancel);
        var (thread, hasEarlier) = need.HasFlag(Need.Thread) ? await LoadThread(db, there, me, shown, cancel) : ([], false);
        var drafts = there.Drafts && need.HasFlag(Need.Writing) ? await db.Drafts.AsNoTracking().Where(d => d.ConversationId == c.Id && d.PersonId == me.Id).ToListAsync(cancel) : [];
        var unsent = await Attach.Unsent(db, c.Id, me.Id, [.. drafts.SelectMany(d => Attach.Ids(d.Attachments))], cancel);
        var others = !there.Others || !need.HasFlag(Need.Person) ? [] : await db.Conversations.AsNoTracking().Where(o => o.CustomerId == c.CustomerId && o.Id != c.Id).OrderByDescending(o => o.UpdatedAt).Take(OthersShown).Select(o => new Earlier(o.Number, o.Subject, o.Status, o.UpdatedAt)).ToListAsync(cancel);
        var resolved = c.Status is Status.Open ? (Instant?)null : await db.Resolutions.Where(r => r.ConversationId == c.Id && r.ReopenedAt == null).Select(r => (Instant?)r.At).FirstOrDefaultAsync(cancel);
        var asks = need.HasFlag(Need.Writing) && c.Status is Status.Open && c.OwnerId is not null && c.OwnerId != me.Id;
        return new(c, customer, me, owner?.Name, owner?.Persona, types.SingleOrDefault(t => t.Id == c.ContactTypeId), need is Need.Thread or Need.Writing ? [] : await db.Steps(c, cancel), thread, hasEarlier,
            drafts.SingleOrDefault(d => d.Kind == "reply"), drafts.SingleOrDefault(d => d.Kind == "note"),
            !there.Promises || !need.HasFlag(Need.Person) ? [] : await db.Promises.AsNoTracking().Where(p => p.ConversationId == c.Id).OrderBy(p => p.DueAt).ToListAsync(cancel),
            others, there.Looks && need is Need.All ? await db.Here(c.Id, $"person:{me.Id.Value}", now, cancel) : [], types, resolved, now, shown,
            asks ? await db.SpeaksAs(c.Id, me.Id, now, cancel) : null, need is Need.All && c.Channel is Channel.Chat ? await db.LineLostAt(c.Id, cancel) : null,
            there.Understood && need.HasFlag(Need.Person) ? await db.Understandings.AsNoTracking().SingleOrDefaultAsync(u => u.ConversationId == c.Id, cancel) : null,
            need.HasFlag(Need.Person) ? await db.TheirWordOn(c, me.Zone, cancel) : null, unsent.ConvertAll(Attach.View.Of));
    }

    /// <summary>A conversation, and what of the rest there is: most have little of it, and each question costs as much as its answer.</summary>
    sealed record There(Conversation Conversation, bool Notes, bool Files, bool Held, bool Drafts, bool Promises, bool Others, bool Looks, bool Told, bool Understood);

    static async Task<There> Look(RapportDb db, long number, Me me, CancellationToken cancel) => await db.Conversations.AsNoTracking().Where(c => c.Number == number).Select(c => new There(
        c,
        db.Notes.Any(n => n.ConversationId == c.Id),
        db.Attachments.Any(a => a.ConversationId == c.Id),
        db.HeldReplies.Any(h => h.ConversationId == c.Id),
        db.Drafts.Any(d => d.ConversationId == c.Id && d.PersonId == me.Id),
        db.Promises.Any(p => p.ConversationId == c.Id),
        db.Conversations.Any(o => o.CustomerId == c.CustomerId && o.Id != c.Id),
        db.Presences.Any(p => p.ConversationId == c.Id),
        db.Told.Any(t => t.ConversationId == c.Id),
        db.Understandings.Any(u => u.ConversationId == c.Id))).SingleOrDefaultAsync(cancel) ?? throw new NotFound("conversation");

    static async Task<(List<ThreadItem> Items, bool HasEarlier)> LoadThread(RapportDb db, There there, Me me, int shown, CancellationToken cancel)
    {
        var c = there.Conversation;
        var messages = await db.Messages.AsNoTracking().Where(m => m.ConversationId == c.Id).OrderByDescending(m => m.Position).Take(shown + 1).ToListAsync(cancel);
        var hasEarlier = messages.Count > shown;
        messages = [.. messages.Take(shown)];
        var first = hasEarlier ? messages[^1].Position : 0;
        var from = hasEarlier ? messages[^1].At : Instant.MinValue;
        var notes = !there.Notes ? [] : await db.Notes.AsNoTracking().Where(n => n.ConversationId == c.Id && n.Position >= first).ToListAsync(cancel);
        var files = !there.Files ? [] : await db.Attachments.AsNoTracking().Where(a => a.ConversationId == c.Id && (a.MessageId != null || a.NoteId != null)).OrderBy(a => a.Id).ToListAsync(cancel);
        var ofMessage = files.ToLookup(f => f.MessageId, Attach.View.Of);
        var ofNote = files.ToLookup(f => f.NoteId, Attach.View.Of);
        var items = messages.Select(m => (m.Position, Item: (ThreadItem)new ThreadItem.Said(m, [.. ofMessage[m.Id]], m.Position <= (m.From is MessageFrom.Agent ? c.ReadByCustomer : c.ReadByDesk))))
            .Concat(notes.Select(n => (n.Position, Item: (ThreadItem)new ThreadItem.Noted(n, [.. ofNote[n.Id]]))))
            .OrderBy(x => x.Position).Select(x => x.Item).ToList();
        items.AddRange((await Happenings.Of(db, c.Id, cancel)).Where(h => h.At >= from));
        if (there.Told) items.AddRange((await db.Told.AsNoTracking().Where(t => t.ConversationId == c.Id).OrderBy(t => t.Position).ToListAsync(cancel)).Where(t => t.At >= from).Select(t => new ThreadItem.WasTold(t)));
        items = [.. items.OrderBy(i => i.At)];
        var held = !there.Held ? [] : await db.HeldReplies.AsNoTracking().Where(h => h.ConversationId == c.Id).OrderBy(h => h.SendAt).ToListAsync(cancel);
        var names = await db.Names(cancel);
        items.AddRange(held.Select(h => new ThreadItem.Held(h, names.GetValueOrDefault(h.PersonId)?.Persona ?? "Somebody", h.PersonId == me.Id)));
        return (items, hasEarlier);
    }
}
