using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Channels.Mail.SigningIn;

/// <summary>An admin signs in at the provider of a mailbox (OAuth 2.0, a code with PKCE) and comes back with it opened.</summary>
public sealed class SignInToMail : IFeature
{
    const string Back = "/settings/mail/signed-in";

    public sealed record Form
    {
        public string? Provider { get; init; }
        public string? Address { get; init; }
        public string? Name { get; init; }
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/settings/mail/sign-in", Begin).For(Who.Admin).DisableAntiforgery();
        app.MapGet(Back, Return).For(Who.Admin).DoesItsOwnWrites();
    }

    public static string BackTo(HttpContext http, IConfiguration settings) =>
        (MailSettings.PublicUrl(settings) ?? $"{http.Request.Scheme}://{http.Request.Host}") + Back;

    static async Task<IResult> Begin([FromForm] Form form, Me me, RapportDb db, SealedSecrets secrets, IConfiguration settings, HttpContext http, TimeProvider time, CancellationToken cancel)
    {
        new Check().Text("address", form.Address, Correspondent.LongestAddress).Email("address", form.Address?.Trim()).AtMost("name", form.Name, 100).Done();
        var provider = await db.MailProviders.AsNoTracking().SingleOrDefaultAsync(p => p.Key == form.Provider, cancel) ?? throw new NotFound("provider");
        Refusal.If(!provider.IsSetUp, $"{provider.Name} does not know this desk yet. Give the client ID first.", "not-set-up");
        var (state, verifier) = (Secret(), Secret());
        var address = Mailbox.Normal(form.Address!);
        var begun = new MailSignIn { Provider = provider.Key, Address = address, Name = string.IsNullOrWhiteSpace(form.Name) ? address : form.Name.Trim(), StateHash = Hash(state), Verifier = secrets.SealText(verifier), BackTo = BackTo(http, settings), BegunById = me.Id, BegunAt = time.Now() };
        db.Add(begun);
        await db.SaveChangesAsync(cancel);
        return Pages.Show<GoToProvider>(new { Me = me, Provider = provider.Name, Address = address, To = Door(provider, begun, state, verifier) });
    }

    static string Door(Provider provider, MailSignIn begun, string state, string verifier)
    {
        var query = string.Join('&', new[]
        {
            ("response_type", "code"), ("client_id", provider.ClientId!), ("redirect_uri", begun.BackTo), ("scope", provider.Scopes), ("state", state),
            ("code_challenge", Plain(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)))), ("code_challenge_method", "S256"), ("login_hint", begun.Address),
        }.Select(p => $"{p.Item1}={Uri.EscapeDataString(p.Item2)}"));
        return $"{provider.AuthorizeUrl}{(provider.AuthorizeUrl.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{query}{(provider.Extra.Length > 0 ? "&" + provider.Extra : "")}";
    }

    static async Task<IResult> Return(string? code, string? state, string? error, [FromQuery(Name = "error_description")] string? description, Me me, RapportDb db, Writes writes, TokenCalls calls, SealedSecrets secrets, TimeProvider time, CancellationToken cancel)
    {
        var begun = await writes.Do(db, () => Take(db, state, me, time.Now(), cancel), cancel);
        Refusal.If(begun is null, "This sign-in was not begun here by you, was used already, or has taken longer than ten minutes. Begin it again in the settings of mail.", "not-begun");
        var provider = await db.MailProviders.AsNoTracking().SingleAsync(p => p.Key == begun.Provider, cancel);
        Refusal.If(error is not null || string.IsNullOrEmpty(code), $"{provider.Name} did not let you in: {Clean.Line(description ?? error ?? "it gave no code", 300)}", "not-let-in");
        Tokens tokens;
        try
        {
            tokens = await calls.Ask(provider, secrets.OpenText(provider.ClientSecret), new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["grant_type"] = "authorization_code",
                ["code"] = code!,
                ["redirect_uri"] = begun.BackTo,
                ["code_verifier"] = secrets.OpenText(begun.Verifier) ?? "",
            }, cancel);
        }
        catch (Exception e) when (e is TokenRefused or TokenUnreachable) { throw new Refusal(e.Message, "no-token"); }
        await writes.Do(db, () => Open(db, begun, provider, tokens, secrets, me, time.Now(), cancel), cancel);
        return Results.Redirect("/settings/mail");
    }

    /// <summary>Whoever brings back a state that was given to somebody else, or a second time, has nothing begun.</summary>
    static async Task<MailSignIn?> Take(RapportDb db, string? state, Me me, Instant now, CancellationToken cancel)
    {
        var (hash, since) = (Hash(state ?? ""), now - MailSignIn.Lasts);
        await db.MailSignIns.Where(s => s.BegunAt < since).ExecuteDeleteAsync(cancel);
        return await db.MailSignIns.Where(s => s.StateHash == hash && s.BegunById == me.Id && s.UsedAt == null).ExecuteUpdateAsync(s => s.SetProperty(x => x.UsedAt, now), cancel) == 1
            ? await db.MailSignIns.AsNoTracking().SingleAsync(s => s.StateHash == hash, cancel) : null;
    }

    static async Task Open(RapportDb db, MailSignIn begun, Provider provider, Tokens tokens, SealedSecrets secrets, Me me, Instant now, CancellationToken cancel)
    {
        var mailbox = await db.Mailboxes.SingleOrDefaultAsync(m => m.Address == begun.Address && m.RemovedAt == null, cancel);
        var opened = secrets.Seal(Keep(mailbox is null ? new() : secrets.Open(mailbox.Secrets), tokens));
        if (mailbox is null) db.Add(mailbox = Mailbox.Add(begun.Address, begun.Name, In(provider, begun.Address), Out(provider, begun.Address, null), opened, now));
        else
        {
            // Which folders, and what becomes of a letter there, was chosen by somebody and stays.
            mailbox.SetUp(mailbox.Receiving is { } i ? In(provider, begun.Address) with { Folders = i.Folders, After = i.After, MoveTo = i.MoveTo } : In(provider, begun.Address), Out(provider, begun.Address, mailbox.Sending), opened);
            mailbox.Change();
        }
        mailbox.SignedIn(provider.Key, tokens.Lasts, now);
        db.Add(Trial.Ask(TrialKind.Check, mailbox.Address, mailbox.Name, mailbox.Id, null, me.Id, now));
        await KeepMailbox.TakeOn(db, mailbox, now, cancel);
        await db.SaveChangesAsync(cancel);
    }

    public static MailSecrets Keep(MailSecrets before, Tokens tokens) => before with { InPassword = null, OutPassword = null, InToken = tokens.Access, OutToken = tokens.Access, RefreshToken = tokens.Refresh ?? before.RefreshToken };

    static Receiving In(Provider p, string user) => new(p.Receiving.Host, p.Receiving.Port, p.Receiving.Secure, user, ["INBOX"]);

    static Sending Out(Provider p, string user, Sending? before) => new(p.Sending.Host, p.Sending.Port, p.Sending.Secure, user, before?.DkimDomain, before?.DkimSelector);

    static string Secret() => Plain(RandomNumberGenerator.GetBytes(32));

    static string Plain(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
