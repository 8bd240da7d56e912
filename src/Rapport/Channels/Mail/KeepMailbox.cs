using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Channels.Mail;

/// <summary>Mailboxes for a program: set one up, look at all, change one, let one go. What opens them is never shown again.</summary>
public sealed class KeepMailbox : IFeature
{
    public sealed record InRequest(string? Host, int? Port, string? Secure, string? User, IReadOnlyList<string>? Folders, string? After, string? MoveTo);

    public sealed record OutRequest(string? Host, int? Port, string? Secure, string? User, string? DkimDomain, string? DkimSelector);

    public sealed record Request(string? Address, string? Name, string? Password, string? AccessToken, InRequest? Receiving, OutRequest? Sending, string? SendingPassword, string? DkimKey, bool? Plus, string? Acknowledgment);

    public sealed record WayView(Instant? LastSuccess, Instant? FailingSince, string? LastError);

    public sealed record View(MailboxId Id, string Address, string Name, Receiving? Receiving, Sending? Sending, bool Plus, string? Acknowledgment, WayView In, WayView Out, long? Unread, Instant? OldestUnread, long? SeenOnServer)
    {
        public static View Of(Mailbox m) => new(m.Id, m.Address, m.Name, m.Receiving, m.Sending, m.Plus, m.Acknowledgment, new(m.InOkAt, m.InFailingSince, m.InWords), new(m.OutOkAt, m.OutFailingSince, m.OutWords), m.Unread, m.OldestUnread, m.SeenOnServer);
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/mailboxes", List).For(Who.Admin);
        app.MapPost("/api/v1/mailboxes", Add).For(Who.Admin);
        app.MapPut("/api/v1/mailboxes/{mailbox}", Change).For(Who.Admin);
        app.MapDelete("/api/v1/mailboxes/{mailbox}", Remove).For(Who.Admin);
    }

    static async Task<Answer<PageOf<View>>> List(RapportDb db, CancellationToken cancel) =>
        Answer.Ok(Paging.All((await db.Mailboxes.AsNoTracking().Where(m => m.RemovedAt == null).OrderBy(m => m.MadeAt).ToListAsync(cancel)).Select(View.Of)));

    static async Task<Created<View>> Add(Request request, RapportDb db, SealedSecrets secrets, TimeProvider time, CancellationToken cancel)
    {
        var mailbox = await Make(request, db, secrets, time, cancel);
        await db.SaveChangesAsync(cancel);
        return Answer.Created($"/api/v1/mailboxes/{mailbox.Id.Value}", View.Of(mailbox));
    }

    public static async Task<Mailbox> Make(Request request, RapportDb db, SealedSecrets secrets, TimeProvider time, CancellationToken cancel)
    {
        Check(request).Text("address", request.Address, Correspondent.LongestAddress).Email("address", request.Address?.Trim()).Done();
        var address = Mailbox.Normal(request.Address!);
        if (await db.Mailboxes.AnyAsync(m => m.Address == address && m.RemovedAt == null, cancel)) throw Refusal.Conflict($"{address} is set up already. Change it there.", "mailbox-known");
        var mailbox = Mailbox.Add(address, string.IsNullOrWhiteSpace(request.Name) ? address : request.Name, In(request.Receiving, address), Out(request.Sending, address),
            secrets.Seal(new(request.Password, request.SendingPassword ?? request.Password, request.AccessToken, request.SendingPassword is null ? request.AccessToken : null, request.DkimKey)), time.Now());
        Dress(mailbox, request);
        db.Add(mailbox);
        await TakeOn(db, mailbox, time.Now(), cancel);
        return mailbox;
    }

    /// <summary>Answers of the last day that no mailbox could send have waited for one; what is older goes out only when somebody says so.</summary>
    public static Task TakeOn(RapportDb db, Mailbox mailbox, Instant now, CancellationToken cancel)
    {
        var since = now - Duration.FromDays(1);
        return mailbox.Sending is null ? Task.CompletedTask : db.OutgoingLetters.Where(o => o.MailboxId == null && o.State == OutgoingState.Queued && o.QueuedAt > since).ForEachAsync(o => o.MailboxId = mailbox.Id, cancel);
    }

    static async Task<Answer<View>> Change(MailboxId mailbox, Request request, RapportDb db, SealedSecrets secrets, TimeProvider time, CancellationToken cancel)
    {
        Check(request).Done();
        var found = await Find(db, mailbox, cancel);
        var old = secrets.Open(found.Secrets);
        var kept = request.Password is null && request.AccessToken is null && request.SendingPassword is null ? old : new MailSecrets(request.Password, request.SendingPassword ?? request.Password, request.AccessToken, request.SendingPassword is null ? request.AccessToken : null);
        found.SetUp(request.Receiving is null ? found.Receiving : In(request.Receiving, found.Address), request.Sending is null ? found.Sending : Out(request.Sending, found.Address), secrets.Seal(kept with { DkimKey = request.DkimKey ?? old.DkimKey }));
        if (kept != old) found.ByPassword();
        if (!string.IsNullOrWhiteSpace(request.Name)) found.Name = request.Name.Trim();
        Dress(found, request);
        found.Change();
        await TakeOn(db, found, time.Now(), cancel);
        await db.SaveChangesAsync(cancel);
        return Answer.Ok(View.Of(found));
    }

    static async Task<NoContent> Remove(MailboxId mailbox, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        (await Find(db, mailbox, cancel)).Remove(time.Now());
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    public static async Task<Mailbox> Find(RapportDb db, MailboxId mailbox, CancellationToken cancel) =>
        await db.Mailboxes.SingleOrDefaultAsync(m => m.Id == mailbox && m.RemovedAt == null, cancel) ?? throw new NotFound("mailbox");

    static void Dress(Mailbox mailbox, Request request)
    {
        mailbox.Plus = request.Plus ?? mailbox.Plus;
        if (request.Acknowledgment is { } words) mailbox.Acknowledgment = string.IsNullOrWhiteSpace(words) ? null : words.Trim();
    }

    static Receiving? In(InRequest? i, string address) => i?.Host is null ? null
        : new(i.Host.Trim(), i.Port ?? 993, i.Secure ?? "tls", string.IsNullOrWhiteSpace(i.User) ? address : i.User.Trim(), i.Folders is { Count: > 0 } folders ? folders : ["INBOX"], i.After ?? "keep", i.MoveTo);

    static Sending? Out(OutRequest? o, string address) => o?.Host is null ? null
        : new(o.Host.Trim(), o.Port ?? 465, o.Secure ?? "tls", string.IsNullOrWhiteSpace(o.User) ? address : o.User.Trim(), o.DkimDomain, o.DkimSelector);

    static Check Check(Request request) => new Check().AtMost("name", request.Name, 100).AtMost("password", request.Password, 1000).AtMost("acknowledgment", request.Acknowledgment, 5000).AtMost("access_token", request.AccessToken, 8000)
        .That(request.Receiving is null || !string.IsNullOrWhiteSpace(request.Receiving.Host), "receiving.host", "“receiving.host” is missing. Give the name of the server, like imap.example.com.")
        .That(request.Sending is null || !string.IsNullOrWhiteSpace(request.Sending.Host), "sending.host", "“sending.host” is missing. Give the name of the server, like smtp.example.com.")
        .OneOf("receiving.secure", request.Receiving?.Secure, "tls", "starttls", "none").OneOf("sending.secure", request.Sending?.Secure, "tls", "starttls", "none").OneOf("receiving.after", request.Receiving?.After, "keep", "seen", "move")
        .That(request.Receiving?.After is not "move" || !string.IsNullOrWhiteSpace(request.Receiving.MoveTo), "receiving.move_to", "“receiving.move_to” must name the folder to which letters go.")
        .That(request.Receiving?.Port is null or (>= 1 and <= 65535), "receiving.port", "“receiving.port” must be between 1 and 65535.").That(request.Sending?.Port is null or (>= 1 and <= 65535), "sending.port", "“sending.port” must be between 1 and 65535.")
        .That((request.Receiving?.Folders?.Count ?? 0) <= 100, "receiving.folders", "At most 100 folders can be fetched.");
}
