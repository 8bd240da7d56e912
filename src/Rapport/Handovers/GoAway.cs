using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Desk;
using Rapport.Foundation;

namespace Rapport.Handovers;

/// <summary>Somebody is away until a time and says who is there for their customers. Those are told, and still see one name.</summary>
public sealed class GoAway : IFeature
{
    public sealed record Request(string? CoveredBy, Instant? Until);

    public sealed record AwayView(string CoveredBy, Instant Until);

    public sealed record Due(long Number, string Customer, string Text, Instant DueAt);

    public sealed record View(Me Me, string? CoveredBy, Instant? Until, IReadOnlyList<(Person Person, bool Here)> Others, IReadOnlyList<(string Name, Instant Until)> CoversFor, IReadOnlyList<Due> Promises, IReadOnlyList<Views.Row> Conversations, Instant Now);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/handovers/away", Show).For(Who.Agent);
        foreach (var route in new[] { "/api/v1/me/away", "/handovers/away" })
        {
            app.MapPost(route, Go).For(Who.Agent);
            app.MapDelete(route, Return).For(Who.Agent);
        }
    }

    static async Task<Created<AwayView>> Go(Request request, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        new Check().Text("covered_by", request.CoveredBy, 254).That(request.Until is not null, "until", "“until” is missing. Say when you are back.").Done();
        var now = time.Now();
        var by = await db.Colleague(request.CoveredBy!, me, cancel);
        Refusal.If(await db.IsCovered(by.Id, cancel), $"{by.Name} is away too. Ask somebody who is here.");
        if (await db.Covers.SingleOrDefaultAsync(c => c.PersonId == me.Id && c.EndedAt == null, cancel) is { } before) await Covering.End(db, before, now, quietly: true, cancel);
        await db.SaveChangesAsync(cancel);

        var cover = Cover.Begin(await db.People.SingleAsync(p => p.Id == me.Id, cancel), by, request.Until!.Value, now);

        db.Add(cover);
        db.Add(Errands.Later<CoverDue, EndCover>(new(cover.Id), cover.Until));
        await foreach (var conversation in Covering.OpenOnesOf(db, me.Id, db.Conversations, cancel))
            await db.Tell(conversation, Covering.Words(me.Persona, by.Persona), now, cancel);
        await db.SaveChangesAsync(cancel);
        return Answer.Created("/api/v1/me/away", new AwayView(by.Name, cover.Until));
    }

    static async Task<NoContent> Return(Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var cover = await db.Covers.SingleOrDefaultAsync(c => c.PersonId == me.Id && c.EndedAt == null, cancel);
        if (cover is not null) await Covering.End(db, cover, time.Now(), quietly: false, cancel);
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static async Task<IResult> Show(Me me, RapportDb db, Lines lines, TimeProvider time, CancellationToken cancel)
    {
        var mine = await db.Covers.AsNoTracking().SingleOrDefaultAsync(c => c.PersonId == me.Id && c.EndedAt == null, cancel);
        var name = mine is null ? null : await db.People.Where(p => p.Id == mine.CoveredById).Select(p => p.Name).SingleAsync(cancel);
        var covers = await (from c in db.Covers join p in db.People on c.PersonId equals p.Id where c.CoveredById == me.Id && c.EndedAt == null select new { p.Id, p.Name, c.Until }).ToListAsync(cancel);
        var whose = covers.ConvertAll(c => c.Id);
        var promises = await (from p in db.Promises join c in db.Conversations on p.ConversationId equals c.Id join u in db.Customers on c.CustomerId equals u.Id where c.OwnerId != null && whose.Contains(c.OwnerId.Value) && p.KeptAt == null orderby p.DueAt select new Due(c.Number, u.Name, p.Text, p.DueAt)).Take(100).ToListAsync(cancel);
        var rows = new List<Views.Row>();
        foreach (var person in whose) rows.AddRange((await db.Rows("mine", person, cancel)).Where(r => r.Owner is null));
        return Pages.Show<AwayPage>(new { Page = new View(me, name, mine?.Until, await db.OthersHere(lines, me, cancel), [.. covers.Select(c => (c.Name, c.Until))], promises, rows, time.Now()) });
    }
}

public sealed record CoverDue(CoverId Cover) : IFact
{
    public Subjects About => default;
}

/// <summary>The time has come at which somebody said they would be back.</summary>
public sealed class EndCover(RapportDb db, TimeProvider time) : IWhen<CoverDue>
{
    public async Task Handle(CoverDue fact, CancellationToken cancel)
    {
        var cover = await db.Covers.SingleAsync(c => c.Id == fact.Cover, cancel);
        await Covering.End(db, cover, time.Now(), quietly: false, cancel);
        await db.SaveChangesAsync(cancel);
    }
}

/// <summary>Who comes to somebody who is away is told as those were whom they had when they went.</summary>
public sealed class TellWhoCovers(RapportDb db, TimeProvider time) : IWhen<OwnerTaken>
{
    public async Task Handle(OwnerTaken fact, CancellationToken cancel)
    {
        if (await db.Covers.AsNoTracking().SingleOrDefaultAsync(c => c.PersonId == fact.Owner && c.EndedAt == null, cancel) is not { } cover) return;
        var conversation = await db.ToChange(fact.Number, cancel);
        if (conversation.OwnerId != fact.Owner || conversation.Status is Status.Resolved) return;
        // Who looks in and answers is not away for this customer.
        if (await db.Messages.AnyAsync(m => m.ConversationId == conversation.Id && m.PersonId == fact.Owner && m.At >= cover.BegunAt, cancel)) return;
        var (_, words) = await Covering.Named(db, cover, cancel);
        if (await db.Told.AnyAsync(t => t.ConversationId == conversation.Id && t.At >= cover.BegunAt && t.Body == words, cancel)) return;
        await db.Tell(conversation, words, time.Now(), cancel);
        await db.SaveChangesAsync(cancel);
    }
}

static class Covering
{
    public static string Words(string away, string there) => $"{away} is away for now. {there} is there for you in {away}'s name and knows what was promised.";

    /// <summary>Who is away, as customers know them, and what those are told.</summary>
    public static async Task<(string Away, string Words)> Named(RapportDb db, Cover cover, CancellationToken cancel)
    {
        var names = await db.Names(cancel);
        var away = names[cover.PersonId].Persona;
        return (away, Words(away, names[cover.CoveredById].Persona));
    }

    public static async Task End(RapportDb db, Cover cover, Instant at, bool quietly, CancellationToken cancel)
    {
        if (cover.EndedAt is not null) return;
        cover.End(at);
        if (quietly) return;
        var (name, words) = await Named(db, cover, cancel);
        // Those are told who were told that they are away.
        var told = db.Conversations.Where(c => db.Told.Any(t => t.ConversationId == c.Id && t.At >= cover.BegunAt && (t.At == cover.BegunAt || t.Body == words)));
        await foreach (var conversation in OpenOnesOf(db, cover.PersonId, told, cancel)) await db.Tell(conversation, $"{name} is back.", at, cancel);
    }

    /// <summary>What somebody has, one after the other and each held while it is changed, always in the same order.</summary>
    public static async IAsyncEnumerable<Conversation> OpenOnesOf(RapportDb db, PersonId owner, IQueryable<Conversation> among, [EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var number in await among.Where(c => c.OwnerId == owner && c.Status == Status.Open).OrderBy(c => c.Number).Select(c => c.Number).ToListAsync(cancel))
            if (await db.ToChange(number, cancel) is { Status: Status.Open } still && still.OwnerId == owner) yield return still;
    }
}
