using Microsoft.EntityFrameworkCore;
using Rapport.Customers;

namespace Rapport.Essence;

/// <summary>What was given to them and what they told of it. Who gave it is that person's own.</summary>
public sealed class HoldSurprises(RapportDb db) : IHoldOfCustomer
{
    public string Part => "given";

    public async Task<object> Of(CustomerId customer, CancellationToken cancel)
    {
        var spends = await (
            from s in db.Spends.AsNoTracking()
            join g in db.Gestures on s.GestureId equals g.Id
            join r in db.SpendReasons on s.Id equals r.SpendId into reasons
            from r in reasons.DefaultIfEmpty()
            where s.CustomerId == customer
            orderby s.At
            select new { s.At, g.Title, s.Minor, s.Currency, taken_back = s.TakesBack != null, because = r == null ? null : r.Text }).ToListAsync(cancel);
        var told = await db.ToldMoments.AsNoTracking().Where(t => db.Conversations.Any(c => c.Id == t.ConversationId && c.CustomerId == customer)).OrderBy(t => t.At).Select(t => new { t.At, t.Words }).ToListAsync(cancel);
        var heard = await (from t in db.ToldTidbits join b in db.Tidbits on t.TidbitId equals b.Id where t.CustomerId == customer select b.Text).ToListAsync(cancel);
        return new { surprises = spends, told, heard };
    }
}
