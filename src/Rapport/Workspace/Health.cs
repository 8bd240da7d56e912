using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Workspace;

/// <summary>For whoever watches the machine: does it live, and can it serve.</summary>
public sealed class Health : IFeature
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/health/live", () => Results.Text("live")).For(Who.Anyone);
        app.MapGet("/health/ready", async (RapportDb db, CancellationToken cancel) =>
            await db.Database.CanConnectAsync(cancel) ? Results.Text("ready") : Results.Text("The database does not answer.", statusCode: StatusCodes.Status503ServiceUnavailable)).For(Who.Anyone);
    }
}
