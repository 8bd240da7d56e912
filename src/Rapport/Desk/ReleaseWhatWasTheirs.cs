using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Desk;

/// <summary>When somebody leaves, what they had belongs to nobody again, where the others see it.</summary>
public sealed class ReleaseWhatWasTheirs(RapportDb db) : IWhen<PersonLeft>
{
    public async Task Handle(PersonLeft fact, CancellationToken cancel)
    {
        var theirs = await db.Conversations.Where(c => c.OwnerId == fact.Who && c.Status == Status.Open).Select(c => c.Number).ToListAsync(cancel);
        foreach (var number in theirs.Order()) (await db.ToChange(number, cancel)).Release(fact.Who);
        await db.SaveChangesAsync(cancel);
    }
}
