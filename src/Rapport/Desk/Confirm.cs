using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Desk;

/// <summary>Somebody asks whether it is done; the customer says so, in the chat with a tap, elsewhere aloud or in a letter.</summary>
public sealed class Confirm : IFeature
{
    public sealed record Request(string? Words);

    /// <param name="EndsWithTheirWord">Whether this kind of matter does.</param>
    /// <param name="At">When they said that it is done; null as long as they have not.</param>
    /// <param name="SaidThemselves">With a tap; else whoever heard it noted it.</param>
    /// <param name="Words">As they said it.</param>
    /// <param name="AskedOn">The days on which the desk wrote to them since they last said something.</param>
    /// <param name="MayEnd">Whether it can be resolved as far as this goes.</param>
    public sealed record View(bool EndsWithTheirWord, NodaTime.Instant? At, bool? SaidThemselves, string? Words, IEnumerable<string> AskedOn, bool MayEnd)
    {
        public static View Of(TheirWord e) => new(e.IsTheirs, e.Confirmed?.At, e.Confirmed is { } c ? c.NotedById is null : null, e.Confirmed?.Words, e.Asked.Select(d => NodaTime.Text.LocalDatePattern.Iso.Format(d)), e.Reached);
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/conversations/{number:long}/confirmation", Show).For(Who.Agent);
        foreach (var route in new[] { "/api/v1/conversations/{number:long}/confirmation", "/desk/{number:long}/confirmation" })
        {
            app.MapPost(route, Note).For(Who.Agent);
            app.MapDelete(route, TakeBack).For(Who.Agent);
            app.MapPost(route + "/question", Ask).For(Who.Agent);
        }
    }

    static async Task<Answer<View>> Show(long number, Me me, RapportDb db, CancellationToken cancel) =>
        Answer.Ok(View.Of(await db.TheirWordOn(await db.ToRead(number, cancel), me.Zone, cancel)));

    static async Task<Created<View>> Note(long number, Request request, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        new Check().AtMost("words", request.Words, Confirmation.Longest).Done();
        var conversation = await db.ToChange(number, cancel);
        await db.MustSpeakIn(conversation, me, time.Now(), cancel);
        await db.Confirm(conversation, true, me.Id, request.Words?.Trim() ?? "", time.Now(), cancel);
        await db.SaveChangesAsync(cancel);
        return Answer.Created($"/api/v1/conversations/{number}/confirmation", View.Of(await db.TheirWordOn(conversation, me.Zone, cancel)));
    }

    static async Task<NoContent> TakeBack(long number, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var conversation = await db.ToChange(number, cancel);
        await db.MustSpeakIn(conversation, me, time.Now(), cancel);
        await db.Confirm(conversation, false, me.Id, "", time.Now(), cancel);
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    /// <summary>Asks the customer, who answers with one tap or not at all.</summary>
    static async Task<NoContent> Ask(long number, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var conversation = await db.ToChange(number, cancel);
        Refusal.If(conversation.Channel is not Channel.Chat, "Here you hear the answer yourself: ask, and note what they say.", "not-in-chat");
        Refusal.If(conversation.Status is Status.Resolved, "This conversation is resolved. Reopen it before you ask.");
        var speaker = await db.MustSpeakIn(conversation, me, time.Now(), cancel);
        await db.Tell(conversation, $"{speaker.Persona} asks: is it done for you?", time.Now(), cancel, Told.Done);
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }
}
