using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Foundation;

namespace Rapport.Roles.Charters;

public readonly record struct JobRoleId(Guid Value) : IId<JobRoleId>
{
    public static JobRoleId From(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? _, out JobRoleId id) => Ids.TryParse(text, out id);
}

/// <summary>A job that somebody does here: checkout, chat, front desk. What it is for, what it must do and what it may give stands in its charter.</summary>
public sealed class JobRole
{
    /// <summary>Addresses of pages and commands that a role's own address must not hide.</summary>
    static readonly string[] Taken = ["new", "text"];

    public JobRoleId Id { get; init; } = Ids.New<JobRoleId>();
    public required string Key { get; init; }
    public required string Name { get; set; }

    public static string KeyOf(string name) => Keys.Of(name, "role") is var key && Taken.Contains(key, StringComparer.Ordinal) ? key + "-role" : key;
}

public static class CharterReading
{
    /// <summary>The key under which somebody writes a charter: of the role that has this key or name, or else a new one.</summary>
    public static async Task<string> KeyOfRole(this RapportDb db, string? key, string? name, CancellationToken cancel)
    {
        var there = await db.JobRoles.AsNoTracking().Select(r => new { r.Key, r.Name }).ToListAsync(cancel);
        if (string.IsNullOrWhiteSpace(key)) key = name!;
        else if (there.Find(r => Keys.IsSame(r.Key, key)) is { } known) return known.Key;
        return Keys.For(key, Charters.JobRole.KeyOf(key), there.ConvertAll(r => (r.Key, r.Name)));
    }

    public static async Task<JobRole> JobRole(this RapportDb db, string key, CancellationToken cancel) =>
        await db.JobRoles.SingleOrDefaultAsync(r => r.Key == key, cancel) ?? throw new NotFound("role");

    /// <summary>The charter by which a role is judged at that time; null before its first.</summary>
    public static Task<Charter?> CharterOf(this RapportDb db, JobRoleId role, Instant at, CancellationToken cancel = default) =>
        db.Charters.AsNoTracking().Where(c => c.JobRoleId == role && c.PublishedAt != null && c.EffectiveFrom <= at).OrderByDescending(c => c.EffectiveFrom).FirstOrDefaultAsync(cancel);

    public static Task<Charter?> DraftOf(this RapportDb db, JobRoleId role, CancellationToken cancel) =>
        db.Charters.SingleOrDefaultAsync(c => c.JobRoleId == role && c.PublishedAt == null, cancel);
}
