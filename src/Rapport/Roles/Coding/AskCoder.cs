using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Roles.Coding;

/// <summary>Leads may code, and ask others to. Whoever was asked codes as much as they like, and takes themselves off whenever they like.</summary>
public sealed class AskCoder : IFeature
{
    public sealed record View(PersonId Id, string Name);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/coding/coders", async (RapportDb db, CancellationToken cancel) => Answer.Ok(Paging.All(await Asked(db, cancel)))).For(Who.Lead);
        foreach (var place in new[] { "/api/v1/coding/coders", "/roles/coding/coders" })
        {
            app.MapPut(place + "/{person}", Ask).For(Who.Lead);
            app.MapDelete(place + "/{person}", TakeOff).For(Who.Agent);
        }
    }

    static async Task<NoContent> Ask(PersonId person, Me me, RapportDb db, CancellationToken cancel)
    {
        if (!await db.People.AnyAsync(p => p.Id == person && p.Active, cancel)) throw new NotFound("person");
        await db.Alone(ForCoder, person.Value, cancel);
        if (await db.Coders.AnyAsync(c => c.PersonId == person, cancel)) return Answer.Nothing;
        db.Add(new Coder { PersonId = person, AskedById = me.Id });
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static async Task<NoContent> TakeOff(PersonId person, Me me, RapportDb db, CancellationToken cancel)
    {
        if (person != me.Id && me.Role < Role.Lead) throw new NotFound("coder");
        await db.Coders.Where(c => c.PersonId == person).ExecuteDeleteAsync(cancel);
        return Answer.Nothing;
    }

    const int ForCoder = 3203;

    public static Task<List<View>> Asked(RapportDb db, CancellationToken cancel) =>
        (from c in db.Coders join p in db.People on c.PersonId equals p.Id orderby p.Name select new View(p.Id, p.Name)).ToListAsync(cancel);

    public static async Task<bool> MayCode(RapportDb db, Me me, CancellationToken cancel) => me.Role >= Role.Lead || await db.Coders.AnyAsync(c => c.PersonId == me.Id, cancel);
}
