using System.Text.Json.Serialization;
using NodaTime;
using Rapport.Access;
using Rapport.Customers;
using Rapport.Desk;
using Rapport.Foundation;
using Rapport.Handovers;

namespace Rapport.Bonds.Lanes;

public readonly record struct LaneAskId(Guid Value) : IId<LaneAskId>
{
    public static LaneAskId From(Guid value) => new(value);
}

/// <summary>How waiting for one's person ended.</summary>
public enum LaneEnding { Taken, Declined, Expired, SomebodyElse, Resolved, NotAvailable }

public sealed record LaneAsked(ConversationId Conversation, long Number, CustomerId Customer, LaneAskId Ask, PersonId Person, Instant AnswerBy, string Sentence) : IToldInThread
{
    IEnumerable<string> IFact.Topics => [$"conversation:{Number}", "inbox", BondTopics.Of(Person)];
}

/// <summary>Over, one way or another. Whose doing it was, and whether somebody would rather not, is nobody's business: the log does not know.</summary>
public sealed record LaneEnded(ConversationId Conversation, long Number, CustomerId Customer, LaneAskId Ask, string Sentence) : IToldInThread, IUnsigned
{
    /// <summary>Whose own page changes.</summary>
    [JsonIgnore] public PersonId Person { get; init; }

    IEnumerable<string> IFact.Topics => [$"conversation:{Number}", "inbox", BondTopics.Of(Person)];
}

/// <summary>A customer asks for their person and waits for them: offered to that person, never forced, and until a time that the customer was told.</summary>
public sealed class LaneAsk : Entity
{
    public LaneAskId Id { get; init; } = Ids.New<LaneAskId>();
    public required ConversationId ConversationId { get; init; }
    public required long Number { get; init; }
    public required CustomerId CustomerId { get; init; }
    public required PersonId PersonId { get; init; }

    /// <summary>Who noted it for the customer; nobody where the customer asked themselves.</summary>
    public PersonId? NotedById { get; init; }

    /// <summary>Where somebody has the conversation, it is handed over, and they stay until the other is there.</summary>
    public HandoverId? HandoverId { get; init; }

    public required Instant AskedAt { get; init; }
    public required Instant AnswerBy { get; init; }
    public Instant? EndedAt { get; private set; }
    public LaneEnding? Ending { get; private set; }

    public static LaneAsk For(Conversation conversation, Person person, string customer, PersonId? noted, HandoverId? handover, Instant at, Instant answerBy)
    {
        var ask = new LaneAsk { ConversationId = conversation.Id, Number = conversation.Number, CustomerId = conversation.CustomerId, PersonId = person.Id, NotedById = noted, HandoverId = handover, AskedAt = at, AnswerBy = answerBy };
        ask.Announce(new LaneAsked(conversation.Id, conversation.Number, conversation.CustomerId, ask.Id, person.Id, answerBy, $"{customer} asks for {person.Name}"));
        return ask;
    }

    public void End(LaneEnding ending, Instant at)
    {
        if (EndedAt is not null) return;
        (EndedAt, Ending) = (at, ending);
        var sentence = ending switch
        {
            LaneEnding.Taken => "The one they asked for is there",
            LaneEnding.SomebodyElse => "They would rather have somebody now",
            LaneEnding.Resolved => "It is resolved, so nobody waits any more",
            _ when HandoverId is not null => "It stays where it is",
            _ => "It goes to everybody again",
        };
        Announce(new LaneEnded(ConversationId, Number, CustomerId, Id, sentence) { Person = PersonId });
    }
}
