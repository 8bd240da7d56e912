using Rapport.Access;
using Rapport.Bonds;
using Rapport.Foundation;
using Rapport.Language;
using Rapport.Memory.Checking;
using Rapport.Memory.Erasing;

namespace Rapport.Memory.Own;

/// <summary>The customer corrects, deletes, silences; or wants nothing remembered, or everything forgotten. It is their own, so nobody is asked.</summary>
public sealed class ChangeOwnPage : IFeature
{
    public sealed record Correction(string? Text);

    public static void Map(IEndpointRouteBuilder app)
    {
        const string fact = "/mine/{key}/facts/{memory}";
        app.MapPatch(fact, Correct).For(Who.Anyone);
        app.MapDelete(fact, Delete).For(Who.Anyone);
        app.MapPut(fact + "/silence", Silence).For(Who.Anyone);
        app.MapDelete(fact + "/silence", Unsilence).For(Who.Anyone);
        app.MapPut("/mine/{key}/nothing", Nothing).For(Who.Anyone);
        app.MapDelete("/mine/{key}/nothing", Agree).For(Who.Anyone);
        app.MapDelete("/mine/{key}/everything", Everything).For(Who.Anyone);
    }

    static async Task<Answer> Correct(string key, RememberedId memory, Correction correction, Recognizer reader, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var fact = await db.Fact(await db.Owner(key, time.Now(), cancel), memory, cancel);
        new Check().Text("text", correction.Text, Remembered.Longest).Done();
        await db.Correct(fact, correction.Text!, fact.ToldAt.InUtc().Date, reader, time.Now(), cancel);
        // What they write themselves is nobody's guess any more.
        fact.ToldBy = ToldBy.Customer;
        // Their own words about themselves: what is sensitive in them is kept at their wish, and marked.
        if (SpecialCategories.In(fact.Text) is not null) (fact.Sensitive, fact.Need) = (true, fact.Need ?? "written by the customer on their own page");
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static async Task<Answer> Delete(string key, RememberedId memory, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        await db.Forget(await db.Fact(await db.Owner(key, time.Now(), cancel), memory, cancel), ForgottenBecause.Asked, time.Now(), cancel);
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static async Task<Answer> Silence(string key, RememberedId memory, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        (await db.Fact(await db.Owner(key, time.Now(), cancel), memory, cancel)).Close(Over.Silent, time.Now());
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static async Task<Answer> Unsilence(string key, RememberedId memory, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        (await db.Fact(await db.Owner(key, time.Now(), cancel), memory, cancel)).Reopen();
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static async Task<Answer> Nothing(string key, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        await db.RememberNothing(await db.Owner(key, time.Now(), cancel), time.Now(), cancel);
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static async Task<Answer> Agree(string key, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var me = await db.Owner(key, time.Now(), cancel);
        (await db.ConsentOf(me, cancel)).Agree(null, time.Now());
        await db.CountBondsAgain(me, cancel);
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static async Task<Answer> Everything(string key, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        await db.EraseCustomer(await db.Owner(key, time.Now(), cancel), time.Now(), cancel);
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }
}
