using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Customers;

namespace Rapport.Bonds;

/// <summary>Whom they met and know here, for whom they asked, and who was to be introduced. Whose no ended something stays between the two.</summary>
public sealed class HoldBonds(RapportDb db) : IHoldOfCustomer
{
    public string Part => "people";

    public async Task<object> Of(CustomerId customer, CancellationToken cancel)
    {
        var names = (await db.Names(cancel)).ToDictionary(n => n.Key, n => n.Value.Persona);
        string? Name(PersonId person) => names.GetValueOrDefault(person);
        var met = await db.Bonds.AsNoTracking().Where(b => b.CustomerId == customer).OrderBy(b => b.Since).ToListAsync(cancel);
        var asked = await db.LaneAsks.AsNoTracking().Where(a => a.CustomerId == customer).OrderBy(a => a.AskedAt).ToListAsync(cancel);
        var questions = await db.InQuestions.AsNoTracking().Where(q => q.CustomerId == customer).OrderBy(q => q.At).ToListAsync(cancel);
        var introductions = await db.Introductions.AsNoTracking().Where(i => i.CustomerId == customer).OrderBy(i => i.MadeAt).ToListAsync(cancel);
        return new
        {
            met = met.Select(b => new { name = Name(b.PersonId), b.Since, last_met_at = b.LastMetAt, b.Matters, you_said_so = b.SaidByCustomerAt, you_said_no = b.NoByCustomerAt }),
            asked_for = asked.Select(a => new { name = Name(a.PersonId), a.AskedAt, a.AnswerBy, a.EndedAt }),
            asked_whether_in = questions.Select(q => new { name = Name(q.PersonId), q.At, q.Answer }),
            introductions = introductions.Select(i => new { left = Name(i.FromId), next = i.NextId is { } next ? Name(next) : null, i.MadeAt, i.ToldAt, may_be_passed_on = i.FactsMoveAt }),
        };
    }
}
