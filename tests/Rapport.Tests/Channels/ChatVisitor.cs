using System.Text.Json;

namespace Rapport.Tests.Channels;

/// <summary>A customer at the widget, as far as the desk can tell: its calls with a key of its own.</summary>
public sealed class ChatVisitor(HttpClient http, string key)
{
    public string Key => key;
    public HttpClient Http => http;

    public static async Task<ChatVisitor> Arrive(TestDesk desk)
    {
        using var nobody = desk.With(null);
        var key = (await nobody.Post("/chat/v1/visits")).GetProperty("token").GetString()!;
        return new(desk.With(key), key);
    }

    /// <summary>Gives the number of the conversation that these words opened or went on with.</summary>
    public async Task<long> Says(string body, Guid? id = null, string? name = null, string? email = null)
    {
        await http.Post("/chat/v1/messages", new { id = id ?? Guid.NewGuid(), body, name, email });
        return (await Sees()).GetProperty("conversation").GetProperty("number").GetInt64();
    }

    public Task<JsonElement> Sees() => http.Get("/chat/v1/visit");

    public async Task<string[]> Reads() => [.. (await Sees()).GetProperty("messages").EnumerateArray().Select(m => m.GetProperty("body").GetString()!)];
}
