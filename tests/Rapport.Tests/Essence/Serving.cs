using System.Text.Json;

namespace Rapport.Tests.Essence;

/// <summary>A conversation in which somebody answers, and keeps what they gave.</summary>
static class Serving
{
    /// <summary>What customer and desk say in these tests, so that interest is in it.</summary>
    public const string Asked = "Hi, the new bag came, thank you. Our dog Max turns ten on Saturday and eats like it's a job.", Interest = "Ten on Saturday! How will you two celebrate, does Max get a cake of his own?";

    public static async Task<Guid> Says(this HttpClient who, long number, string body = Interest) =>
        (await who.Post($"/api/v1/conversations/{number}/messages", new { from = "agent", body })).GetProperty("id").GetGuid();

    public static Task<JsonElement> Keeps(this HttpClient who, long number, string behavior = "interest", string? words = null, int? seconds = null, object? money = null) =>
        who.Post($"/api/v1/conversations/{number}/moments", new { behavior, words, seconds, money });

    public static string PathOf(JsonElement moment) => $"/api/v1/conversations/{moment.GetProperty("conversation").GetInt64()}/moments/{moment.GetProperty("id").GetGuid()}";

    public static Task<string> Page(this HttpClient who, string path) => who.GetStringAsync(new Uri(path, UriKind.Relative));

    public static async Task<int> Count(this HttpClient who, string path) => (await who.Get(path)).GetProperty("items").GetArrayLength();
}
