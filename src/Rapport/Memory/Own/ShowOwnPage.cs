using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Customers;
using Rapport.Foundation;

namespace Rapport.Memory.Own;

/// <summary>What a customer sees of themselves: all that is remembered, with its teller, purpose and end.</summary>
public sealed class ShowOwnPage : IFeature
{
    /// <param name="Key">The key of the link, for what can be done here.</param>
    /// <param name="Name">Whose page it is.</param>
    /// <param name="Facts">What is remembered, newest first.</param>
    /// <param name="Consent">What they said to being remembered.</param>
    /// <param name="Names">To whom it was told.</param>
    /// <param name="People">Whom they know here.</param>
    /// <param name="Waits">For what they wait.</param>
    /// <param name="Parts">What rooms above show here.</param>
    /// <param name="Now">The present.</param>
    public sealed record View(string Key, string Name, IReadOnlyList<Remembered> Facts, MemoryConsent? Consent, IReadOnlyDictionary<PersonId, string> Names, OwnPeople People, IReadOnlyList<OwnWait> Waits, IReadOnlyList<RenderFragment> Parts, Instant Now)
    {
        public bool NothingWanted => Consent is { WithdrawnAt: not null };
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/mine/{key}", Show).For(Who.Anyone);
        app.MapGet("/forgotten", () => Pages.Show<ForgottenPage>()).For(Who.Anyone);
    }

    static async Task<IResult> Show(string key, RapportDb db, IEnumerable<OwnPart> rooms, TimeProvider time, HttpContext http, CancellationToken cancel)
    {
        OwnPages.KeepPrivate(http);
        var now = time.Now();
        var me = await db.Owner(key, now, cancel);
        var parts = new List<RenderFragment>();
        foreach (var room in rooms)
            if (await room.Load(db, me, key, now, cancel) is { } part) parts.Add(part);
        return Pages.Show<MinePage>(new
        {
            Page = new View(key, await db.NameOf(me, cancel), await db.RememberedOf(me, now, cancel), await db.MemoryConsents.AsNoTracking().SingleOrDefaultAsync(c => c.CustomerId == me, cancel),
                (await db.Names(cancel)).ToDictionary(n => n.Key, n => n.Value.Persona), await OwnPeople.Load(db, me, now, cancel), await OwnWait.Of(db, me, now, cancel), parts, now)
        });
    }
}
