using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Rapport.Tests.Channels.Mail;

/// <summary>An authorization server that speaks OAuth 2.0 as a provider does: a code with PKCE, tokens that end, and a door at which a mail server asks whose a token is.</summary>
public sealed class TokenServer : IAsyncDisposable
{
    public const string Client = "the desk", Secret = "the desk's secret", User = "jo@shop.example";

    readonly WebApplication web;
    readonly ConcurrentDictionary<string, (string Challenge, string BackTo)> codes = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<string, byte> access = new(StringComparer.Ordinal), refresh = new(StringComparer.Ordinal);
    int given;

    TokenServer(WebApplication web) => this.web = web;

    public Uri Url => new(web.Urls.First());
    public Uri WhoseToken => new(Url, "/whose");

    /// <summary>How long what it gives now lasts, in seconds.</summary>
    public int Lasts { get; set; } = 3600;

    /// <summary>How many tokens it has given.</summary>
    public int Given => given;

    /// <summary>Whoever asks for the next token is sent away.</summary>
    public bool Refuses { get; set; }

    public static async Task<TokenServer> Open()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new TokenServer(builder.Build());
        server.web.MapGet("/authorize", server.Authorize);
        server.web.MapPost("/token", server.Token);
        server.web.MapGet("/whose", (string? access_token) => server.access.ContainsKey(access_token ?? "") ? Results.Json(new { email = User }) : Results.Json(new { error = "invalid_token" }, statusCode: 401));
        await server.web.StartAsync();
        return server;
    }

    /// <summary>As if the person had said yes at once.</summary>
    IResult Authorize(HttpRequest request)
    {
        var q = request.Query;
        if (q["client_id"] != Client || q["response_type"] != "code" || q["code_challenge_method"] != "S256") return Results.BadRequest("unknown client or way");
        var code = Guid.NewGuid().ToString("N");
        codes[code] = (q["code_challenge"].ToString(), q["redirect_uri"].ToString());
        return Results.Redirect($"{q["redirect_uri"]}?code={code}&state={HttpUtility.UrlEncode(q["state"])}");
    }

    async Task<IResult> Token(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        if (form["client_id"] != Client || form["client_secret"] != Secret) return No("invalid_client", "this client is not known");
        if (form["grant_type"] == "authorization_code")
        {
            if (!codes.TryRemove(form["code"].ToString(), out var asked) || asked.BackTo != form["redirect_uri"]) return No("invalid_grant", "this code is not known");
            if (Plain(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString()))) != asked.Challenge) return No("invalid_grant", "the verifier is another one");
        }
        else if (Refuses || form["grant_type"] != "refresh_token" || !refresh.TryRemove(form["refresh_token"].ToString(), out _)) return No("invalid_grant", "the grant was taken back");
        var n = Interlocked.Increment(ref given);
        var (now, next) = ($"access-{n}-{Guid.NewGuid():N}", $"refresh-{n}-{Guid.NewGuid():N}");
        (access[now], refresh[next]) = (0, 0);
        return Results.Json(new { access_token = now, refresh_token = next, token_type = "Bearer", expires_in = Lasts });
    }

    /// <summary>What it has given out is worth nothing any more, though nobody was told.</summary>
    public void Forget() => access.Clear();

    static IResult No(string error, string words) => Results.Json(new { error, error_description = words }, statusCode: 400);

    static string Plain(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    public ValueTask DisposeAsync() => web.DisposeAsync();
}
