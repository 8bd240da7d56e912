using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Channels.Chat;
using Rapport.Desk;
using Rapport.Foundation;
using Rapport.Handovers;

namespace Rapport.Bonds.Lanes;

/// <summary>In the chat: whom one may ask for and how long it takes, asking, somebody else now, a no, and whether they are in. A browser's key opens one chat, so only those are named who wrote in it.</summary>
public sealed class AskInChat : IFeature
{
    /// <param name="Person">Whom they ask for; nobody means somebody else now.</param>
    /// <param name="FirstFree">They were told both ways, and would rather have whoever is free first.</param>
    public sealed record Request(BondId? Person, bool? FirstFree = null);

    public sealed record KnowRequest(bool? Known);

    public sealed record Choice(BondId Id, string Name, bool Possible, string Says);

    public sealed record View(string? WaitsFor, IReadOnlyList<Choice> People, string? FirstFree = null, bool TookFirstFree = false);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/chat/v1/people", Show).For(Who.Customer);
        app.MapPut("/chat/v1/lane", Ask).For(Who.Customer);
        app.MapPut("/chat/v1/people/{bond}", Know).For(Who.Customer);
        app.MapPost("/chat/v1/people/{bond}/presence", IsIn).For(Who.Customer);
    }

    static async Task<Answer<View>> Show(Visitor me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        if (await db.NumberOf(me, cancel) is not { } number) return Answer.Ok(new View(null, []));
        var conversation = await db.ToRead(number, cancel);
        if (await db.OpenAsk(conversation.Id, cancel) is { } open) return Answer.Ok(new View((await db.Names(cancel)).GetValueOrDefault(open.PersonId)?.Persona ?? "them", []));
        var choices = conversation.Status is Status.Resolved ? [] : await LaneView.ChoicesOf(db, conversation, time.Now(), await Wrote(db, conversation, cancel), false, cancel);
        var (other, took) = await LaneView.OtherWay(db, conversation, choices, time.Now(), cancel);
        return Answer.Ok(new View(null, [.. choices.Select(c => new Choice(c.Bond.Id, c.Bond.Persona, c.Wait is not null, c.Words))], other?.Words, took));
    }

    /// <summary>Nobody means: somebody else now.</summary>
    static async Task<NoContent> Ask(Request request, Visitor me, RapportDb db, Lines lines, TimeProvider time, CancellationToken cancel)
    {
        var conversation = await Held(db, me, cancel);
        if (request.Person is { } bond) await db.AskFor(conversation, (await Mine(db, conversation, bond, cancel)).PersonId, null, lines, time.Now(), cancel);
        else if (request.FirstFree is true) await db.TakeFirstFree(conversation, time.Now(), await Wrote(db, conversation, cancel), cancel);
        else await db.SomebodyElseNow(conversation, null, time.Now(), cancel);
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static async Task<NoContent> Know(BondId bond, KnowRequest request, Visitor me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        new Check().That(request.Known is not null, "known", "“known” is missing. Say true or false.").Done();
        var found = await Mine(db, await Held(db, me, cancel), bond, cancel);
        if (request.Known!.Value) await db.SayBond(found.CustomerId, found.PersonId, BondSide.Customer, time.Now(), cancel);
        else await db.EndBond(found.CustomerId, found.PersonId, BondSide.Customer, time.Now(), cancel);
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static async Task<Answer<AskIfIn.View>> IsIn(BondId bond, Visitor me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var conversation = await Held(db, me, cancel);
        return Answer.Ok(await AskIfIn.Ask(db, conversation.CustomerId, bond, time.Now(), cancel, await Wrote(db, conversation, cancel)));
    }

    static async Task<Conversation> Held(RapportDb db, Visitor me, CancellationToken cancel) =>
        await db.ToChange(await db.NumberOf(me, cancel) ?? throw new NotFound("conversation yet: say something first"), cancel);

    static async Task<Bond> Mine(RapportDb db, Conversation conversation, BondId bond, CancellationToken cancel)
    {
        var found = await db.Bonds.AsNoTracking().SingleOrDefaultAsync(b => b.Id == bond && b.CustomerId == conversation.CustomerId, cancel);
        return found is not null && (await Wrote(db, conversation, cancel)).Contains(found.PersonId) ? found : throw new NotFound("person whom you know here");
    }

    static Task<List<PersonId>> Wrote(RapportDb db, Conversation conversation, CancellationToken cancel) =>
        db.Messages.Where(m => m.ConversationId == conversation.Id && m.PersonId != null).Select(m => m.PersonId!.Value).Distinct().ToListAsync(cancel);
}
