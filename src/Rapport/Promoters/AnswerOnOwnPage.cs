using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Customers;
using Rapport.Foundation;
using Rapport.Memory.Own;

namespace Rapport.Promoters;

/// <summary>The customer answers on their own page, changes it, takes it back, or says that they do not want to be asked. It is their own, so nobody at the desk is.</summary>
public sealed class AnswerOnOwnPage : IFeature
{
    /// <param name="Key">Of their page.</param>
    /// <param name="Asked">What they are asked, and what they said.</param>
    /// <param name="NoAsking">They do not want to be asked.</param>
    /// <param name="Telling">Beside what they answered: what they told whoever served them, if they did.</param>
    public sealed record View(string Key, IReadOnlyList<AskedView> Asked, bool NoAsking, IReadOnlyDictionary<AskId, TellOnOwnPage.Line> Telling);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPut("/mine/{key}/answers/{ask}", Say).For(Who.Anyone);
        app.MapDelete("/mine/{key}/answers/{ask}", TakeBack).For(Who.Anyone);
        app.MapPut("/mine/{key}/answers/{ask}/recall", Remember).For(Who.Anyone);
        app.MapDelete("/mine/{key}/answers/{ask}/recall", (string key, AskId ask, RapportDb db, TimeProvider time, CancellationToken cancel) => Remember(key, ask, new(null), db, time, cancel)).For(Who.Anyone);
        app.MapPut("/mine/{key}/no-asking", Never).For(Who.Anyone);
        app.MapDelete("/mine/{key}/no-asking", Again).For(Who.Anyone);
    }

    /// <summary>As a part of that page.</summary>
    public static OwnPart Part { get; } = new(async (db, me, key, now, cancel) =>
    {
        var view = new View(key, await AskedView.Of(db, me, now, cancel), await db.NoAsking.AnyAsync(n => n.CustomerId == me, cancel), await TellOnOwnPage.Lines(db, me, cancel));
        return view is { Asked.Count: 0, NoAsking: false } && (await db.Survey(cancel)).OnSince is null ? null : Pages.Part<MineAnswers>("Page", view);
    });

    static async Task<NoContent> Say(string key, AskId ask, AnswerRequest request, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        await db.Say(await Mine(db, key, ask, time.Now(), cancel), request, time.Now(), cancel);
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static Task<NoContent> TakeBack(string key, AskId ask, RapportDb db, TimeProvider time, CancellationToken cancel) => Say(key, ask, AnswerRequest.Nothing, db, time, cancel);

    static async Task<NoContent> Remember(string key, AskId ask, AnswerInChat.RecallRequest request, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        await db.Remember((await Mine(db, key, ask, time.Now(), cancel)).Id, request.Remembered, time.Now(), cancel);
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static async Task<NoContent> Never(string key, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        await db.AskNever(await db.Owner(key, time.Now(), cancel), time.Now(), cancel);
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static async Task<NoContent> Again(string key, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var me = await db.Owner(key, time.Now(), cancel);
        await db.NoAsking.Where(n => n.CustomerId == me).ExecuteDeleteAsync(cancel);
        return Answer.Nothing;
    }

    internal static async Task<Ask> Mine(RapportDb db, string key, AskId ask, Instant now, CancellationToken cancel)
    {
        var me = await db.Owner(key, now, cancel);
        return await db.Asks.SingleOrDefaultAsync(a => a.Id == ask && a.CustomerId == me, cancel) ?? throw new NotFound("question to you");
    }
}

static class AskingNobody
{
    public static async Task AskNever(this RapportDb db, CustomerId customer, Instant now, CancellationToken cancel)
    {
        await db.Alone(DrawWhomToAsk.ForAsking, customer.Value, cancel);
        if (!await db.NoAsking.AnyAsync(n => n.CustomerId == customer, cancel)) db.Add(new NoAsking { CustomerId = customer, At = now });
    }

    public static async Task Remember(this RapportDb db, AskId ask, bool? remembered, Instant now, CancellationToken cancel)
    {
        var recall = await db.Recalls.SingleOrDefaultAsync(r => r.AskId == ask, cancel) ?? throw new NotFound("question to you");
        recall.Say(remembered, now);
    }
}
