using NodaTime;
using Rapport.Customers;
using Rapport.Desk;
using Rapport.Foundation;

namespace Rapport.Promoters;

public readonly record struct AskId(Guid Value) : IId<AskId>
{
    public static AskId From(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? _, out AskId id) => Ids.TryParse(text, out id);
}

/// <summary>The third question takes turns by lot, so that nobody is asked more than three.</summary>
public enum Rotating { Adjectives, Frequency, PickedUp, Recommend }

/// <summary>
/// A customer was drawn when a matter ended. Who was drawn is kept with the chance of it, answered or not: only so can what was answered be weighed
/// for who did not. It announces nothing, and neither does the answer: in the log it would stand beside the name of whoever served.
/// </summary>
public sealed class Ask
{
    /// <summary>So long the question stands; afterwards its week can be added up.</summary>
    public static readonly Duration Stands = Duration.FromDays(14);

    public AskId Id { get; init; } = Ids.New<AskId>();
    public required ConversationId ConversationId { get; init; }
    public required CustomerId CustomerId { get; init; }
    public required Channel Channel { get; init; }

    /// <summary>Had been here with another matter before.</summary>
    public required bool ReturningCustomer { get; init; }

    public required Rotating Question { get; init; }

    /// <summary>The chance with which it was drawn: one in so many.</summary>
    public required int OneIn { get; init; }

    /// <summary>Whether, once they have answered, they are asked once more, so many days after the matter ended. Drawn with the rest, so that taking an answer back draws no second lot.</summary>
    public int? RecallDays { get; init; }

    public required Instant AskedAt { get; init; }

    /// <summary>“No, thanks.”</summary>
    public Instant? DeclinedAt { get; private set; }

    /// <summary>The matter was opened again before there was an answer, so nothing is asked of it any more.</summary>
    public Instant? WithdrawnAt { get; private set; }

    public bool StandsAt(Instant now) => WithdrawnAt is null && now < AskedAt + Stands;

    public void Decline(Instant at) => DeclinedAt ??= at;

    public void Withdraw(Instant at) => WithdrawnAt ??= at;
}

public enum Frequency { Never, Seldom, Sometimes, Often, Always }

/// <summary>Whether there was something they hoped would be picked up on, and whether it was.</summary>
public enum PickedUp { Nothing, Yes, Missed }

/// <summary>What a customer said, if they did. Whatever they left out is null; they can change it and take it back.</summary>
public sealed class CustomerAnswer
{
    public const int HighestRecommend = 10, Promoter = 9, Passive = 7;

    public required AskId AskId { get; init; }
    public required Instant At { get; init; }

    /// <summary>Something to remember, and not ordinary.</summary>
    public bool? Memorable { get; set; }

    /// <summary>They made an impression: what the customer alone can say.</summary>
    public bool? Impression { get; set; }

    /// <summary>There was a connection, as far as the customer can say it: it holds where whoever served says so too.</summary>
    public bool? Connection { get; set; }

    public Frequency? Frequency { get; set; }
    public PickedUp? PickedUp { get; set; }
    public int? Recommend { get; set; }

    /// <summary>Memorable, or they would recommend us at nine or ten. Null where they said neither the one nor the other.</summary>
    public bool? Delighted => Memorable is null && Recommend is null ? null : Memorable is true || Recommend >= Promoter;
}

public enum WordsKind { Adjective, Reason }

/// <summary>Words of an answer. Its id is by chance alone, so that in it there is nothing of when and whose.</summary>
public sealed class SaidWords
{
    public const int Longest = 500, LongestAdjectives = 60, MostAdjectives = 3;

    public Guid Id { get; init; } = Guid.NewGuid();
    public required AskId AskId { get; init; }
    public required WordsKind Kind { get; init; }
    public required string Words { get; init; }
}

/// <summary>A customer who does not want to be asked.</summary>
public sealed class NoAsking
{
    public required CustomerId CustomerId { get; init; }
    public required Instant At { get; init; }
}
