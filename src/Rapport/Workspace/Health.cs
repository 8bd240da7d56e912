using Rapport.Access;
using Rapport.Channels.Mail;
using Rapport.Foundation;

namespace Rapport.Workspace;

/// <summary>For whoever watches the machine: does it live, and can it serve.</summary>
public sealed class Health : IFeature
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/health/live", () => Results.Text("live")).For(Who.Anyone);
        app.MapGet("/health/ready", async (RapportDb db, Mailroom mailroom, TimeProvider time, CancellationToken cancel) =>
            await db.Database.CanConnectAsync(cancel) ? Results.Text(mailroom.TroubleSince(time.Now()) is null ? "ready" : "ready, but the mailroom is down, so no letters come or go") : Results.Text("The database does not answer.", statusCode: StatusCodes.Status503ServiceUnavailable)).For(Who.Anyone);
    }
}
