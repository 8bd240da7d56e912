using System.Globalization;
using System.Security.Cryptography;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Channels.Mail;

/// <summary>What goes out of a mailbox is signed (DKIM): a key is made, its other half is to be published, and once it is found there, letters carry it.</summary>
public sealed class SignLetters : IFeature
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/settings/mail/{mailbox}/dkim", MakeKey).For(Who.Admin);
        app.MapPost("/settings/mail/{mailbox}/dkim/check", Check).For(Who.Admin);
        app.MapPost("/settings/mail/{mailbox}/dkim/end", End).For(Who.Admin);
    }

    /// <summary>What is to stand in the domain's DNS.</summary>
    public sealed record Entry(string Name, string Text)
    {
        public static Entry? Of(Mailbox mailbox, SealedSecrets secrets)
        {
            if (mailbox.Sending is not { DkimDomain: { } domain, DkimSelector: { } selector } || secrets.Open(mailbox.Secrets).DkimKey is not { } key) return null;
            using var rsa = RSA.Create();
            try { rsa.ImportFromPem(key); }
            catch (ArgumentException) { return null; } // a key of another kind, given by a program
            return new($"{selector}._domainkey.{domain}", $"v=DKIM1; k=rsa; p={Convert.ToBase64String(rsa.ExportSubjectPublicKeyInfo())}");
        }
    }

    static async Task<IResult> MakeKey(MailboxId mailbox, RapportDb db, SealedSecrets secrets, TimeProvider time, CancellationToken cancel)
    {
        var found = await KeepMailbox.Find(db, mailbox, cancel);
        Refusal.If(found.Sending is null, "This mailbox cannot send yet, so there is nothing to sign.", "no-sending");
        using var rsa = RSA.Create(2048);
        var selector = string.Create(CultureInfo.InvariantCulture, $"rapport{time.Now().InUtc():yyyyMMdd}");
        found.SetUp(found.Receiving, found.Sending! with { DkimDomain = found.Address[(found.Address.LastIndexOf('@') + 1)..], DkimSelector = selector, DkimWaits = true }, secrets.Seal(secrets.Open(found.Secrets) with { DkimKey = rsa.ExportPkcs8PrivateKeyPem() }));
        return await Kept(db, found, cancel);
    }

    static async Task<IResult> Check(MailboxId mailbox, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var found = await KeepMailbox.Find(db, mailbox, cancel);
        Refusal.If(found.Sending?.DkimSelector is null, "There is no key yet to look for.", "no-key");
        db.Add(Trial.Ask(TrialKind.Dkim, found.Address, found.Name, found.Id, null, me.Id, time.Now()));
        await db.SaveChangesAsync(cancel);
        return Results.Redirect("/settings/mail");
    }

    static async Task<IResult> End(MailboxId mailbox, RapportDb db, SealedSecrets secrets, CancellationToken cancel)
    {
        var found = await KeepMailbox.Find(db, mailbox, cancel);
        if (found.Sending is { } sending) found.SetUp(found.Receiving, sending with { DkimDomain = null, DkimSelector = null, DkimWaits = false }, secrets.Seal(secrets.Open(found.Secrets) with { DkimKey = null }));
        return await Kept(db, found, cancel);
    }

    static async Task<IResult> Kept(RapportDb db, Mailbox mailbox, CancellationToken cancel)
    {
        mailbox.Change();
        await db.SaveChangesAsync(cancel);
        return Results.Redirect("/settings/mail");
    }

    /// <summary>It is there: from now on letters carry the signature.</summary>
    public static void Found(Mailbox mailbox)
    {
        if (mailbox.Sending is not { DkimWaits: true } sending) return;
        mailbox.SetUp(mailbox.Receiving, sending with { DkimWaits = false }, mailbox.Secrets);
        mailbox.Change();
    }
}
