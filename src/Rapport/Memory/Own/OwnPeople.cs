using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Bonds;
using Rapport.Bonds.Lanes;
using Rapport.Bonds.Leaving;
using Rapport.Customers;
using Rapport.Desk;
using Rapport.Foundation;
using Rapport.Handovers;

namespace Rapport.Memory.Own;

/// <summary>Whom a customer knows here, on their own page: ask for them, ask whether they are in, or say no.</summary>
/// <param name="People">Whom they know, and what can be said of how long it takes.</param>
/// <param name="WaitsFor">Whom they wait for.</param>
/// <param name="Matter">The open matter in which they may ask.</param>
/// <param name="Choices">Whom they may ask for in it.</param>
/// <param name="Other">How long it takes without them.</param>
/// <param name="TookOther">They have chosen that.</param>
/// <param name="Left">Whom they knew and who has left.</param>
/// <param name="Answers">What they were told of who is in, in the last minutes.</param>
public sealed record OwnPeople(IReadOnlyList<BondOf> People, string? WaitsFor, string? Matter, IReadOnlyList<LaneView.Choice> Choices, FirstFree? Other, bool TookOther, IReadOnlyDictionary<PersonId, InAnswer> Answers, IReadOnlyList<ShowIntroductions.View> Left)
{
    static readonly Duration Shown = Duration.FromMinutes(10);

    public static async Task<OwnPeople> Load(RapportDb db, CustomerId me, Instant now, CancellationToken cancel)
    {
        var bonds = await db.BondsOf(me, cancel);
        var matter = await MatterOf(db, me).AsNoTracking().FirstOrDefaultAsync(cancel);
        var open = await db.LaneAsks.AsNoTracking().Where(a => a.CustomerId == me && a.EndedAt == null).OrderBy(a => a.AskedAt).FirstOrDefaultAsync(cancel);
        var names = await db.Names(cancel);
        var choices = matter is null || open is not null ? [] : await LaneView.ChoicesOf(db, matter, now, null, false, cancel);
        var (other, took) = matter is null ? (null, false) : await LaneView.OtherWay(db, matter, choices, now, cancel);
        var since = now - Shown;
        var answers = (await db.InQuestions.AsNoTracking().Where(q => q.CustomerId == me && q.At > since).OrderBy(q => q.At).ToListAsync(cancel)).GroupBy(q => q.PersonId).ToDictionary(g => g.Key, g => g.Last().Answer);
        return new(bonds, open is null ? null : names.GetValueOrDefault(open.PersonId)?.Persona, matter?.Subject, choices, other, took, answers, await ShowIntroductions.Open(db, me, cancel));
    }

    /// <summary>What they last spoke of and is not done.</summary>
    internal static IQueryable<Conversation> MatterOf(RapportDb db, CustomerId me) => db.Conversations.Where(c => c.CustomerId == me && c.Status == Status.Open).OrderByDescending(c => c.UpdatedAt);
}

/// <summary>What the customer does there. It is their own, so nobody is asked.</summary>
public sealed class ChangeOwnPeople : IFeature
{
    public sealed record Request(BondId? Person);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPut("/mine/{key}/lane", Ask).For(Who.Anyone);
        app.MapDelete("/mine/{key}/lane", SomebodyElse).For(Who.Anyone);
        app.MapPost("/mine/{key}/lane/first-free", FirstFreeInstead).For(Who.Anyone);
        app.MapPost("/mine/{key}/people/{bond}/presence", IsIn).For(Who.Anyone);
        app.MapDelete("/mine/{key}/people/{bond}", No).For(Who.Anyone);
        app.MapPut("/mine/{key}/introductions/{introduction}", Introduced).For(Who.Anyone);
        app.MapDelete("/mine/{key}/introductions/{introduction}", NotIntroduced).For(Who.Anyone);
    }

    static async Task<NoContent> Ask(string key, Request request, RapportDb db, Lines lines, TimeProvider time, CancellationToken cancel)
    {
        new Check().That(request.Person is not null, "person", "“person” is missing. Say whom.").Done();
        var me = await db.Owner(key, time.Now(), cancel);
        var bond = await Mine(db, me, request.Person!.Value, cancel);
        var number = await OwnPeople.MatterOf(db, me).Select(c => (long?)c.Number).FirstOrDefaultAsync(cancel) ?? throw new Refusal("Nothing of yours is open. Write to us first, and ask then.", "nothing-open");
        await db.AskFor(await db.ToChange(number, cancel), bond.PersonId, null, lines, time.Now(), cancel);
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static async Task<NoContent> FirstFreeInstead(string key, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var me = await db.Owner(key, time.Now(), cancel);
        var number = await OwnPeople.MatterOf(db, me).Select(c => (long?)c.Number).FirstOrDefaultAsync(cancel) ?? throw new Refusal("Nothing of yours is open. Write to us first, and ask then.", "nothing-open");
        await db.TakeFirstFree(await db.ToChange(number, cancel), time.Now(), null, cancel);
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static async Task<NoContent> SomebodyElse(string key, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var me = await db.Owner(key, time.Now(), cancel);
        var number = await db.LaneAsks.Where(a => a.CustomerId == me && a.EndedAt == null).OrderBy(a => a.AskedAt).Select(a => (long?)a.Number).FirstOrDefaultAsync(cancel) ?? throw Refusal.Conflict("You wait for nobody any more.", "lane-over");
        await db.SomebodyElseNow(await db.ToChange(number, cancel), null, time.Now(), cancel);
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static async Task<Answer<AskIfIn.View>> IsIn(string key, BondId bond, RapportDb db, TimeProvider time, CancellationToken cancel) =>
        Answer.Ok(await AskIfIn.Ask(db, await db.Owner(key, time.Now(), cancel), bond, time.Now(), cancel));

    static async Task<NoContent> No(string key, BondId bond, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var me = await db.Owner(key, time.Now(), cancel);
        await db.EndBond(me, (await Mine(db, me, bond, cancel)).PersonId, BondSide.Customer, time.Now(), cancel);
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static async Task<NoContent> Introduced(string key, WarmIntroductionId introduction, ShowIntroductions.AnswerRequest request, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        new Check().That(request.MayMove is not null, "may_move", "Say yes or no.").Done();
        (await Left(db, await db.Owner(key, time.Now(), cancel), introduction, cancel)).Answer(request.MayMove!.Value, time.Now());
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static async Task<NoContent> NotIntroduced(string key, WarmIntroductionId introduction, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        (await Left(db, await db.Owner(key, time.Now(), cancel), introduction, cancel)).DeclineByCustomer(time.Now());
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static async Task<WarmIntroduction> Left(RapportDb db, CustomerId me, WarmIntroductionId introduction, CancellationToken cancel) =>
        await db.Introductions.SingleOrDefaultAsync(i => i.Id == introduction && i.CustomerId == me, cancel) ?? throw new NotFound("introduction");

    static async Task<Bond> Mine(RapportDb db, CustomerId me, BondId bond, CancellationToken cancel) =>
        await db.Bonds.AsNoTracking().SingleOrDefaultAsync(b => b.Id == bond && b.CustomerId == me, cancel) ?? throw new NotFound("person whom you know here");
}
