using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Foundation;
using Rapport.Roles;

namespace Rapport.Essence.Team;

/// <summary>What can get in the way of giving something.</summary>
public enum Cause { Queue, Policy, Tool, Target, Other }

public static class Causes
{
    public static readonly IReadOnlyList<Cause> All = Enum.GetValues<Cause>();

    public static string Key(this Cause cause) => cause switch
    {
        Cause.Queue => "queue",
        Cause.Policy => "policy",
        Cause.Tool => "tool",
        Cause.Target => "target",
        _ => "other",
    };

    public static string Words(this Cause cause) => cause switch
    {
        Cause.Queue => "The queue",
        Cause.Policy => "A policy",
        Cause.Tool => "A missing tool",
        Cause.Target => "A target",
        _ => "None of these",
    };
}

/// <summary>
/// How often one cause squandered an opening on one day. It is a count and no list, so there is no row, no time and no
/// conversation that could lead back to whoever said it.
/// </summary>
public sealed class LostOpenings
{
    public required Instant Day { get; init; }
    public required Cause Cause { get; init; }
    public required int Count { get; set; }
}

/// <summary>One tap, if somebody wants to: this is what got in the way.</summary>
public sealed class LoseOpening : IFeature
{
    public sealed record Request(string? Cause);

    public static void Map(IEndpointRouteBuilder app)
    {
        foreach (var route in new[] { "/api/v1/lost-openings", "/lost-openings" }) app.MapPost(route, Handle).For(Who.Agent).KeepsOwn();
    }

    static async Task<NoContent> Handle(Request request, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var keys = Causes.All.Select(c => c.Key()).ToArray();
        new Check().Text("cause", request.Cause, 40).OneOf("cause", request.Cause, keys).Done();
        var now = time.Now().InUtc();
        await db.CountLost(now.Date.AtMidnight().InUtc().ToInstant(), Causes.All.First(c => c.Key() == request.Cause), 1, cancel);
        return Answer.Nothing;
    }
}

public static class Losing
{
    /// <summary>In one statement, so that two at once are two.</summary>
    public static Task CountLost(this RapportDb db, Instant day, Cause cause, int count, CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync($"INSERT INTO lost_openings (day, cause, count) VALUES ({db.Raw(day)}, {cause.ToString()}, {count}) ON CONFLICT (day, cause) DO UPDATE SET count = lost_openings.count + {count}", cancel);
}
