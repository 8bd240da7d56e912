using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Customers;
using Rapport.Foundation;

namespace Rapport.Bonds.Leaving;

/// <summary>Who is to be introduced to whom: I am next, rather not, somebody else; and what the customer says to whoever serves them.</summary>
public sealed class ShowIntroductions : IFeature
{
    const int Most = 200;

    public sealed record CustomerView(CustomerId Id, string Name);

    public sealed record View(WarmIntroductionId Id, CustomerView Customer, ShowBonds.PersonaView From, ShowBonds.PersonaView? Next, bool Agreed, Instant MadeAt, Instant? ToldAt);

    public sealed record PageView(Me Me, IReadOnlyList<View> Rows, IReadOnlyList<ShowBonds.PersonaView> Others, Instant Now);

    public sealed record NextRequest(PersonId? Person);

    public sealed record AnswerRequest(bool? MayMove);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/bonds/introductions", async (Me me, RapportDb db, TimeProvider time, CancellationToken cancel) => Pages.Show<IntroductionsPage>(new { Page = await Page(db, me, time.Now(), cancel) })).For(Who.Agent);
        app.MapGet("/bonds/introductions/list", async (Me me, RapportDb db, TimeProvider time, HttpContext http, CancellationToken cancel) => Fragment.Of<IntroductionList>(http, new { Page = await Page(db, me, time.Now(), cancel) })).For(Who.Agent);
        app.MapGet("/api/v1/introductions", async (RapportDb db, CancellationToken cancel) => Answer.Ok(Paging.All(await Open(db, null, cancel)))).For(Who.Agent);
        foreach (var route in new[] { "/api/v1/introductions/{introduction}", "/bonds/introductions/{introduction}" })
        {
            app.MapPut(route + "/next", Next).For(Who.Agent);
            app.MapDelete(route + "/next", Decline).For(Who.Agent);
            app.MapPut(route + "/answer", Answered).For(Who.Agent);
            app.MapDelete(route, NotWanted).For(Who.Agent);
        }
    }

    /// <summary>Without a person: oneself. Somebody else is proposed by a lead, and may say no.</summary>
    static async Task<NoContent> Next(WarmIntroductionId introduction, NextRequest request, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var made = await Find(db, introduction, cancel);
        var next = request.Person ?? me.Id;
        Refusal.If(next != me.Id && me.Role < Role.Lead, "Only a lead proposes somebody else. You can be the next yourself.");
        if (!await db.People.AnyAsync(p => p.Id == next && p.Active, cancel)) throw new NotFound("person");
        made.BeNext(next, next == me.Id, time.Now());
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static async Task<NoContent> Decline(WarmIntroductionId introduction, Me me, RapportDb db, CancellationToken cancel)
    {
        (await Find(db, introduction, cancel)).DeclineNext(me.Id);
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    /// <summary>As the customer has just said it.</summary>
    static async Task<NoContent> Answered(WarmIntroductionId introduction, AnswerRequest request, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        new Check().That(request.MayMove is not null, "may_move", "Say yes or no, as the customer said it.").Done();
        (await Find(db, introduction, cancel)).Answer(request.MayMove!.Value, time.Now());
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static async Task<NoContent> NotWanted(WarmIntroductionId introduction, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        (await Find(db, introduction, cancel)).DeclineByCustomer(time.Now());
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static async Task<WarmIntroduction> Find(RapportDb db, WarmIntroductionId introduction, CancellationToken cancel)
    {
        await db.Alone(ForIntroduction, introduction.Value, cancel);
        return await db.Introductions.SingleOrDefaultAsync(i => i.Id == introduction, cancel) ?? throw new NotFound("introduction");
    }

    const int ForIntroduction = 5505;

    public static Task<List<View>> Open(RapportDb db, CustomerId? of, CancellationToken cancel) => (
        from i in db.Introductions.AsNoTracking()
        join c in db.Customers on i.CustomerId equals c.Id
        join f in db.People on i.FromId equals f.Id
        join n in db.People on i.NextId equals n.Id into nexts
        from n in nexts.DefaultIfEmpty()
        where i.EndedAt == null && (of == null || i.CustomerId == of)
        orderby i.MadeAt, i.Id
        select new View(i.Id, new(c.Id, c.Name), new(f.Id, f.Persona), n == null ? null : new(n.Id, n.Persona), i.AgreedAt != null, i.MadeAt, i.ToldAt)).Take(Most).ToListAsync(cancel);

    static async Task<PageView> Page(RapportDb db, Me me, Instant now, CancellationToken cancel)
    {
        await db.StayOpen(cancel);
        var others = me.Role < Role.Lead ? [] : await db.People.Where(p => p.Active && p.Id != me.Id).OrderBy(p => p.Name).Take(300).Select(p => new ShowBonds.PersonaView(p.Id, p.Persona)).ToListAsync(cancel);
        return new(me, await Open(db, null, cancel), others, now);
    }
}
