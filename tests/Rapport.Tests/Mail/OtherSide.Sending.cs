using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Rapport.Tests.Mail;

public sealed partial class OtherSide
{
    readonly Work<JsonElement?> toSend = new(), toTry = new();
    readonly ConcurrentDictionary<string, byte[]> files = [];

    public Events<JsonElement> Outcomes { get; } = new();
    public Events<JsonElement> Tried { get; } = new();

    void SendingDoors(RouteGroupBuilder doors)
    {
        doors.MapPost("/sending", async (HttpContext http) => await toSend.Next(http.RequestAborted) is { } letter ? Results.Json(letter) : Results.NoContent());
        doors.MapGet("/sending/{id}/files/{n}", (string id, int n) => Results.Bytes(files[$"{id}/{n}"]));
        doors.MapPut("/sending/{id}/outcome", (string id, JsonElement said) =>
        {
            Outcomes.Add(id, said.Clone());
            return Results.NoContent();
        });
        doors.MapPost("/trials", async (HttpContext http) => await toTry.Next(http.RequestAborted) is { } trial ? Results.Json(trial) : Results.NoContent());
        doors.MapPut("/trials/{id}", (string id, JsonElement said) =>
        {
            Tried.Add(id, said.Clone());
            return Results.NoContent();
        });
    }

    public void File(string id, int n, byte[] bytes) => files[$"{id}/{n}"] = bytes;

    /// <summary>Hands a letter to the mailroom to be sent; gives what became of it.</summary>
    public async Task<JsonElement> Send(string id, object letter)
    {
        toSend.Give(JsonSerializer.SerializeToElement(letter));
        return await Outcomes.Next(id);
    }

    public async Task<JsonElement> Try(string id, object trial)
    {
        toTry.Give(JsonSerializer.SerializeToElement(trial));
        return await Tried.Next(id);
    }
}
