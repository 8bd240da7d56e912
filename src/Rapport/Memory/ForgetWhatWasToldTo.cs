using Microsoft.EntityFrameworkCore;
using Rapport.Bonds.Leaving;
using Rapport.Foundation;
using Rapport.Memory.Erasing;

namespace Rapport.Memory;

/// <summary>The customer did not want what they told somebody who left to be passed on, so it is forgotten.</summary>
public sealed class ForgetWhatWasToldTo(RapportDb db, TimeProvider time) : IWhen<IntroductionAnswered>
{
    public async Task Handle(IntroductionAnswered fact, CancellationToken cancel)
    {
        if (fact.MayMove) return;
        foreach (var told in await db.Remembered.Where(r => r.CustomerId == fact.Customer && r.KeptById == fact.From).ToListAsync(cancel)) await db.Forget(told, ForgottenBecause.Asked, time.Now(), cancel);
        await db.SaveChangesAsync(cancel);
    }
}
