using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Foundation;
using Rapport.Language;

namespace Rapport.Essence.Cues;

public static class CueUpkeep
{
    public static IServiceCollection AddCues(this IServiceCollection services) => services.AddSingleton(s =>
    {
        var openings = new Openings(s.GetRequiredService<Recognizer>());
        s.GetRequiredService<Topics>().OnTold(topic => { if (topic is "erased" or Topics.All) openings.LetGo(); });
        return openings;
    });

    /// <summary>What was shown or lay on a counter more than an hour ago and mutes that are over: nobody needs to know.</summary>
    public static async Task ForgetShownCues(this RapportDb db, Instant now, CancellationToken cancel)
    {
        await db.ShownCues.Where(c => c.At <= now - CuesView.Hour).ExecuteDeleteAsync(cancel);
        await db.Baskets.Where(b => b.PutAt <= now - Basket.Lies).ExecuteDeleteAsync(cancel);
        await db.CueMutes.Where(m => m.Until != null && m.Until <= now).ExecuteDeleteAsync(cancel);
    }
}
