using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Handovers;

public static class Colleagues
{
    /// <summary>Somebody else who works here, by id or mail address.</summary>
    public static async Task<Person> Colleague(this RapportDb db, string who, Me me, CancellationToken cancel)
    {
        _ = PersonId.TryParse(who, null, out var id);
        var email = Person.Normal(who);
        var person = await db.People.SingleOrDefaultAsync(p => p.Active && (p.Id == id || p.Email == email), cancel);
        new Check().That(person is not null, "to", "“to”: nobody here has this id or mail address.").That(person?.Id != me.Id, "to", "“to” is yourself. Ask somebody else.").Done();
        return person!;
    }

    /// <summary>Everybody else who works here, those with a page open first.</summary>
    public static async Task<List<(Person Person, bool Here)>> OthersHere(this RapportDb db, Lines lines, Me me, CancellationToken cancel) =>
        [.. (await db.People.AsNoTracking().Where(p => p.Active && p.Id != me.Id).OrderBy(p => p.Name).Take(300).ToListAsync(cancel)).Select(p => (p, lines.IsHere(p.Id))).OrderByDescending(p => p.Item2)];
}
