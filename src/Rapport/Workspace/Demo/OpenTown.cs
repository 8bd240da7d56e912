using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Foundation;
using Rapport.Town;

namespace Rapport.Workspace.Demo;

/// <summary>The town's people join the desk, and whoever watches gets a way in: as one of them, with a password of this data folder's own.</summary>
public sealed class OpenTown(IServiceScopeFactory scopes, TownContent town, IConfiguration settings, Writes writes, TimeProvider time)
{
    const string TokenName = "The town";
    static readonly string[] Scopes = ["read", "write"];
    static readonly string[] Words =
    [
        "anchor", "barrel", "beacon", "biscuit", "breeze", "bridge", "candle", "canvas", "captain", "chimney", "cobble", "compass", "copper", "coral", "cottage", "cove",
        "driftwood", "feather", "ferry", "gable", "garden", "gull", "hammock", "harbor", "heather", "herring", "island", "kettle", "lantern", "lighthouse", "linen", "lobster",
        "marina", "meadow", "mooring", "mussel", "oar", "orchard", "otter", "oyster", "paddle", "pebble", "pelican", "pier", "pillow", "quay", "ribbon", "rudder",
        "saddle", "sail", "sandbar", "schooner", "seal", "shell", "slipper", "sparrow", "thimble", "tide", "timber", "velvet", "walnut", "willow", "window", "yarrow",
    ];

    public sealed record Desk(IReadOnlyDictionary<string, Me> People, IReadOnlyDictionary<string, string> Tokens, string Email, string Password);

    /// <summary>Null when other people work at this desk already: the town stays out of their way.</summary>
    public async Task<Desk?> Open(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<RapportDb>();
        var emails = town.Staff.Select(s => s.Email).ToList();
        var known = await db.People.Where(p => emails.Contains(p.Email)).AnyAsync(cancel);
        if (!known && (await db.People.CountAsync(cancel) > 1 || await db.Conversations.AnyAsync(cancel))) return null;

        var password = Password(out var isNew);
        var hash = isNew || !known ? Person.Hash(password) : null;
        return await writes.Do(db, async () =>
        {
            var people = await db.People.Where(p => emails.Contains(p.Email)).ToDictionaryAsync(p => p.Email, StringComparer.Ordinal, cancel);
            foreach (var old in await db.ApiTokens.Where(t => t.Name == TokenName && t.RevokedAt == null).ToListAsync(cancel)) old.Revoke(time.Now());
            var tokens = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var worker in town.Staff)
            {
                if (!people.TryGetValue(worker.Email, out var person)) db.Add(people[worker.Email] = person = Person.Join(worker.Name, worker.Shown, worker.Email, Enum.Parse<Role>(worker.Role, ignoreCase: true), time.Now()));
                if (worker.Key == town.Visitor && hash is not null) person.SetPassword(hash);
                db.Add(ApiToken.For(person.Id, TokenName, Scopes, tokens[worker.Key] = Secret.New("rpt_"), time.Now()));
            }
            await db.SaveChangesAsync(cancel);
            return new Desk(town.Staff.ToDictionary(s => s.Key, s => MeOf(people[s.Email]), StringComparer.Ordinal), tokens, town.Staff.Single(s => s.Key == town.Visitor).Email, password);
        }, cancel);
    }

    static Me MeOf(Person p) => new(p.Id, p.Name, p.Persona, p.Role);

    /// <summary>Kept beside the data, for their owner's eyes, so that it is the same at the next start.</summary>
    string Password(out bool isNew)
    {
        var file = Path.Combine(DataFolder.Of(settings), "demo-password.txt");
        isNew = !File.Exists(file);
        if (!isNew) return File.ReadAllText(file).Trim();
        var password = string.Join('-', Enumerable.Range(0, 4).Select(_ => Words[RandomNumberGenerator.GetInt32(Words.Length)])) + $"-{RandomNumberGenerator.GetInt32(10, 100)}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        using var writer = new StreamWriter(file, options);
        writer.WriteLine(password);
        return password;
    }
}
