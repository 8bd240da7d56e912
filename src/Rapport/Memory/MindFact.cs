using NodaTime;
using Rapport.Access;
using Rapport.Customers;
using Rapport.Foundation;
using Rapport.Foundation.Ui;
using Rapport.Language;
using Rapport.Memory.Checking;
using Rapport.Memory.Erasing;
using Rapport.Roles;

namespace Rapport.Memory;

/// <summary>What is remembered about one customer: read, corrected, not asked about any more, forgotten.</summary>
public sealed class MindFact : IFeature
{
    public sealed record Change(string? Text, Instant? ExpiresAt);

    public sealed record Closing(string? Because);

    public static void Map(IEndpointRouteBuilder app)
    {
        const string all = "/api/v1/customers/{customer}/memories";
        app.MapGet(all, List).For(Who.Agent);
        foreach (var one in new[] { all + "/{memory}", "/customers/{customer}/memories/{memory}" })
        {
            app.MapPatch(one, Correct).For(Who.Agent).KeepsOwn();
            app.MapDelete(one, Forget).For(Who.Agent);
            app.MapPut(one + "/asking", Asked).For(Who.Agent).KeepsOwn();
            app.MapPut(one + "/closing", Close).For(Who.Agent).KeepsOwn();
            app.MapDelete(one + "/closing", Reopen).For(Who.Agent);
        }
    }

    static async Task<Answer<PageOf<KeepFact.View>>> List(CustomerId customer, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        await db.NameOf(customer, cancel);
        return Answer.Ok(Paging.All((await db.KnownOf(customer, time.Now(), cancel)).Select(KeepFact.View.Of)));
    }

    static async Task<Answer<KeepFact.View>> Correct(CustomerId customer, RememberedId memory, Change change, Me me, Recognizer reader, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        new Check().AtMost("text", change.Text, Remembered.Longest).That(change.Text is null || !string.IsNullOrWhiteSpace(change.Text), "text", "“text” is empty. To forget it, delete it.").Done();
        var (fact, now) = (await db.Fact(customer, memory, cancel), time.Now());
        if (change.Text is { } text)
        {
            SpecialCategories.Check(new(fact.Kind, text, fact.ToldBy, now, me.Id, Sensitive: fact.Sensitive, Need: fact.Need), InWords.FirstName(await db.NameOf(customer, cancel)));
            await db.Correct(fact, text, fact.ToldAt.InZone(me.Zone).Date, reader, now, cancel);
        }
        if (change.ExpiresAt is { } until)
        {
            Refusal.If(until <= now || until > now + MemoryKinds.Longest, "Keep it until a time between now and three years from now.", "too-long");
            fact.ExpiresAt = until;
            db.Add(Errands.Later<MemoryDue, ForgetExpired>(new(fact.Id), until));
        }
        await db.SaveChangesAsync(cancel);
        return Answer.Ok(KeepFact.View.Of(fact));
    }

    static async Task<NoContent> Forget(CustomerId customer, RememberedId memory, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        await db.Forget(await db.Fact(customer, memory, cancel), ForgottenBecause.Asked, time.Now(), cancel);
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    /// <summary>Kept with the fact and nowhere else: who asked how often is nobody's figure.</summary>
    static async Task<NoContent> Asked(CustomerId customer, RememberedId memory, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var fact = await db.Fact(customer, memory, cancel);
        Refusal.If(fact.Over is not null, "This is not to be asked about.");
        fact.AskedAt = time.Now();
        db.Touch($"customer:{customer.Value}");
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static async Task<NoContent> Close(CustomerId customer, RememberedId memory, Closing closing, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        new Check().OneOf("because", closing.Because, "died", "ended", "moved", "silent").Done();
        (await db.Fact(customer, memory, cancel)).Close(closing.Because is { } why ? Enum.Parse<Over>(why, ignoreCase: true) : Over.Silent, time.Now());
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static async Task<NoContent> Reopen(CustomerId customer, RememberedId memory, RapportDb db, CancellationToken cancel)
    {
        (await db.Fact(customer, memory, cancel)).Reopen();
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }
}
