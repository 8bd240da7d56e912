using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Desk;
using Rapport.Essence.Library;
using Rapport.Foundation;
using Rapport.Language;
using Rapport.Roles;

namespace Rapport.Essence.Cues;

/// <summary>The cues of a conversation, counted when they have been on the screen, and closed by whoever does not want one.</summary>
public sealed class ShowCues : IFeature
{
    public sealed record CueView(string Key, string Kind, string Behavior, string Reason, string Source, TidbitId? Tidbit)
    {
        public static CueView Of(Cue cue) => new(cue.Key, cue.Kind.Key(), cue.Behavior.Key(), cue.Reason, cue.Source, cue.Tidbit);
    }

    public sealed record Basket(IReadOnlyList<string>? Items, string? Words);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{number:long}/cues", Card).For(Who.Agent);
        app.MapGet("/api/v1/conversations/{number:long}/cues", List).For(Who.Agent);
        app.MapPost("/api/v1/cues/for-a-basket", ForBasket).For(Who.Agent).KeepsOwn();
        foreach (var route in new[] { "/api/v1/conversations/{number:long}/cues/{cue}", "/desk/{number:long}/cues/{cue}" })
        {
            app.MapPut(route + "/showing", Count).For(Who.Agent).KeepsOwn();
            app.MapPut(route + "/closing", Close).For(Who.Agent).KeepsOwn();
        }
    }

    static async Task<IResult> Card(long number, Me me, RapportDb db, Openings openings, TimeProvider time, HttpContext http, CancellationToken cancel) =>
        Fragment.Of<CuesCard>(http, new { Cues = await CuesView.Load(db, openings, number, me, time.Now(), cancel) });

    static async Task<Answer<PageOf<CueView>>> List(long number, Me me, RapportDb db, Openings openings, TimeProvider time, CancellationToken cancel) =>
        Answer.Ok(Paging.All((await CuesView.Load(db, openings, number, me, time.Now(), cancel)).Cues.Select(CueView.Of)));

    /// <summary>
    /// What could fit while somebody's things go over a counter, where there is no conversation. Nothing is kept, so nothing is counted
    /// either; but where the hour has had its cues, or the house wants none, there is none here.
    /// </summary>
    static async Task<Answer<PageOf<CueView>>> ForBasket(Basket request, Me me, RapportDb db, Openings openings, TimeProvider time, CancellationToken cancel)
    {
        new Check().That(request.Items is { Count: > 0 and <= 200 } || !string.IsNullOrWhiteSpace(request.Words), "items", "“items” is missing. Give the names of 1 to 200 things, or some “words”.")
            .AtMost("words", request.Words, Conversation.LongestBody).That((request.Items ?? []).All(i => i is { Length: <= 300 }), "items", "“items” has a name of more than 300 characters.").Done();
        var now = time.Now();
        var table = new OnTheTable(string.IsNullOrWhiteSpace(request.Words) ? [] : [new(request.Words, true, now)], request.Items ?? [], "", null, null, null, null, now, me.Zone);
        var mutes = (await db.CueMutes.AsNoTracking().Where(m => m.PersonId == me.Id).ToListAsync(cancel)).Where(m => m.Holds(now)).Select(m => m.Kind).ToList();
        var left = await CuesView.Budget(db, cancel) - await db.ShownCues.CountAsync(c => c.PersonId == me.Id && c.At > now - CuesView.Hour, cancel);
        var found = left <= 0 ? [] : openings.Of(table, await CuesView.ShelfFor(db, null, me, cancel), await CuesView.Denied(db, cancel)).Where(c => !mutes.Contains(CueKinds.Every) && !mutes.Contains(c.Kind.Key()));
        return Answer.OkSecret(Paging.All(found.Take(Math.Min(left, CuesView.AtATime)).Select(CueView.Of)));
    }

    /// <summary>It is on the screen now. When the hour's budget is used up it may not be, and the script takes it off again.</summary>
    static async Task<NoContent> Count(long number, string cue, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var (conversation, now) = (await Find(db, number, cue, me, cancel), time.Now());
        await db.Alone(Once.ForCues, me.Id.Value, cancel);
        await db.ShownCues.Where(c => c.PersonId == me.Id && c.At <= now - CuesView.Hour).ExecuteDeleteAsync(cancel);
        if (await db.ShownCues.AnyAsync(c => c.PersonId == me.Id && c.ConversationId == conversation && c.Cue == cue, cancel)) return Answer.Nothing;
        if (await db.ShownCues.CountAsync(c => c.PersonId == me.Id, cancel) >= await CuesView.Budget(db, cancel)) throw Refusal.Conflict("This hour has had its cues. The next comes when the oldest is an hour old.", "cue-budget");
        db.Add(new ShownCue { PersonId = me.Id, ConversationId = conversation, Cue = cue, At = now });
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static async Task<NoContent> Close(long number, string cue, Me me, RapportDb db, CancellationToken cancel)
    {
        var conversation = await Find(db, number, cue, me, cancel);
        await db.Database.ExecuteSqlAsync($"INSERT INTO closed_cues (conversation_id, cue) VALUES ({db.Raw(conversation.Value)}, {cue}) ON CONFLICT DO NOTHING", cancel);
        return Answer.Nothing;
    }

    static async Task<ConversationId> Find(RapportDb db, long number, string cue, Me me, CancellationToken cancel)
    {
        new Check().That(cue.Length <= Cue.LongestKey && cue.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'), "cue", "“cue” must be the key of a cue, as the list of cues has it.").Done();
        var conversation = await db.ToRead(number, cancel);
        Refusal.If(conversation.OwnerId is { } owner && owner != me.Id, "Somebody else serves here. The cues are shown to them, and theirs to close.");
        return conversation.Id;
    }
}
