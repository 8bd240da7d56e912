using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Desk;
using Rapport.Foundation;
using Rapport.Roles;

namespace Rapport.Essence.Cues;

/// <summary>What lies on the counter in front of somebody, or what a program says is ordered in a conversation. It says much about a person, so it is gone within the hour, and at once when it is taken off.</summary>
public sealed class Basket
{
    public const int Most = 50, LongestItem = 300;
    public static readonly Duration Lies = Duration.FromHours(1);

    public required ConversationId ConversationId { get; init; }

    /// <summary>One a line, as it is called.</summary>
    public required string Items { get; set; }

    public required Instant PutAt { get; set; }
}

/// <summary>Whoever serves puts down what is bought, at the counter or for a conversation on any channel, and the cues are made from it. It is in no log.</summary>
public sealed class PutOnCounter : IFeature
{
    /// <param name="Items">By program: one by one.</param>
    /// <param name="Typed">By hand: with commas or lines between.</param>
    public sealed record Request(IReadOnlyList<string>? Items, string? Typed);

    public sealed record View(IReadOnlyList<string> Items);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/counter/{number:long}/cues", Card).For(Who.Agent);
        foreach (var route in new[] { "/api/v1/conversations/{number:long}/basket", "/counter/{number:long}/basket" })
        {
            app.MapPut(route, Put).For(Who.Agent).KeepsOwn();
            app.MapDelete(route, Clear).For(Who.Agent);
        }
    }

    static async Task<IResult> Card(long number, Me me, RapportDb db, Openings openings, TimeProvider time, HttpContext http, CancellationToken cancel)
    {
        var cues = await CuesView.Load(db, openings, number, me, time.Now(), cancel);
        return Fragment.Of<CounterCues>(http, new { Cues = cues, Items = await db.OnCounter((await db.ToRead(number, cancel)).Id, time.Now(), cancel) });
    }

    static async Task<Answer<View>> Put(long number, Request request, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var items = (request.Items ?? (request.Typed ?? "").Split(',', '\n')).Select(i => (i ?? "").ReplaceLineEndings(" ").Trim()).Where(i => i.Length > 0).ToList();
        new Check().That(items.Count is >= 1 and <= Basket.Most, "items", $"“items” is missing. Give the names of 1 to {Basket.Most} things.")
            .That(items.TrueForAll(i => i.Length <= Basket.LongestItem && !i.Contains('\0', StringComparison.Ordinal)), "items", $"“items” has a name of more than {Basket.LongestItem} characters, or one that is no text.").Done();
        var conversation = await db.ToChange(number, cancel);
        Refusal.If(conversation.Status is not Status.Open, "This conversation is finished. Start a new one for what lies there now.");
        Theirs(conversation, me);
        var basket = await db.Baskets.SingleOrDefaultAsync(b => b.ConversationId == conversation.Id, cancel);
        if (basket is null) db.Add(basket = new Basket { ConversationId = conversation.Id, Items = "", PutAt = time.Now() });
        (basket.Items, basket.PutAt) = (string.Join('\n', items), time.Now());
        db.Touch($"conversation:{number}");
        await db.SaveChangesAsync(cancel);
        return Answer.Ok(new View(items));
    }

    static void Theirs(Conversation conversation, Me me) =>
        Refusal.If(conversation.OwnerId is { } owner && owner != me.Id, "Somebody else serves here. What lies there is theirs to put down and to take off.");

    static async Task<NoContent> Clear(long number, Me me, RapportDb db, CancellationToken cancel)
    {
        var conversation = await db.ToRead(number, cancel);
        Theirs(conversation, me);
        await db.Baskets.Where(b => b.ConversationId == conversation.Id).ExecuteDeleteAsync(cancel);
        db.Touch($"conversation:{number}");
        return Answer.Nothing;
    }
}

public static class OnCounterReading
{
    /// <summary>What lies there now; what has been forgotten there does not.</summary>
    public static async Task<IReadOnlyList<string>> OnCounter(this RapportDb db, ConversationId conversation, Instant now, CancellationToken cancel)
    {
        var since = now - Basket.Lies;
        var items = await db.Baskets.Where(b => b.ConversationId == conversation && b.PutAt > since).Select(b => b.Items).SingleOrDefaultAsync(cancel);
        return items?.Split('\n') ?? [];
    }
}
