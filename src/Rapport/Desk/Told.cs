using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Customers;
using Rapport.Foundation;

namespace Rapport.Desk;

public readonly record struct ToldId(Guid Value) : IId<ToldId>
{
    public static ToldId From(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? _, out ToldId id) => Ids.TryParse(text, out id);
}

/// <summary>What the house tells the customer between the messages: who comes, who is away. Nobody's words, so it counts as no answer. It may ask something that takes one tap.</summary>
public sealed class Told
{
    /// <summary>Asks whether the customer had to say something again.</summary>
    public const string Repeated = "repeated";

    /// <summary>Asks whether the desk has understood what it is about.</summary>
    public const string Understood = "understood";

    /// <summary>Asks whether it is done.</summary>
    public const string Done = "done";

    /// <summary>Asks whether what they told somebody who has left may be passed on.</summary>
    public const string Introduced = "introduced";

    public ToldId Id { get; init; } = Ids.New<ToldId>();
    public required ConversationId ConversationId { get; init; }
    public required int Position { get; init; }
    public required string Body { get; init; }
    public required Instant At { get; init; }
    public string? Question { get; init; }
    public bool? Answer { get; private set; }

    /// <summary>“I was confused by it”: apart from whether they had to say something again, and for itself.</summary>
    public bool? Confused { get; private set; }

    public IConversationFact Say(bool yes, Conversation conversation)
    {
        Refusal.If(Question is null, "Nothing was asked here.");
        Answer = yes;
        return Question is Repeated ? new ToldRepeat(conversation.Id, conversation.Number, conversation.CustomerId, yes) : new ToldAnswered(conversation.Id, conversation.Number, conversation.CustomerId, Id, Question, yes);
    }

    /// <summary>Said with a tap of its own, where it is asked whether they had to say something again.</summary>
    public IConversationFact SayConfused(bool yes, Conversation conversation)
    {
        Refusal.If(Question is not Repeated, "Nothing was asked here that could confuse.");
        Confused = yes;
        return new ToldConfused(conversation.Id, conversation.Number, conversation.CustomerId, yes);
    }
}

/// <summary>The customer says that they were confused, or that they were not after all.</summary>
public sealed record ToldConfused(ConversationId Conversation, long Number, CustomerId Customer, bool Confused) : IToldInThread
{
    public string Sentence => Confused ? "The customer was confused by the change" : "The customer was not confused by the change after all";
}

/// <summary>The customer says whether they had to say something again after somebody else had taken over.</summary>
public sealed record ToldRepeat(ConversationId Conversation, long Number, CustomerId Customer, bool Repeated) : IToldInThread
{
    public string Sentence => Repeated ? "The customer had to repeat something" : "The customer did not have to repeat anything";
}

/// <summary>The customer answers something else that was asked with one tap.</summary>
public sealed record ToldAnswered(ConversationId Conversation, long Number, CustomerId Customer, ToldId Told, string Question, bool Yes) : IConversationFact;

public static class Telling
{
    /// <returns>What it is called; null where there was nothing to tell.</returns>
    public static async Task<ToldId?> Tell(this RapportDb db, Conversation conversation, string? words, Instant at, CancellationToken cancel, string? question = null)
    {
        if (words is null) return null;
        var before = await db.Told.CountAsync(t => t.ConversationId == conversation.Id, cancel) + db.ChangeTracker.Entries<Told>().Count(t => t.State is EntityState.Added && t.Entity.ConversationId == conversation.Id);
        var told = new Told { ConversationId = conversation.Id, Position = before + 1, Body = words, At = at, Question = question };
        db.Add(told);
        db.Touch($"conversation:{conversation.Number}");
        return told.Id;
    }
}
