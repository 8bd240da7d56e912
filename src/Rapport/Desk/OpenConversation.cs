using NodaTime;
using Rapport.Access;
using Rapport.Customers;
using Rapport.Foundation;
using Rapport.Foundation.Search;

namespace Rapport.Desk;

/// <summary>A customer begins a matter.</summary>
public sealed class OpenConversation : IFeature
{
    public sealed record Request(string? Channel, Introduction? Customer, string? Subject, string? ContactType, string? Body, Instant? OccurredAt);

    public static void Map(IEndpointRouteBuilder app) => app.MapPost("/api/v1/conversations", Handle).For(Who.Agent);

    static async Task<Created<ShowConversation.View>> Handle(Request request, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var now = time.Now();
        var check = new Check().Text("body", request.Body, Conversation.LongestBody).AtMost("subject", request.Subject, Conversation.LongestSubject)
            .OneOf("channel", request.Channel, "api", "chat", "counter", "mail", "phone")
            .That(request.Customer is not null, "customer", "“customer” is missing. Give {\"name\", \"email\"?, \"phone\"?}.")
            .Happened("occurred_at", request.OccurredAt, now);
        request.Customer?.Check(check);
        check.Done();
        var customer = await db.Meet(request.Customer!, time, cancel);
        var channel = request.Channel is null ? Channel.Api : Enum.Parse<Channel>(request.Channel, ignoreCase: true);

        var (conversation, _) = await Open(db, channel, customer, request.Subject, request.Body!, request.OccurredAt ?? now, cancel);
        if (!string.IsNullOrWhiteSpace(request.ContactType)) conversation.Choose(await ChooseContactType.Find(db, request.ContactType, cancel));

        await db.SaveChangesAsync(cancel);
        return Answer.Created($"/api/v1/conversations/{conversation.Number}", await ShowConversation.Of(db, conversation, now, cancel));
    }

    /// <summary>Opens it with the customer's first words and makes it findable.</summary>
    public static async Task<(Conversation, Message)> Open(RapportDb db, Channel channel, Customer customer, string? subject, string body, Instant at, CancellationToken cancel, MessageId? id = null, string? called = null)
    {
        var conversation = Conversation.Open(await db.NextNumber(cancel), channel, customer.Id, subject, body, at);
        var message = conversation.Hear(called ?? customer.Name, body, at, id);
        Add(db, conversation, message, customer);
        return (conversation, message);
    }

    /// <summary>Opens it with words of a machine, to which nobody waits for an answer.</summary>
    public static async Task<(Conversation, Message)> Overhear(RapportDb db, Channel channel, Customer customer, string? subject, string body, Instant at, CancellationToken cancel)
    {
        var conversation = Conversation.Open(await db.NextNumber(cancel), channel, customer.Id, subject, body, at);
        var message = conversation.Overhear(customer.Name, body, at);
        Add(db, conversation, message, customer);
        return (conversation, message);
    }

    static void Add(RapportDb db, Conversation conversation, Message message, Customer customer)
    {
        db.Add(conversation);
        db.AddMessage(message);
        db.Add(new SearchEntry { Kind = "conversation", Conversation = conversation.Id.Value, Customer = customer.Id.Value, Words = Words.ToIndex($"{conversation.Number}", conversation.Subject, customer.Name) });
    }
}
