using System.Net;

namespace Rapport.Town.Line;

public sealed record ChatMessage(string Id, int Position, string At, string From, string Name, string Body);
public sealed record ChatConversation(long Number, string Status);
public sealed record ChatState(ChatConversation? Conversation, int Unread, int ReadTo, IReadOnlyList<ChatMessage> Messages);

/// <summary>A customer at the chat widget: the calls the widget makes, without its looks.</summary>
public sealed class Visitor(DeskLine line, string token)
{
    sealed record Opened(string Token);
    sealed record Page(IReadOnlyList<ChatMessage> Items);

    int seen;

    public string Token => token;

    public static async Task<Visitor> Arrive(DeskLine line, string? key, CancellationToken cancel) =>
        new(line, (await line.Post<Opened>("/chat/v1/visits", null, new { }, key, cancel)).Token);

    public Task<ChatState> Look(CancellationToken cancel) => line.Get<ChatState>("/chat/v1/visit", token, cancel);

    public async Task<ChatMessage> Say(Guid id, string body, string? name, string? email, CancellationToken cancel)
    {
        var message = await line.Post<ChatMessage>("/chat/v1/messages", token, new { id, body, name, email }, null, cancel);
        seen = Math.Max(seen, message.Position);
        return message;
    }

    public Task Type(CancellationToken cancel) => line.Tell(HttpMethod.Post, "/chat/v1/typing", token, new { typing = true }, null, cancel);

    /// <summary>Fetches what is new, says that it was read, and returns what the desk said.</summary>
    public async Task<IReadOnlyList<ChatMessage>> Read(CancellationToken cancel)
    {
        var fresh = (await line.Get<Page>($"/chat/v1/messages?after={seen}", token, cancel)).Items;
        if (fresh.Count == 0) return [];
        seen = fresh[^1].Position;
        await line.Tell(HttpMethod.Put, "/chat/v1/read", token, new { position = seen }, null, cancel);
        return [.. fresh.Where(m => m.From == "desk")];
    }

    /// <summary>Whether the desk still knows this visitor.</summary>
    public async Task<bool> IsKnown(CancellationToken cancel)
    {
        try
        {
            await Look(cancel);
            return true;
        }
        catch (DeskSaidNo no) when (no.Status is HttpStatusCode.Unauthorized or HttpStatusCode.NotFound)
        {
            return false;
        }
    }
}
