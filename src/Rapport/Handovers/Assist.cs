using NodaTime;
using Rapport.Access;
using Rapport.Desk;
using Rapport.Foundation;

namespace Rapport.Handovers;

public readonly record struct AssistId(Guid Value) : IId<AssistId>
{
    public static AssistId From(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? _, out AssistId id) => Ids.TryParse(text, out id);
}

/// <summary>Somebody helps while the owner stays the owner. Both are credited for it.</summary>
public sealed class Assist : Entity
{
    public const int LongestQuestion = 1000;

    public AssistId Id { get; init; } = Ids.New<AssistId>();
    public required ConversationId ConversationId { get; init; }
    public required long Number { get; init; }
    public required PersonId OwnerId { get; init; }
    public required PersonId HelperId { get; init; }
    public required string Question { get; init; }
    public required Reason Reason { get; init; }
    public string? Missing { get; init; }

    /// <summary>Whether the helper may write to the customer too, under their own name; otherwise they whisper in notes.</summary>
    public required bool MayAnswer { get; init; }

    public required Instant AskedAt { get; init; }
    public Instant? JoinedAt { get; private set; }
    public Instant? EndedAt { get; private set; }

    public static Assist Ask(Conversation conversation, Person owner, Person helper, string question, Reason reason, string? missing, bool mayAnswer, Instant at)
    {
        var assist = new Assist { ConversationId = conversation.Id, Number = conversation.Number, OwnerId = owner.Id, HelperId = helper.Id, Question = question.Trim(), Reason = reason, Missing = missing, MayAnswer = mayAnswer, AskedAt = at };
        assist.Announce(new AssistAsked(conversation.Id, conversation.Number, conversation.CustomerId, assist.Id, owner.Id, helper.Id, reason, missing, $"{owner.Name} asks {helper.Name} for help, {reason.Words(missing)}"));
        return assist;
    }

    public void Join(Conversation conversation, Person owner, Person helper, Instant at)
    {
        if (JoinedAt is not null) return;
        if (EndedAt is not null) throw Refusal.Conflict("They don't need you there any more. Thank you all the same.", "assist-over");
        JoinedAt = at;
        Announce(new AssistJoined(conversation.Id, Number, conversation.CustomerId, Id, OwnerId, HelperId, MayAnswer, $"{helper.Name} joined for a question · {owner.Name} stays the owner"));
    }

    /// <summary>It ends because of something else.</summary>
    public void EndByItself(Conversation conversation, string how, string words, Instant at)
    {
        EndedAt = at;
        Announce(new AssistEnded(conversation.Id, Number, conversation.CustomerId, Id, OwnerId, HelperId, how, words));
    }

    public void End(Conversation conversation, Person owner, Person helper, PersonId by, Instant at)
    {
        if (EndedAt is not null) return;
        EndedAt = at;
        var (how, words) = (by == HelperId, JoinedAt) switch
        {
            (true, null) => ("declined", $"{helper.Name} can't right now"),
            (true, _) => ("left", $"{helper.Name} helped and left"),
            (_, null) => ("withdrawn", $"{owner.Name} doesn't need {helper.Name} any more"),
            _ => ("thanked", $"{owner.Name} thanks {helper.Name} for helping"),
        };
        Announce(new AssistEnded(conversation.Id, Number, conversation.CustomerId, Id, OwnerId, HelperId, how, words));
    }
}
