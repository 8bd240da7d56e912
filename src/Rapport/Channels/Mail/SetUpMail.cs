using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Channels.Mail.SigningIn;
using Rapport.Foundation;

namespace Rapport.Channels.Mail;

/// <summary>An admin sets up a mailbox: its address and password are enough, its servers are looked for; or they are typed in. What is tried is shown step by step.</summary>
public sealed class SetUpMail : IFeature
{
    const int Shown = 3;

    public sealed record Form
    {
        public string? Address { get; init; }
        public string? Name { get; init; }
        public string? Password { get; init; }
        public string? InHost { get; init; }
        public string? InPort { get; init; }
        public string? InSecure { get; init; }
        public string? OutHost { get; init; }
        public string? OutPort { get; init; }
        public string? OutSecure { get; init; }
        public string? User { get; init; }
        public string? After { get; init; }
        public string? MoveTo { get; init; }
    }

    public sealed record Manner
    {
        public string? Name { get; init; }
        public string? Acknowledgment { get; init; }
        public string? Plus { get; init; }
        public string? AuthServer { get; init; }
    }

    public sealed record View(Me Me, IReadOnlyList<Mailbox> Mailboxes, IReadOnlyList<Trial> Trials, Instant? DownSince, string? Why, Instant Now, IReadOnlyList<Provider> Providers, string BackTo, IReadOnlyDictionary<MailboxId, SignLetters.Entry> Dkim);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/settings/mail", async (Me me, RapportDb db, SealedSecrets secrets, Mailroom room, TimeProvider time, IConfiguration settings, HttpContext http, CancellationToken cancel) => Pages.Show<MailSettingsPage>(new { Page = await Load(db, secrets, me, room, time.Now(), SignInToMail.BackTo(http, settings), cancel) })).For(Who.Admin);
        app.MapGet("/settings/mail/list", async (Me me, RapportDb db, SealedSecrets secrets, Mailroom room, TimeProvider time, HttpContext http, CancellationToken cancel) => Fragment.Of<MailboxList>(http, new { Page = await Load(db, secrets, me, room, time.Now(), "", cancel) })).For(Who.Admin);
        app.MapPost("/settings/mail", Add).For(Who.Admin).DisableAntiforgery();
        app.MapPost("/settings/mail/{mailbox}/trial", Try).For(Who.Admin);
        app.MapPost("/settings/mail/{mailbox}/manner", Change).For(Who.Admin).DisableAntiforgery();
        app.MapPost("/settings/mail/{mailbox}/removal", Remove).For(Who.Admin);
    }

    static async Task<View> Load(RapportDb db, SealedSecrets secrets, Me me, Mailroom room, Instant now, string backTo, CancellationToken cancel)
    {
        var boxes = await db.Mailboxes.AsNoTracking().Where(m => m.RemovedAt == null).OrderBy(m => m.MadeAt).ToListAsync(cancel);
        return new(me, boxes, await db.MailTrials.AsNoTracking().OrderByDescending(t => t.Id).Take(Shown).ToListAsync(cancel), room.DownSince, room.Why, now,
            await db.MailProviders.AsNoTracking().OrderBy(p => p.Name).ToListAsync(cancel), backTo,
            boxes.Select(b => (b.Id, Entry: SignLetters.Entry.Of(b, secrets))).Where(b => b.Entry is not null).ToDictionary(b => b.Id, b => b.Entry!));
    }

    static async Task<IResult> Add([FromForm] Form form, Me me, RapportDb db, SealedSecrets secrets, Mailroom room, TimeProvider time, IConfiguration settings, HttpContext http, CancellationToken cancel)
    {
        var now = time.Now();
        var errors = await Problems(async () =>
        {
            new Check().Text("address", form.Address, Correspondent.LongestAddress).Email("address", form.Address?.Trim()).Text("password", form.Password, 1000).AtMost("name", form.Name, 100).Done();
            if (string.IsNullOrWhiteSpace(form.InHost) && string.IsNullOrWhiteSpace(form.OutHost)) db.Add(Trial.Ask(TrialKind.Find, form.Address!, Name(form), null, secrets.SealText(form.Password!), me.Id, now));
            else
            {
                var mailbox = await KeepMailbox.Make(ByHand(form), db, secrets, time, cancel);
                db.Add(Trial.Ask(TrialKind.Check, mailbox.Address, mailbox.Name, mailbox.Id, null, me.Id, now));
            }
        });
        if (errors is not null) return Pages.Show<MailSettingsPage>(new { Page = await Load(db, secrets, me, room, now, SignInToMail.BackTo(http, settings), cancel), Errors = errors, Typed = form }, 400);
        await db.SaveChangesAsync(cancel);
        return Results.Redirect("/settings/mail");
    }

    static string Name(Form form) => string.IsNullOrWhiteSpace(form.Name) ? Mailbox.Normal(form.Address!) : form.Name.Trim();

    static KeepMailbox.Request ByHand(Form form) => new(form.Address, Name(form), form.Password, null,
        string.IsNullOrWhiteSpace(form.InHost) ? null : new(form.InHost, Port(form.InPort), form.InSecure, form.User, null, form.After, form.MoveTo),
        string.IsNullOrWhiteSpace(form.OutHost) ? null : new(form.OutHost, Port(form.OutPort), form.OutSecure, form.User, null, null), null, null, null, null);

    static int? Port(string? text) => string.IsNullOrWhiteSpace(text) ? null : int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var port) ? port : 0;

    static async Task<IReadOnlyDictionary<string, string[]>?> Problems(Func<Task> work)
    {
        try { await work(); return null; }
        catch (Invalid wrong) { return wrong.Errors; }
        catch (Refusal no) { return new Dictionary<string, string[]>(StringComparer.Ordinal) { ["address"] = [no.Message] }; }
    }

    static async Task<IResult> Try(MailboxId mailbox, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var found = await KeepMailbox.Find(db, mailbox, cancel);
        db.Add(Trial.Ask(TrialKind.Check, found.Address, found.Name, found.Id, null, me.Id, time.Now()));
        await db.SaveChangesAsync(cancel);
        return Results.Redirect("/settings/mail");
    }

    static async Task<IResult> Change(MailboxId mailbox, [FromForm] Manner manner, RapportDb db, CancellationToken cancel)
    {
        new Check().Text("name", manner.Name, 100).AtMost("acknowledgment", manner.Acknowledgment, 5000).AtMost("auth_server", manner.AuthServer, 250).Done();
        var found = await KeepMailbox.Find(db, mailbox, cancel);
        (found.Name, found.Plus, found.Acknowledgment) = (manner.Name!.Trim(), manner.Plus is not null, string.IsNullOrWhiteSpace(manner.Acknowledgment) ? null : manner.Acknowledgment.Trim());
        found.AuthServer = string.IsNullOrWhiteSpace(manner.AuthServer) ? null : manner.AuthServer.Trim().ToLowerInvariant();
        found.Change();
        await db.SaveChangesAsync(cancel);
        return Results.Redirect("/settings/mail");
    }

    static async Task<IResult> Remove(MailboxId mailbox, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        (await KeepMailbox.Find(db, mailbox, cancel)).Remove(time.Now());
        await db.SaveChangesAsync(cancel);
        return Results.Redirect("/settings/mail");
    }
}
