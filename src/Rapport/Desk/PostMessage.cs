using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Customers;
using Rapport.Foundation;
using Rapport.Foundation.Search;

namespace Rapport.Desk;

/// <summary>A program passes on what the customer said, or what the desk answered. Durable when answered.</summary>
public sealed class PostMessage : IFeature
{
    public sealed record Request(string? From, string? Body, Instant? OccurredAt, int? Seen, IReadOnlyList<AttachmentId>? Attachments = null);

    public sealed record View(MessageId Id, int Position, Instant At, MessageFrom From, AuthorView Author, string? Subject, string Body, string? Html, string? Quoted, IReadOnlyList<Attach.View> Attachments)
    {
        public static View Of(Message m, Original? original = null, IReadOnlyList<Attach.View>? attachments = null) =>
            new(m.Id, m.Position, m.At, m.From, new(m.Author, original?.Address), original?.Subject, m.Body, original?.Html, original?.Quoted, attachments ?? []);
    }

    public sealed record AuthorView(string Name, string? Address = null);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/api/v1/conversations/{number:long}/messages", Handle).For(Who.Agent);
        app.MapGet("/api/v1/conversations/{number:long}/messages", List).For(Who.Agent);
    }

    static async Task<Created<View>> Handle(long number, Request request, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var now = time.Now();
        var at = request.OccurredAt ?? now;
        new Check().Text("body", request.Body, Conversation.LongestBody)
            .That(request.From is "customer" or "agent", "from", "“from” must say who speaks: customer or agent.")
            .Happened("occurred_at", request.OccurredAt, now).Done();
        var conversation = await db.ToChange(number, cancel);
        var message = request.From == "customer"
            ? await db.Hear(conversation, request.Body!, at, cancel)
            : await db.Say(conversation, me, request.Body!, request.Seen, at, cancel);
        if (request.OccurredAt is null) db.ToBeSent(conversation, message);
        var files = await Attach.Mine(db, conversation.Id, me.Id, request.Attachments, cancel);
        foreach (var file in files) file.MessageId = message.Id;

        await db.SaveChangesAsync(cancel);
        return Answer.Created($"/api/v1/conversations/{number}/messages/{message.Id.Value}", View.Of(message, attachments: files.ConvertAll(Attach.View.Of)));
    }

    static async Task<Answer<PageOf<View>>> List(long number, int? limit, int? after, RapportDb db, CancellationToken cancel)
    {
        var conversation = await db.ToRead(number, cancel);
        var page = Paging.Limit(limit);
        var messages = await db.Messages.AsNoTracking().Where(m => m.ConversationId == conversation.Id && m.Position > (after ?? 0)).OrderBy(m => m.Position).Take(page + 1).ToListAsync(cancel);
        var attachments = await Attach.Of(db, conversation.Id, cancel);
        var originals = await db.OriginalsOf(conversation.Id, cancel);
        return Paging.Page(messages, page, m => m.Position, m => View.Of(m, originals.GetValueOrDefault(m.Id), [.. attachments[m.Id]]));
    }
}

public static class Saying
{
    /// <summary>The customer speaks; what was resolved opens again. Who says what they are called is called that.</summary>
    public static async Task<Message> Hear(this RapportDb db, Conversation conversation, string body, Instant at, CancellationToken cancel, MessageId? id = null, string? called = null)
    {
        await db.ReopenIfResolved(conversation, at, cancel);
        var message = conversation.Hear(called ?? await db.NameOf(conversation.CustomerId, cancel), body, at, id);
        db.AddMessage(message);
        return message;
    }

    /// <summary>The desk speaks, if this person may, unless somebody said something that its writer has not seen.</summary>
    public static async Task<Message> Say(this RapportDb db, Conversation conversation, Me me, string body, int? seen, Instant at, CancellationToken cancel)
    {
        Refusal.If(conversation.Status is Status.Resolved, "This conversation is resolved. Reopen it before you write.");
        var speaker = await db.MustSpeakIn(conversation, me, at, cancel);
        if (seen is { } position) await db.StopIfStale(conversation, me.Id, position, cancel);
        var message = conversation.Say(speaker, body, at);
        db.AddMessage(message);
        await db.KeepUpdates(conversation, me.Id, at, cancel);
        await db.WriteBack(conversation, me.Id, at, cancel);
        return message;
    }

    /// <summary>Puts a message into the thread and into the index.</summary>
    public static void AddMessage(this RapportDb db, Message message)
    {
        db.Add(message);
        db.Add(new SearchEntry { Kind = "message", Conversation = message.ConversationId.Value, Message = message.Id.Value, Words = Words.ToIndex(message.Body) });
    }

    public sealed record Newer(string Who, Instant At, string Body);

    /// <summary>What others wrote since.</summary>
    public static async Task<List<Newer>> WrittenSince(this RapportDb db, ConversationId conversation, PersonId me, int seen, CancellationToken cancel)
    {
        var messages = await db.Messages.Where(m => m.ConversationId == conversation && m.Position > seen && m.PersonId != me).Select(m => new { m.Position, m.Author, m.At, m.Body }).ToListAsync(cancel);
        var notes = await db.Notes.Where(n => n.ConversationId == conversation && n.Position > seen && n.PersonId != me).Select(n => new { n.Position, n.Author, n.At, n.Body }).ToListAsync(cancel);
        return [.. messages.Concat(notes).OrderBy(m => m.Position).Select(m => new Newer(m.Author, m.At, m.Body))];
    }

    public static async Task StopIfStale(this RapportDb db, Conversation conversation, PersonId me, int seen, CancellationToken cancel)
    {
        if (seen >= conversation.Position) return;
        var newer = await db.WrittenSince(conversation.Id, me, seen, cancel);
        if (newer.Count == 0) return;
        throw new Refusal($"{string.Join(" and ", newer.Select(n => n.Who).Distinct(StringComparer.Ordinal))} wrote while you were writing. Your words are kept; look first, then send.", "stale-reply", 409)
        { Extra = { ["newer"] = newer.Select(n => new { who = n.Who, at = n.At.Rfc3339(), body = n.Body }).ToArray(), ["seen"] = conversation.Position } };
    }
}
