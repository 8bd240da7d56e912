using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Channels.Mail;

/// <summary>The mailroom tries something for an admin: finds the servers of an address, or goes through both ways of a mailbox.</summary>
public sealed class TrialsForMailroom : IFeature
{
    const int MostSteps = 100;

    public sealed record Work(TrialId Id, string Kind, string Address, MailboxesForMailroom.In? In, MailboxesForMailroom.Out? Out, SignLetters.Entry? Dkim);

    public sealed record Server(string? Host, int? Port, string? Secure, string? User);

    public sealed record Found(Server? In, Server? Out);

    public sealed record Step(string? What, bool? Ok, string? Words);

    public sealed record Result(IReadOnlyList<Step>? Steps, Found? Found);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/mailroom/v1/trials", Next).For(Who.Mailroom).DoesItsOwnWrites();
        app.MapPut("/mailroom/v1/trials/{trial}", Hear).For(Who.Mailroom);
    }

    static async Task<IResult> Next(int? wait, RapportDb db, Writes writes, SealedSecrets secrets, MailNode node, Topics topics, TimeProvider time, IHostApplicationLifetime life, HttpContext http, CancellationToken cancel)
    {
        http.Response.Headers.CacheControl = "no-store";
        using var news = topics.Follow(["mailroom:trials"], null);
        var work = await LongWait.Until(news, wait, life, () => Take(db, writes, secrets, node.Id, time, cancel), cancel);
        return work is null ? Results.NoContent() : Results.Ok(work);
    }

    static async Task<Work?> Take(RapportDb db, Writes writes, SealedSecrets secrets, Guid node, TimeProvider time, CancellationToken cancel)
    {
        var now = time.Now();
        var open = db.MailTrials.Where(t => t.DoneAt == null && (t.ClaimedUntil == null || t.ClaimedUntil < now)).OrderBy(t => t.Id);
        if (!await open.AnyAsync(cancel)) return null;
        db.ChangeTracker.Clear();
        return await writes.Do(db, async () =>
        {
            await db.Alone(ForTrials, Guid.Empty, cancel);
            if (await open.FirstOrDefaultAsync(cancel) is not { } trial) return null;
            if (trial.Attempts >= Trial.Patience)
            {
                trial.End([new("Trying it", false, "The mailroom ended three times over this. Look into its log.")], now);
                await db.SaveChangesAsync(cancel);
                return null;
            }
            trial.Claim(node, now);
            var mailbox = trial.MailboxId is { } id ? await db.Mailboxes.AsNoTracking().SingleAsync(m => m.Id == id, cancel) : null;
            await db.SaveChangesAsync(cancel);
            var opened = mailbox is null ? new() : secrets.Open(mailbox.Secrets);
            return new Work(trial.Id, trial.Kind.ToString().ToLowerInvariant(), trial.Address,
                mailbox?.Receiving is { } i ? MailboxesForMailroom.ToReceive(i, opened) : null, mailbox?.Sending is { } o ? MailboxesForMailroom.ToSend(o, opened) : null,
                trial.Kind is TrialKind.Dkim && mailbox is not null ? SignLetters.Entry.Of(mailbox, secrets) : null);
        }, cancel);
    }

    const int ForTrials = 8103;

    static async Task<NoContent> Hear(TrialId trial, Result result, RapportDb db, SealedSecrets secrets, TimeProvider time, CancellationToken cancel)
    {
        var found = await db.MailTrials.SingleOrDefaultAsync(t => t.Id == trial, cancel) ?? throw new NotFound("trial");
        if (found.DoneAt is not null) return Answer.Nothing;
        var (now, password) = (time.Now(), secrets.OpenText(found.Secret));
        List<TrialStep> steps = [.. (result.Steps ?? []).Take(MostSteps).Select(s => new TrialStep(Clean.Line(s.What, 300), s.Ok ?? false, Clean.Line(s.Words, 1000)))];
        if (found.Kind is TrialKind.Find && (result.Found?.In is not null || result.Found?.Out is not null) && password is not null)
        {
            var mailbox = await SetUp(found, result.Found, secrets.Seal(new(password, password)), db, now, cancel);
            found.MailboxId = mailbox.Id;
            db.Add(Trial.Ask(TrialKind.Check, found.Address, found.Name, mailbox.Id, null, found.AskedById, now));
        }
        else if (found is { Kind: TrialKind.Dkim, MailboxId: { } signed } && steps.Count > 0 && steps.TrueForAll(s => s.Ok) && await db.Mailboxes.SingleOrDefaultAsync(m => m.Id == signed && m.RemovedAt == null, cancel) is { } signing)
        {
            SignLetters.Found(signing);
        }
        else if (found.Kind is TrialKind.Find)
        {
            steps.Add(new("Setting it up", false, "The servers of this address were not found. Type them in below; its provider's help pages name them."));
        }
        found.End(steps, now);
        db.Touch("mail");
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static async Task<Mailbox> SetUp(Trial trial, Found found, string secrets, RapportDb db, NodaTime.Instant now, CancellationToken cancel)
    {
        var receiving = found.In is { Host: { } i } a ? new Receiving(i, a.Port ?? 993, a.Secure ?? "tls", a.User ?? trial.Address, ["INBOX"]) : null;
        var sending = found.Out is { Host: { } o } b ? new Sending(o, b.Port ?? 465, b.Secure ?? "tls", b.User ?? trial.Address) : null;
        var mailbox = await db.Mailboxes.SingleOrDefaultAsync(m => m.Address == trial.Address && m.RemovedAt == null, cancel);
        if (mailbox is null) db.Add(mailbox = Mailbox.Add(trial.Address, trial.Name, receiving, sending, secrets, now));
        else
        {
            mailbox.SetUp(receiving, sending, secrets);
            mailbox.ByPassword();
            mailbox.Change();
        }
        await KeepMailbox.TakeOn(db, mailbox, now, cancel);
        return mailbox;
    }
}
