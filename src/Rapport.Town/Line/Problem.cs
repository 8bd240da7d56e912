using System.Net;
using System.Text.Json;

namespace Rapport.Town.Line;

/// <summary>The desk answered, and its answer was no. The message is for people.</summary>
public sealed class DeskSaidNo(HttpStatusCode status, string kind, string message) : Exception(message)
{
    public HttpStatusCode Status { get; } = status;

    /// <summary>The last part of the problem's type, such as <c>stale-reply</c>.</summary>
    public string Kind { get; } = kind;

    internal static DeskSaidNo From(HttpStatusCode status, string call, string body)
    {
        var (kind, words) = ("", "");
        try
        {
            using var json = JsonDocument.Parse(body);
            var root = json.RootElement;
            if (root.ValueKind is JsonValueKind.Object)
            {
                kind = Text(root, "type").Split('/')[^1];
                words = Text(root, "detail") is { Length: > 0 } detail ? detail : Text(root, "title");
                if (root.TryGetProperty("errors", out var errors) && errors.ValueKind is JsonValueKind.Object)
                    words += string.Concat(errors.EnumerateObject().Select(e => $" {e.Name}: {string.Join(" ", Words(e.Value))}"));
            }
        }
        catch (JsonException)
        {
            words = body.Length > 200 ? body[..200] + "…" : body;
        }
        return new DeskSaidNo(status, kind, $"{call} was answered with {(int)status}{(words.Length == 0 ? "" : ": " + words.Trim())}");
    }

    static string Text(JsonElement of, string name) =>
        of.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString()! : "";

    static IEnumerable<string> Words(JsonElement value) =>
        value.ValueKind is JsonValueKind.Array ? value.EnumerateArray().Select(v => v.ToString()) : [value.ToString()];
}

/// <summary>Nobody answered.</summary>
public sealed class DeskIsSilent(Uri url, Exception why)
    : Exception($"No Rapport answers at {url.GetLeftPart(UriPartial.Authority)}. Start it with ./run, or give its address with --url.", why);
