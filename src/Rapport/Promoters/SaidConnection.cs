using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Desk;
using Rapport.Foundation;

namespace Rapport.Promoters;

/// <summary>“We connected”, said by whoever served, to themselves. Like a moment it announces nothing: nobody else reads it, and nobody counts it by person.</summary>
public sealed class SaidConnection
{
    public required PersonId PersonId { get; init; }
    public required ConversationId ConversationId { get; init; }
    public required Instant At { get; init; }
}

/// <summary>One quiet tap beside the conversation, for whoever likes; nothing asks for it. It is theirs to read and to take back.</summary>
public sealed class SayConnected : IFeature
{
    /// <param name="Number">Of the conversation.</param>
    /// <param name="Served">Whether they served here: nobody else can say it.</param>
    /// <param name="Connected">Whether they have said so.</param>
    public sealed record Here(long Number, bool Served, bool Connected);

    /// <summary>What one has said oneself.</summary>
    public sealed record View(bool Connected);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/conversations/{number:long}/connection", Read).For(Who.Agent);
        app.MapGet("/desk/{number:long}/connection", Show).For(Who.Agent);
        foreach (var route in new[] { "/api/v1/conversations/{number:long}/connection", "/desk/{number:long}/connection" })
        {
            app.MapPut(route, Say).For(Who.Agent);
            app.MapDelete(route, TakeBack).For(Who.Agent);
        }
    }

    static async Task<Answer<View>> Read(long number, Me me, RapportDb db, CancellationToken cancel) => Answer.Ok(new View((await Load(db, await db.ToRead(number, cancel), me, cancel)).Connected));

    static async Task<IResult> Show(long number, Me me, RapportDb db, HttpContext http, CancellationToken cancel) =>
        Fragment.Of<ConnectionLine>(http, new { Of = await Load(db, await db.ToRead(number, cancel), me, cancel) });

    static async Task<NoContent> Say(long number, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var conversation = await db.ToRead(number, cancel);
        var here = await Load(db, conversation, me, cancel);
        Refusal.If(!here.Served, "Whoever served here can say so, and nobody for them.", "not-yours");
        if (!here.Connected) db.Add(new SaidConnection { PersonId = me.Id, ConversationId = conversation.Id, At = time.Now() });
        await Keep(db, me, cancel);
        return Answer.Nothing;
    }

    static async Task<NoContent> TakeBack(long number, Me me, RapportDb db, CancellationToken cancel)
    {
        var conversation = await db.ToRead(number, cancel);
        await db.SaidConnections.Where(c => c.PersonId == me.Id && c.ConversationId == conversation.Id).ExecuteDeleteAsync(cancel);
        await Keep(db, me, cancel);
        return Answer.Nothing;
    }

    /// <summary>Their own pages are told, and nobody's else.</summary>
    static Task<int> Keep(RapportDb db, Me me, CancellationToken cancel)
    {
        db.Touch(Essence.Moments.Book.Topic(me.Id));
        return db.SaveChangesAsync(cancel);
    }

    public static async Task<Here> Load(RapportDb db, Conversation conversation, Me me, CancellationToken cancel) => new(
        conversation.Number,
        conversation.OwnerId == me.Id || await db.Messages.AnyAsync(m => m.ConversationId == conversation.Id && m.PersonId == me.Id, cancel),
        await db.SaidConnections.AnyAsync(c => c.ConversationId == conversation.Id && c.PersonId == me.Id, cancel));
}
