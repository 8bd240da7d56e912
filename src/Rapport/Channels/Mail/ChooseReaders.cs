using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Desk;
using Rapport.Foundation;

namespace Rapport.Channels.Mail;

/// <summary>Who gets the next answer stands beside what is being written, and can be changed before it goes.</summary>
public sealed class ChooseReaders : IFeature
{
    const int Most = 50;

    public sealed record Form
    {
        public string? Cc { get; init; }
        public string? Bcc { get; init; }
    }

    public sealed record Request(IReadOnlyList<string>? Cc, IReadOnlyList<string>? Bcc);

    public sealed record View(long Number, Readers Readers);

    public sealed record Listed(string? To, IReadOnlyList<string> Cc, IReadOnlyList<string> Bcc, string? AsksElsewhere)
    {
        public static Listed Of(Readers r) => new(r.To?.ToString(), [.. r.Copies.Select(c => c.ToString())], [.. r.Hidden.Select(c => c.ToString())], r.AsksElsewhere);
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{number:long}/readers", Show).For(Who.Agent);
        app.MapPost("/desk/{number:long}/readers", Choose).For(Who.Agent).DisableAntiforgery();
        app.MapGet("/api/v1/conversations/{number:long}/readers", Tell).For(Who.Agent);
        app.MapPut("/api/v1/conversations/{number:long}/readers", Put).For(Who.Agent);
    }

    /// <summary>Whoever may answer may choose; nothing where a conversation is no letter.</summary>
    public static async Task<View?> Load(RapportDb db, OpenConversationView open, CancellationToken cancel) =>
        open.Conversation is { Channel: Channel.Mail, Status: Status.Open } conversation && (conversation.OwnerId is null || conversation.OwnerId == open.Me.Id || open.SpeaksAs is not null)
            ? new(conversation.Number, await Readers.Of(db, conversation, int.MaxValue, cancel)) : null;

    static async Task<IResult> Show(long number, Me me, RapportDb db, TimeProvider time, HttpContext http, CancellationToken cancel) =>
        Fragment.Of<ReadersPart>(http, new { Page = await Load(db, await OpenConversationView.Load(db, number, me, time.Now(), cancel), cancel) });

    static async Task<IResult> Choose(long number, [FromForm] Form form, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        await Keep(number, Split(form.Cc), Split(form.Bcc), me, db, time, cancel);
        return Results.Redirect($"/desk/{number}");
    }

    static async Task<Answer<Listed>> Tell(long number, RapportDb db, CancellationToken cancel) => Answer.Ok(Listed.Of(await Readers.Of(db, await db.ToRead(number, cancel), int.MaxValue, cancel)));

    static async Task<Answer<Listed>> Put(long number, Request request, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var conversation = await Keep(number, [.. request.Cc ?? []], [.. request.Bcc ?? []], me, db, time, cancel);
        return Answer.Ok(Listed.Of(await Readers.Of(db, conversation, int.MaxValue, cancel)));
    }

    static async Task<Conversation> Keep(long number, List<string> copies, List<string> hidden, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var conversation = await db.ToChange(number, cancel);
        var now = time.Now();
        await db.MustSpeakIn(conversation, me, now, cancel);
        Refusal.If(conversation.Channel is not Channel.Mail, "Nobody gets a copy here: this conversation is no mail.", "no-mail");
        var (cc, bcc) = (Parsed("cc", copies), Parsed("bcc", hidden));
        var chosen = await db.ChosenReaders.SingleOrDefaultAsync(c => c.ConversationId == conversation.Id, cancel);
        if (chosen is null) db.Add(chosen = new() { ConversationId = conversation.Id, Copies = "", Hidden = "", ChosenById = me.Id, ChosenAt = now });
        (chosen.Copies, chosen.Hidden, chosen.ChosenById, chosen.ChosenAt) = (string.Join('\n', cc), string.Join('\n', bcc), me.Id, now);
        db.Touch($"conversation:{number}");
        await db.SaveChangesAsync(cancel);
        return conversation;
    }

    static List<string> Split(string? typed) => [.. (typed ?? "").Split([',', ';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    static List<Correspondent> Parsed(string field, List<string> typed)
    {
        var found = typed.ConvertAll(t => Correspondent.Parse(t.Trim()));
        var wrong = found.FindIndex(c => !c.HasAddress);
        new Check().That(typed.Count <= Most, field, $"At most {Most} people can get a copy.").That(wrong < 0, field, wrong < 0 ? "" : $"“{Cut.To(typed[wrong], 100)}” is no mail address.").Done();
        return [.. found.DistinctBy(c => c.Address, StringComparer.Ordinal)];
    }
}
