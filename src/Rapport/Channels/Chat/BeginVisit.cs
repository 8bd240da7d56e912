using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Channels.Chat;

/// <summary>A browser that has something to say gets a key of its own, which is shown once and kept as a hash.</summary>
public sealed class BeginVisit : IFeature
{
    // Its answer holds a secret, so it is not kept for an idempotency key; a visit begun twice is only an empty one.
    public static void Map(IEndpointRouteBuilder app) => app.MapPost("/chat/v1/visits", Handle).For(Who.Anyone).DoesItsOwnWrites().WithMetadata(new Measured(Measured.As.Arrival));

    static async Task<Answer> Handle(RapportDb db, Writes writes, ChatView view, TimeProvider time, CancellationToken cancel)
    {
        var secret = Secret.New(VisitorToken.Prefix);
        var visit = new Visit { BegunAt = time.Now() };
        await writes.Do(db, async () =>
        {
            db.Add(visit);
            db.Add(new VisitorToken { TokenHash = Secret.Hash(secret), Customer = visit.CustomerId.Value, CreatedAt = visit.BegunAt });
            await db.SaveChangesAsync(cancel);
        }, cancel);
        return Answer.Created("/chat/v1/visit", new { token = secret, visit = await view.Of(visit, cancel) });
    }
}
