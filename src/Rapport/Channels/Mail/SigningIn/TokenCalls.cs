using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Rapport.Channels.Mail.SigningIn;

/// <summary>What a provider gave: a token for some time, and perhaps another with which to ask for the next.</summary>
public sealed record Tokens(string Access, string? Refresh, TimeSpan Lasts);

/// <summary>The provider said no, and asking again the same way changes nothing.</summary>
public sealed class TokenRefused(string words) : Exception(words);

/// <summary>The provider was not reached, or is not well.</summary>
public sealed class TokenUnreachable(string words, Exception? cause = null) : Exception(words, cause);

/// <summary>Asks providers for tokens: those that stand on the whole internet, and no others.</summary>
public sealed class TokenCalls : IDisposable
{
    const int Largest = 256 * 1024, LongestToken = 16_000, Usual = 3600;
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    readonly HttpClient client;

    public TokenCalls() : this(PictureProxy.IsPublic, PublicCalls.WebPort) { }

    internal TokenCalls(Func<IPAddress, bool> mayCall, Func<int, bool> mayKnock) => client = new(PublicCalls.Guard(mayCall, mayKnock)) { Timeout = Patience, MaxResponseContentBufferSize = Largest };

    public async Task<Tokens> Ask(Provider provider, string? secret, IReadOnlyDictionary<string, string> with, CancellationToken cancel)
    {
        var form = new Dictionary<string, string>(with, StringComparer.Ordinal) { ["client_id"] = provider.ClientId ?? "" };
        if (secret is not null) form["client_secret"] = secret;
        using var request = new HttpRequestMessage(HttpMethod.Post, provider.TokenUrl) { Content = new FormUrlEncodedContent(form) };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        try
        {
            using var answer = await client.SendAsync(request, cancel);
            var said = await answer.Content.ReadAsStringAsync(cancel);
            if ((int)answer.StatusCode >= 500 || answer.StatusCode is HttpStatusCode.TooManyRequests) throw new TokenUnreachable($"{provider.Name} is not well ({(int)answer.StatusCode}).");
            return answer.IsSuccessStatusCode ? Read(provider, said) : throw new TokenRefused($"{provider.Name} says no: {Why(said, (int)answer.StatusCode)}");
        }
        catch (HttpRequestException e) { throw new TokenUnreachable($"{provider.Name} was not reached: {e.Message}", e); }
        catch (OperationCanceledException e) when (!cancel.IsCancellationRequested) { throw new TokenUnreachable($"{provider.Name} does not answer in time.", e); }
    }

    static Tokens Read(Provider provider, string said)
    {
        try
        {
            using var json = JsonDocument.Parse(said);
            var given = json.RootElement;
            if (Word(given, "access_token") is not { Length: > 0 and < LongestToken } access) throw new TokenRefused($"{provider.Name} gave no access token.");
            var seconds = given.TryGetProperty("expires_in", out var lasts) && (lasts.ValueKind is JsonValueKind.Number ? lasts.TryGetDouble(out var n) : double.TryParse(lasts.ToString(), System.Globalization.CultureInfo.InvariantCulture, out n)) ? n : Usual;
            return new(access, Word(given, "refresh_token") is { Length: > 0 and < LongestToken } refresh ? refresh : null, TimeSpan.FromSeconds(Math.Clamp(seconds, 30, 30 * 86_400)));
        }
        catch (JsonException e) { throw new TokenUnreachable($"{provider.Name} answered with something that is no token.", e); }
    }

    static string? Word(JsonElement given, string name) => given.ValueKind is JsonValueKind.Object && given.TryGetProperty(name, out var word) && word.ValueKind is JsonValueKind.String ? word.GetString() : null;

    static string Why(string said, int status)
    {
        try
        {
            using var json = JsonDocument.Parse(said);
            return Clean.Line(Word(json.RootElement, "error_description") ?? Word(json.RootElement, "error"), 300) is { Length: > 0 } words ? words : $"status {status}";
        }
        catch (JsonException) { return $"status {status}"; }
    }

    public void Dispose() => client.Dispose();
}
