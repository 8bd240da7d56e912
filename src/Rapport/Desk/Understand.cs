using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Desk;

/// <summary>That the customer said “yes, that is it”, and when: the end of explaining, not of the matter.</summary>
public sealed class Understanding
{
    public const int Longest = 500;

    public required ConversationId ConversationId { get; init; }
    public required Instant At { get; init; }

    /// <summary>Who heard it; nobody where the customer tapped it themselves.</summary>
    public PersonId? NotedById { get; init; }

    /// <summary>What was understood.</summary>
    public required string Words { get; set; }
}

sealed class UnderstandingTable : IEntityTypeConfiguration<Understanding>
{
    public void Configure(EntityTypeBuilder<Understanding> builder) => builder.HasKey(u => u.ConversationId);
}

/// <summary>Somebody says back what they have understood; the customer says yes, in the chat with a tap, elsewhere aloud.</summary>
public sealed class Understand : IFeature
{
    public sealed record Request(string? Words);

    public sealed record View(Instant At, bool SaidThemselves, string Words)
    {
        public static View Of(Understanding u) => new(u.At, u.NotedById is null, u.Words);
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/conversations/{number:long}/understanding", Show).For(Who.Agent);
        foreach (var route in new[] { "/api/v1/conversations/{number:long}/understanding", "/desk/{number:long}/understanding" })
        {
            app.MapPost(route, Note).For(Who.Agent);
            app.MapDelete(route, TakeBack).For(Who.Agent);
            app.MapPost(route + "/question", Ask).For(Who.Agent);
        }
    }

    static async Task<Answer<View>> Show(long number, RapportDb db, CancellationToken cancel)
    {
        var conversation = await db.ToRead(number, cancel);
        return Answer.Ok(View.Of(await db.Understandings.AsNoTracking().SingleOrDefaultAsync(u => u.ConversationId == conversation.Id, cancel) ?? throw new NotFound("“yes, that is it” in this conversation yet")));
    }

    static async Task<Created<View>> Note(long number, Request request, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        new Check().AtMost("words", request.Words, Understanding.Longest).Done();
        var conversation = await db.ToChange(number, cancel);
        await db.MustSpeakIn(conversation, me, time.Now(), cancel);
        var understood = await db.Understand(conversation, true, me.Id, request.Words?.Trim() ?? "", time.Now(), cancel);
        await db.SaveChangesAsync(cancel);
        return Answer.Created($"/api/v1/conversations/{number}/understanding", View.Of(understood!));
    }

    static async Task<NoContent> TakeBack(long number, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        await db.Understand(await db.ToChange(number, cancel), false, null, "", time.Now(), cancel);
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    /// <summary>Asks the customer, who answers with one tap or not at all.</summary>
    static async Task<NoContent> Ask(long number, Request request, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        new Check().Text("words", request.Words, Understanding.Longest).Done();
        var conversation = await db.ToChange(number, cancel);
        Refusal.If(conversation.Channel is not Channel.Chat, "Here you hear the answer yourself: ask, and note the yes.", "not-in-chat");
        Refusal.If(conversation.Status is Status.Resolved, "This conversation is resolved. Reopen it before you ask.");
        var speaker = await db.MustSpeakIn(conversation, me, time.Now(), cancel);
        await db.Tell(conversation, $"{speaker.Persona} asks whether this is it: {request.Words!.Trim()}", time.Now(), cancel, Told.Understood);
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }
}

public static class Understandings
{
    /// <summary>The first yes counts; a no takes it back.</summary>
    public static async Task<Understanding?> Understand(this RapportDb db, Conversation conversation, bool yes, PersonId? notedBy, string words, Instant at, CancellationToken cancel)
    {
        var before = await db.Understandings.SingleOrDefaultAsync(u => u.ConversationId == conversation.Id, cancel);
        if (yes)
        {
            if (before is not null) return before;
            var understood = conversation.Understand(notedBy, Cut.To(words, Understanding.Longest), at);
            db.Add(understood);
            return understood;
        }
        if (before is null) return null;
        db.Remove(before);
        db.Record(new UnderstoodTakenBack(conversation.Id, conversation.Number, conversation.CustomerId, "It was not quite it after all"));
        return null;
    }
}
