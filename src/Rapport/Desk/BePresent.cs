using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Desk;

/// <summary>Who is looking at a conversation, who is typing, and how far it has been read.</summary>
public sealed class BePresent : IFeature
{
    static readonly Duration TypingLasts = Duration.FromSeconds(8);

    public sealed record Request(bool Typing);

    public sealed record ReadRequest(int Position);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPut("/desk/{number:long}/presence", Look).For(Who.Agent);
        app.MapPut("/desk/{number:long}/read", Read).For(Who.Agent);
    }

    static async Task<NoContent> Look(long number, Request request, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var conversation = await db.ToRead(number, cancel);
        // The customer sees that somebody writes to them, so it is somebody who may.
        var writes = request.Typing && await db.SpeakingIn(conversation, me, time.Now(), cancel) is not null;
        await db.See(conversation.Id, number, $"person:{me.Id.Value}", me.Name, writes, time, cancel);
        return Answer.Nothing;
    }

    static async Task<NoContent> Read(long number, ReadRequest request, RapportDb db, CancellationToken cancel)
    {
        var conversation = await db.ToChange(number, cancel);
        conversation.ReadTo(request.Position, byCustomer: false);
        if (db.Entry(conversation).State is EntityState.Modified)
        {
            db.Touch($"presence:{number}");
            db.Touch(Views.ReadTopic);
        }
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    public static Duration TypingFor => TypingLasts;
}

public static class Presences
{
    /// <summary>Somebody is here. Others are told when that is news, not at every sign of life.</summary>
    public static async Task See(this RapportDb db, ConversationId conversation, long number, string who, string name, bool typing, TimeProvider time, CancellationToken cancel)
    {
        var now = time.Now();
        Instant? until = typing ? now + BePresent.TypingFor : null;
        var before = await db.Presences.SingleOrDefaultAsync(p => p.ConversationId == conversation && p.Who == who, cancel);
        var news = before is null || before.SeenAt < now - Presence.Lasts || (before.TypingUntil > now) != typing;
        if (before is null) db.Add(new Presence { ConversationId = conversation, Who = who, Name = name, SeenAt = now, TypingUntil = until });
        else (before.Name, before.SeenAt, before.TypingUntil) = (name, now, until);
        if (news) db.Touch($"presence:{number}");
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Who else is here now.</summary>
    public static Task<List<Presence>> Here(this RapportDb db, ConversationId conversation, string except, Instant now, CancellationToken cancel)
    {
        var since = now - Presence.Lasts;
        return db.Presences.AsNoTracking().Where(p => p.ConversationId == conversation && p.Who != except && p.SeenAt > since).OrderBy(p => p.Name).ToListAsync(cancel);
    }
}
