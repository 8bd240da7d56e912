using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Rapport.Foundation;

namespace Rapport.Access;

/// <summary>The log for a program that follows it: in order, none ever missed.</summary>
public sealed class ReadLog : IFeature
{
    public sealed record Subject(Guid? Conversation, Guid? Customer, Guid? Person);

    public sealed record View(long Id, NodaTime.Instant At, string Kind, Subject Subject, string Actor, JsonElement Data);

    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/api/v1/log", Handle).For(Who.Admin);

    static async Task<Answer<PageOf<View>>> Handle(long? after, int? limit, RapportDb db, CancellationToken cancel)
    {
        var page = Paging.Limit(limit);
        var entries = await db.LogAfter(after ?? 0, page + 1, cancel);
        return Paging.Page(entries, page, e => e.Id, e => new View(e.Id, e.At, e.Kind, new(e.Conversation, e.Customer, e.Person), e.Actor, JsonSerializer.Deserialize<JsonElement>(e.Data)));
    }
}

public static class LogReading
{
    /// <summary>
    /// Entries with a higher id, in order. On PostgreSQL only those of transactions older than the oldest running one are shown, and
    /// ids rise with the transaction: no lower id can appear behind a reader's back.
    /// </summary>
    public static Task<List<LogEntry>> LogAfter(this FoundationDb db, long after, int limit, CancellationToken cancel) => (db.Database.IsNpgsql()
        ? db.Log.FromSql($"SELECT id, at, kind, conversation, customer, person, actor, data FROM log WHERE id > {after} AND id < log_horizon() ORDER BY id LIMIT {limit}")
        : db.Log.Where(e => e.Id > after).OrderBy(e => e.Id).Take(limit)).AsNoTracking().ToListAsync(cancel);
}
