using NodaTime;
using Rapport.Access;
using Rapport.Customers;
using Rapport.Foundation;
using Rapport.Roles;

namespace Rapport.Desk;

/// <summary>Something that happened in a conversation: it is on its timeline and its customer's, and whoever follows it or a list is told.</summary>
public interface IConversationFact : IFact
{
    ConversationId Conversation { get; }
    long Number { get; }
    CustomerId Customer { get; }

    Subjects IFact.About => new(Conversation.Value, Customer.Value, Who?.Value);
    IEnumerable<string> IFact.Topics => [$"conversation:{Number}", "inbox"];

    [System.Text.Json.Serialization.JsonIgnore] PersonId? Who => null;
}

/// <summary>Something that the thread tells in a sentence of its own; so a room above the desk can have it told there.</summary>
public interface IToldInThread : IConversationFact
{
    string Sentence { get; }
}

public sealed record ConversationOpened(ConversationId Conversation, long Number, CustomerId Customer, Channel Channel) : IConversationFact;

public sealed record ContactTypeChosen(ConversationId Conversation, long Number, CustomerId Customer, ContactTypeId ContactType, string Name) : IConversationFact;

public sealed record OwnerTaken(ConversationId Conversation, long Number, CustomerId Customer, PersonId Owner) : IConversationFact
{
    PersonId? IConversationFact.Who => Owner;
}

public sealed record OwnerPassed(ConversationId Conversation, long Number, CustomerId Customer, PersonId From, PersonId Owner) : IConversationFact
{
    PersonId? IConversationFact.Who => Owner;
}

public sealed record OwnerGone(ConversationId Conversation, long Number, CustomerId Customer, PersonId Owner) : IConversationFact
{
    PersonId? IConversationFact.Who => Owner;
}

/// <summary>Words alone: what else they change (a first ask, a reopening) is a fact of its own, so only what shows words is told.</summary>
public sealed record MessageReceived(MessageId Message, ConversationId Conversation, long Number, CustomerId Customer, int Position) : IConversationFact
{
    IEnumerable<string> IFact.Topics => [$"words:{Number}", "inbox"];
}

/// <summary>Written by a machine: an absence, a newsletter. Nobody waits for an answer.</summary>
public sealed record AutomaticWordsReceived(MessageId Message, ConversationId Conversation, long Number, CustomerId Customer, int Position) : IConversationFact;

public sealed record MessageSent(MessageId Message, ConversationId Conversation, long Number, CustomerId Customer, PersonId By, int Position) : IConversationFact
{
    PersonId? IConversationFact.Who => By;
}

public sealed record NoteWritten(NoteId Note, ConversationId Conversation, long Number, CustomerId Customer, PersonId By, int Position) : IConversationFact
{
    PersonId? IConversationFact.Who => By;
}

public sealed record ReplyHeld(ConversationId Conversation, long Number, CustomerId Customer, PersonId By, Instant SendAt) : IConversationFact
{
    PersonId? IConversationFact.Who => By;
}

/// <summary>Taken back by its writer, or stopped because somebody wrote while it was held.</summary>
public sealed record ReplyTakenBack(ConversationId Conversation, long Number, CustomerId Customer, PersonId By, bool Stopped) : IConversationFact
{
    PersonId? IConversationFact.Who => By;
}

public sealed record StepCompleted(ConversationId Conversation, long Number, CustomerId Customer, FunctionStepId Step, string Name, PersonId By, string? SkippedBecause) : IConversationFact
{
    PersonId? IConversationFact.Who => By;
}

public sealed record StepTakenBack(ConversationId Conversation, long Number, CustomerId Customer, FunctionStepId Step, string Name, PersonId By) : IConversationFact
{
    PersonId? IConversationFact.Who => By;
}

public sealed record ConversationResolved(ConversationId Conversation, long Number, CustomerId Customer, PersonId By) : IConversationFact
{
    PersonId? IConversationFact.Who => By;
}

public sealed record ConversationReopened(ConversationId Conversation, long Number, CustomerId Customer) : IConversationFact;

public sealed record PromiseMade(PromiseId Promise, ConversationId Conversation, long Number, CustomerId Customer, PersonId By, Instant Due) : IConversationFact
{
    PersonId? IConversationFact.Who => By;
}

public sealed record PromiseMoved(PromiseId Promise, ConversationId Conversation, long Number, CustomerId Customer, PersonId By, Instant From, Instant Due) : IConversationFact
{
    PersonId? IConversationFact.Who => By;
}

public sealed record PromiseNear(PromiseId Promise, ConversationId Conversation, long Number, CustomerId Customer) : IConversationFact;

/// <summary>The customer has said that it is understood what it is about.</summary>
public sealed record Understood(ConversationId Conversation, long Number, CustomerId Customer, PersonId? NotedBy, string Sentence) : IToldInThread
{
    PersonId? IConversationFact.Who => NotedBy;
}

public sealed record UnderstoodTakenBack(ConversationId Conversation, long Number, CustomerId Customer, string Sentence) : IToldInThread;

/// <summary>The customer has said that it is done.</summary>
public sealed record EndConfirmed(ConversationId Conversation, long Number, CustomerId Customer, PersonId? NotedBy, string Sentence) : IToldInThread
{
    PersonId? IConversationFact.Who => NotedBy;
}

public sealed record EndDenied(ConversationId Conversation, long Number, CustomerId Customer, string Sentence) : IToldInThread;

public sealed record PromiseKept(PromiseId Promise, ConversationId Conversation, long Number, CustomerId Customer, PersonId By, bool Late) : IConversationFact
{
    PersonId? IConversationFact.Who => By;
}

/// <summary>It was made by mistake.</summary>
public sealed record PromiseTakenBack(PromiseId Promise, ConversationId Conversation, long Number, CustomerId Customer, PersonId By) : IConversationFact
{
    PersonId? IConversationFact.Who => By;
}

public sealed record PromiseBroken(PromiseId Promise, ConversationId Conversation, long Number, CustomerId Customer) : IConversationFact;
