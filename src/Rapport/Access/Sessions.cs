using System.Collections.Concurrent;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Rapport.Foundation;

namespace Rapport.Access;

/// <summary>What sessions and tokens say about people, kept in memory until something about people changes, on any node.</summary>
public sealed class KnownCallers
{
    readonly ConcurrentDictionary<string, ClaimsIdentity?> known = new(StringComparer.Ordinal);
    int changes;

    public KnownCallers(Topics topics) => topics.OnTold(topic =>
    {
        if (topic is "people" or Topics.All)
        {
            Interlocked.Increment(ref changes);
            known.Clear();
        }
        if (topic.StartsWith("person:", StringComparison.Ordinal) && Guid.TryParse(topic.AsSpan(7), out var person)) topics.Close(person);
    });

    public async ValueTask<ClaimsIdentity?> Find(string key, Func<Task<ClaimsIdentity?>> look)
    {
        if (known.TryGetValue(key, out var identity)) return identity;
        if (known.Count > 10_000) known.Clear();
        var before = Volatile.Read(ref changes);
        identity = await look();
        // A secret that is not ours is not worth remembering, and there are endless ones; what changed while we looked is asked again.
        if (identity is not null && before == Volatile.Read(ref changes)) known[key] = identity;
        return identity;
    }

    public static ClaimsIdentity Identity(Person person, string scheme, string? scopes = null)
    {
        var identity = new ClaimsIdentity(
            [new(ClaimTypes.NameIdentifier, person.Id.Value.ToString()), new(ClaimTypes.Role, person.Role.ToString()), new(ClaimTypes.Name, person.Name), new(ClaimTypes.GivenName, person.Persona), new("stamp", person.Stamp)], scheme);
        if (scopes is not null) identity.AddClaim(new("scopes", scopes));
        return identity;
    }
}

public static class Sessions
{
    public const string Session = "session", Token = "token", Either = "either";

    public static IServiceCollection AddSessions(this IServiceCollection services)
    {
        services.AddSingleton<KnownCallers>().AddSingleton<MailroomKey>().AddSingleton<Guesses>();
        services.AddAuthentication(Either)
            .AddPolicyScheme(Either, null, o => o.ForwardDefaultSelector = http => http.Request.Headers.ContainsKey("Authorization") ? Token : Session)
            .AddScheme<AuthenticationSchemeOptions, TokenHandler>(Token, null)
            .AddCookie(Session, o =>
            {
                o.Cookie.Name = "rapport";
                o.Cookie.HttpOnly = true;
                o.Cookie.SameSite = SameSiteMode.Lax;
                o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
                o.ExpireTimeSpan = TimeSpan.FromDays(14);
                o.SlidingExpiration = true;
                o.Events.OnValidatePrincipal = StillHere;
            });
        return services;
    }

    /// <summary>A session lasts only as long as the person is here and nothing about their rights has changed.</summary>
    static async Task StillHere(CookieValidatePrincipalContext context)
    {
        var http = context.HttpContext;
        var (id, stamp) = (context.Principal?.FindFirstValue(ClaimTypes.NameIdentifier), context.Principal?.FindFirstValue("stamp"));
        // With the stamp, so that a session begun a moment ago is not measured by what was known before it.
        var identity = id is null || stamp is null ? null : await http.RequestServices.GetRequiredService<KnownCallers>().Find($"person:{id}:{stamp}", async () =>
        {
            var db = http.RequestServices.GetRequiredService<RapportDb>();
            var person = PersonId.TryParse(id, null, out var personId) ? await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Id == personId && p.Stamp == stamp && p.Active) : null;
            return person is null ? null : KnownCallers.Identity(person, Session);
        });
        if (identity is null) context.RejectPrincipal();
        else context.ReplacePrincipal(new ClaimsPrincipal(identity));
    }
}

/// <summary>Reads <c>Authorization: Bearer …</c>: an API token, or a visitor's.</summary>
sealed class TokenHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, KnownCallers callers, MailroomKey mailroom) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)) return AuthenticateResult.NoResult();
        var secret = header[7..].Trim();
        if (mailroom.Opens(secret, Context.Connection)) return AuthenticateResult.Success(new(new(MailroomKey.Identity), Sessions.Token));
        var hash = Secret.Hash(secret);
        var identity = await callers.Find("token:" + hash, () => secret.StartsWith(VisitorToken.Prefix, StringComparison.Ordinal) ? Visitor(hash) : Program(hash));
        return identity is null ? AuthenticateResult.NoResult() : AuthenticateResult.Success(new(new(identity), Sessions.Token));
    }

    /// <summary>Asked for only when a caller is new: a live line keeps what its request has taken for as long as it lasts.</summary>
    RapportDb Db => Context.RequestServices.GetRequiredService<RapportDb>();

    async Task<ClaimsIdentity?> Program(string hash)
    {
        var found = await (from t in Db.ApiTokens.AsNoTracking() join p in Db.People on t.PersonId equals p.Id where t.TokenHash == hash && t.RevokedAt == null && p.Active select new { p, t.Scopes }).SingleOrDefaultAsync();
        return found is null ? null : KnownCallers.Identity(found.p, Sessions.Token, found.Scopes);
    }

    async Task<ClaimsIdentity?> Visitor(string hash)
    {
        var customer = await Db.VisitorTokens.AsNoTracking().Where(t => t.TokenHash == hash).Select(t => (Guid?)t.Customer).SingleOrDefaultAsync();
        return customer is null ? null : new ClaimsIdentity([new(ClaimTypes.NameIdentifier, customer.Value.ToString()), new(ClaimTypes.Role, "customer")], Sessions.Token);
    }
}
