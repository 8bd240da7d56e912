using System.Net.Http.Json;
using System.Text.Json;

namespace Rapport.Tests.Essence;

/// <summary>What these tests have in common: a shop with something to give.</summary>
static class Giving
{
    public const string TurningTen = "Ha! Thank you. He's turning ten on Saturday, so I suppose it counts as an early party.";

    public static async Task<JsonElement[]> Cues(this HttpClient client, long number) => [.. (await client.Get($"/api/v1/conversations/{number}/cues")).GetProperty("items").EnumerateArray()];

    public static string? Of(this JsonElement thing, string name) => thing.GetProperty(name).GetString();

    public static Task<JsonElement> Tidbit(this HttpClient client, string text = "Senior dogs do better on raised bowls", string about = "dog, Labrador", string? until = null, string? season = null) =>
        client.Post("/api/v1/tidbits", new { text, about, source = "ten years of bowls", until, season });

    public static Task<JsonElement> Allowance(this HttpClient client, long daily = 2500, long each = 5000, int days = 30) =>
        client.Put("/api/v1/allowance", new { per_person_and_day = daily, per_customer = each, days, currency = "USD" });

    public static async Task<Guid> Gesture(this HttpClient client, string title, long minor) =>
        (await client.Post("/api/v1/gestures", new { title, minor, currency = "USD" })).GetProperty("id").GetGuid();

    public static Task<(int Status, JsonElement Body)> Give(this HttpClient client, long number, Guid gesture, long? minor = null) =>
        client.Try(HttpMethod.Post, $"/api/v1/conversations/{number}/surprises", new { gesture, minor });

    /// <summary>It has been on the screen, so it counts.</summary>
    public static async Task<int> Shown(this HttpClient client, long number, string cue) => (await client.Try(HttpMethod.Put, $"/api/v1/conversations/{number}/cues/{cue}/showing", new { })).Status;

    public static Task Mute(this HttpClient client, string kind, string until) => client.PutAsJsonAsync($"/api/v1/cues/mutes/{kind}", new { until });
}
