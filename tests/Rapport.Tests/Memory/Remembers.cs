using System.Text.Json;

namespace Rapport.Tests.Memory;

/// <summary>A customer who has told something, and agreed that it is kept.</summary>
static class Remembers
{
    public static async Task<Guid> CustomerOf(this TestDesk desk, long number) =>
        (await desk.Owner.Get($"/api/v1/conversations/{number}")).GetProperty("customer").GetProperty("id").GetGuid();

    public static Task<JsonElement> Remember(this HttpClient who, Guid customer, string text, string kind = "pet", bool? consent = true, string? toldBy = null, Guid? message = null) =>
        who.Post($"/api/v1/customers/{customer}/memories", new { kind, text, consent, told_by = toldBy, source_message = message });

    public static Task<(int Status, JsonElement Body)> TryRemember(this HttpClient who, Guid customer, object fact) => who.Try(HttpMethod.Post, $"/api/v1/customers/{customer}/memories", fact);

    public static async Task<JsonElement[]> Memories(this HttpClient who, Guid customer) => [.. (await who.Get($"/api/v1/customers/{customer}/memories")).GetProperty("items").EnumerateArray()];

    public static Task<JsonElement> Recognizes(this HttpClient who, long number) => who.Get($"/api/v1/conversations/{number}/recognition");

    public static string[] Texts(this JsonElement view, string list) => [.. view.GetProperty(list).EnumerateArray().Select(f => f.GetProperty("text").GetString()!)];

    /// <summary>A link to the customer's own page, as a path, and a browser that has nothing but it.</summary>
    public static async Task<(string Path, HttpClient Browser)> OwnPage(this TestDesk desk, Guid customer)
    {
        var made = await desk.Owner.Post($"/api/v1/customers/{customer}/own_page");
        return (new Uri(made.GetProperty("url").GetString()!).AbsolutePath, desk.With(null));
    }

    public static string Code(this JsonElement problem) => problem.GetProperty("type").GetString()!.Split('/')[^1];
}
