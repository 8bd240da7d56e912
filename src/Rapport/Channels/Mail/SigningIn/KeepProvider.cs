using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Channels.Mail.SigningIn;

/// <summary>Who the house is to a mail provider: a client ID and its secret, and, for a provider of one's own, where its doors are.</summary>
public sealed class KeepProvider : IFeature
{
    public sealed record Request(string? Name, string? AuthorizeUrl, string? TokenUrl, string? Scopes, string? Extra, Provider.Server? Receiving, Provider.Server? Sending, string? ClientId, string? ClientSecret);

    public sealed record View(string Key, string Name, string AuthorizeUrl, string TokenUrl, string Scopes, string Extra, Provider.Server Receiving, Provider.Server Sending, string? ClientId, bool HasSecret, string Help)
    {
        public static View Of(Provider p) => new(p.Key, p.Name, p.AuthorizeUrl, p.TokenUrl, p.Scopes, p.Extra, p.Receiving, p.Sending, p.ClientId, p.ClientSecret is not null, p.Help);
    }

    public sealed record Form
    {
        public string? ClientId { get; init; }
        public string? ClientSecret { get; init; }
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/mail-providers", List).For(Who.Admin);
        app.MapPut("/api/v1/mail-providers/{key}", Put).For(Who.Admin);
        app.MapPost("/settings/mail/providers/{key}", Introduce).For(Who.Admin).DisableAntiforgery();
    }

    static async Task<Answer<PageOf<View>>> List(RapportDb db, CancellationToken cancel) =>
        Answer.Ok(Paging.All((await db.MailProviders.AsNoTracking().OrderBy(p => p.Name).ToListAsync(cancel)).Select(View.Of)));

    static async Task<Answer<View>> Put(string key, Request request, RapportDb db, SealedSecrets secrets, CancellationToken cancel)
    {
        var provider = await db.MailProviders.SingleOrDefaultAsync(p => p.Key == key, cancel);
        Check(key, request, provider is null).Done();
        if (provider is null) db.Add(provider = new() { Key = key, Name = request.Name!, AuthorizeUrl = request.AuthorizeUrl!, TokenUrl = request.TokenUrl!, Scopes = request.Scopes!, Extra = "", ReceivingText = Written.Of(request.Receiving)!, SendingText = Written.Of(request.Sending)!, Help = "Ask the provider for a client ID and a client secret, and give it the address below as the one to come back to." });
        (provider.Name, provider.AuthorizeUrl, provider.TokenUrl) = (request.Name ?? provider.Name, request.AuthorizeUrl ?? provider.AuthorizeUrl, request.TokenUrl ?? provider.TokenUrl);
        (provider.Scopes, provider.Extra) = (request.Scopes ?? provider.Scopes, request.Extra ?? provider.Extra);
        (provider.ReceivingText, provider.SendingText) = (Written.Of(request.Receiving) ?? provider.ReceivingText, Written.Of(request.Sending) ?? provider.SendingText);
        provider.Introduce(request.ClientId!, request.ClientSecret is { Length: > 0 } secret ? secrets.SealText(secret) : provider.ClientSecret);
        await db.SaveChangesAsync(cancel);
        return Answer.Ok(View.Of(provider));
    }

    static async Task<IResult> Introduce(string key, [FromForm] Form form, RapportDb db, SealedSecrets secrets, CancellationToken cancel)
    {
        new Check().Text("client_id", form.ClientId, 500).AtMost("client_secret", form.ClientSecret, 1000).Done();
        var provider = await db.MailProviders.SingleOrDefaultAsync(p => p.Key == key, cancel) ?? throw new NotFound("provider");
        provider.Introduce(form.ClientId!, form.ClientSecret is { Length: > 0 } secret ? secrets.SealText(secret) : provider.ClientSecret);
        await db.SaveChangesAsync(cancel);
        return Results.Redirect("/settings/mail");
    }

    static Check Check(string key, Request request, bool fresh)
    {
        var check = new Check().That(key.Length is > 1 and <= 40 && key.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'), "key", "The key of a provider is a short word of small letters, digits and hyphens.")
            .Text("client_id", request.ClientId, 500).AtMost("client_secret", request.ClientSecret, 1000).AtMost("name", request.Name, 100).AtMost("scopes", request.Scopes, 2000).AtMost("extra", request.Extra, 500)
            .That(request.AuthorizeUrl is null || IsDoor(request.AuthorizeUrl), "authorize_url", "Where people sign in must be the https address of a page.").That(request.TokenUrl is null || IsDoor(request.TokenUrl), "token_url", "Where keys are fetched must be an https address.");
        foreach (var (name, server) in new[] { ("receiving", request.Receiving), ("sending", request.Sending) })
            check.That(server is null || (!string.IsNullOrWhiteSpace(server.Host) && server.Port is >= 1 and <= 65535 && server.Secure is "tls" or "starttls" or "none"), name, $"“{name}” needs a “host”, a “port” and “secure”: tls, starttls or none.");
        if (fresh) check.Text("name", request.Name, 100).Text("authorize_url", request.AuthorizeUrl, 1000).Text("token_url", request.TokenUrl, 1000).Text("scopes", request.Scopes, 2000).That(request.Receiving is not null, "receiving", "“receiving” is missing.").That(request.Sending is not null, "sending", "“sending” is missing.");
        return check;
    }

    /// <summary>A secret goes over an open line on this machine alone, which the guard of outgoing calls does not call anyway.</summary>
    static bool IsDoor(string url) => url.Length <= 1000 && Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.UserInfo.Length == 0 && (uri.Scheme == "https" || uri is { Scheme: "http", IsLoopback: true });
}
