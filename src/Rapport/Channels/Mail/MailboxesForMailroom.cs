using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Channels.Mail;

/// <summary>What the mailroom is to fetch from and send through; and how that goes.</summary>
public sealed class MailboxesForMailroom : IFeature
{
    const int LongestWords = 1000;

    /// <summary>One of both.</summary>
    public sealed record Auth(string? Password, string? AccessToken);

    public sealed record Dkim(string Domain, string Selector, string Key);

    /// <param name="Host">The server.</param>
    /// <param name="Port">Its port.</param>
    /// <param name="Secure">“tls”, “starttls” or “none”.</param>
    /// <param name="User">As whom.</param>
    /// <param name="Auth">With what.</param>
    /// <param name="Folders">Which folders are fetched.</param>
    /// <param name="After">“keep”, “seen” or {"move": folder}.</param>
    public sealed record In(string Host, int Port, string Secure, string User, Auth Auth, IReadOnlyList<string> Folders, object After);

    public sealed record Out(string Host, int Port, string Secure, string User, Auth Auth, Dkim? Dkim);

    public sealed record Place(string Folder, long UidValidity, long Uid);

    public sealed record View(MailboxId Id, string Address, string Name, In? In, Out? Out, IReadOnlyList<Place> Progress);

    public sealed record List(string Version, IReadOnlyList<View> Items);

    public sealed record State(string? Way, bool? Ok, string? Words, long? Unread, Instant? OldestUnread, long? SeenOnServer, bool? Refused = null);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/mailroom/v1/mailboxes", Show).For(Who.Mailroom);
        app.MapPut("/mailroom/v1/mailboxes/{mailbox}/state", Hear).For(Who.Mailroom);
    }

    static async Task<IResult> Show(string? version, int? wait, RapportDb db, SealedSecrets secrets, Watch watch, Topics topics, IHostApplicationLifetime life, HttpContext http, CancellationToken cancel)
    {
        http.Response.Headers.CacheControl = "no-store";
        using var news = topics.Follow(["mailroom:mailboxes"], null);
        List? list = null;
        await LongWait.Until(news, version is null ? 0 : wait, life, async () => (list = await Load(db, secrets, await watch.IsOurs(db, cancel), cancel)).Version == version ? null : list, cancel);
        return Results.Ok(list);
    }

    static async Task<List> Load(RapportDb db, SealedSecrets secrets, bool fetches, CancellationToken cancel)
    {
        var mailboxes = await db.Mailboxes.AsNoTracking().Where(m => m.RemovedAt == null).OrderBy(m => m.MadeAt).ToListAsync(cancel);
        var folders = (await db.MailboxFolders.AsNoTracking().ToListAsync(cancel)).ToLookup(f => f.MailboxId, f => new Place(f.Folder, f.UidValidity, f.Uid));
        var items = mailboxes.ConvertAll(m => Of(m, secrets.Open(m.Secrets), [.. folders[m.Id]], fetches));
        // How far a folder is read is no reason to begin anew, so it is not in the version.
        var version = string.Join('\n', mailboxes.Select(m => string.Create(CultureInfo.InvariantCulture, $"{m.Id.Value} {m.Secrets} {m.Receiving} {m.Receiving?.Folders.Count} {m.Sending} {m.Name} {fetches}")));
        return new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(version)).AsSpan(0, 12)), items);
    }

    static View Of(Mailbox m, MailSecrets secrets, IReadOnlyList<Place> progress, bool fetches) => new(m.Id, m.Address, m.Name,
        fetches && m.Receiving is { } i ? ToReceive(i, secrets) : null, m.Sending is { } o ? ToSend(o, secrets) : null, progress);

    public static In ToReceive(Receiving i, MailSecrets secrets) =>
        new(i.Host, i.Port, i.Secure, i.User, new(secrets.InToken is null ? secrets.InPassword : null, secrets.InToken), i.Folders, i is { After: "move", MoveTo: { } to } ? new { move = to } : i.After);

    public static Out ToSend(Sending o, MailSecrets secrets) =>
        new(o.Host, o.Port, o.Secure, o.User, new(secrets.OutToken is null ? secrets.OutPassword : null, secrets.OutToken), o is { DkimDomain: { } domain, DkimSelector: { } selector, DkimWaits: false } && secrets.DkimKey is { } key ? new(domain, selector, key) : null);

    static async Task<NoContent> Hear(MailboxId mailbox, State state, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        new Check().That(state.Way is "in" or "out", "way", "“way” must be in or out.").That(state.Ok is not null, "ok", "“ok” must say whether it went well.").Done();
        var found = await db.Mailboxes.SingleOrDefaultAsync(m => m.Id == mailbox && m.RemovedAt == null, cancel) ?? throw new NotFound("mailbox");
        var (now, fine) = (time.Now(), found is { InFailingSince: null, OutFailingSince: null });
        found.Report(state.Way == "in", state.Ok!.Value, Clean.Line(state.Words, LongestWords), now);
        found.Count(state.Unread, state.OldestUnread, state.SeenOnServer, now);
        if (fine && found is not { InFailingSince: null, OutFailingSince: null }) db.Add(Errands.Later<MailboxTrouble, TellOfTrouble>(new(found.Id), now + Mailbox.Worrying));
        if (state is { Ok: false, Refused: true } && found.TokenRefused(now)) db.Touch("mailroom:tokens");
        db.Touch("mail");
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }
}

public sealed record MailboxTrouble(MailboxId Mailbox) : IFact
{
    public Subjects About => default;
}

/// <summary>Five minutes after it began to fail: if it does so still, every desk looks again.</summary>
public sealed class TellOfTrouble(RapportDb db) : IWhen<MailboxTrouble>
{
    public Task Handle(MailboxTrouble fact, CancellationToken cancel)
    {
        db.Touch("mail");
        return Task.CompletedTask;
    }
}
