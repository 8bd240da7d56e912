using NodaTime;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Desk;

/// <summary>What is said, and the customer's clock.</summary>
public sealed partial class Conversation
{
    /// <summary>The place of the last message or note; they share one count.</summary>
    public int Position { get; private set; }

    /// <summary>When the customer first asked in this matter.</summary>
    public Instant? AskedAt { get; private set; }

    /// <summary>The oldest words of the customer that nobody has answered.</summary>
    public Instant? WaitingSince { get; private set; }

    /// <summary>When the customer last said something; what a machine of theirs said does not count.</summary>
    public Instant? HeardAt { get; private set; }

    public int ReadByDesk { get; private set; }
    public int ReadByCustomer { get; private set; }

    /// <summary>The customer says something. What was resolved must be reopened first. A customer's browser may name the message.</summary>
    public Message Hear(string author, string body, Instant at, MessageId? id = null)
    {
        AskedAt ??= at;
        WaitingSince ??= at;
        HeardAt = at;
        var message = Add(MessageFrom.Customer, null, author, body, at, id);
        ReadByCustomer = Position;
        Announce(new MessageReceived(message.Id, Id, Number, CustomerId, Position));
        return message;
    }

    /// <summary>A machine of the customer's says something (they are away until Monday). Nobody waits for an answer to it.</summary>
    public Message Overhear(string author, string body, Instant at)
    {
        var message = Add(MessageFrom.Customer, null, author, body, at);
        ReadByCustomer = Position;
        Announce(new AutomaticWordsReceived(message.Id, Id, Number, CustomerId, Position));
        return message;
    }

    /// <summary>The desk answers.</summary>
    public Message Say(Me by, string body, Instant at)
    {
        TakeIfNobodys(by.Id);
        WaitingSince = null;
        var message = Add(MessageFrom.Agent, by.Id, by.Persona, body, at);
        ReadByDesk = Position;
        Announce(new MessageSent(message.Id, Id, Number, CustomerId, by.Id, Position));
        return message;
    }

    /// <summary>Something that only the desk sees.</summary>
    public Note Note(Me by, string body, Instant at)
    {
        UpdatedAt = at;
        var note = new Note { ConversationId = Id, Position = ++Position, PersonId = by.Id, Author = by.Name, Body = body, At = at };
        Announce(new NoteWritten(note.Id, Id, Number, CustomerId, by.Id, Position));
        return note;
    }

    public void ReadTo(int position, bool byCustomer)
    {
        position = Math.Min(position, Position);
        var before = byCustomer ? ReadByCustomer : ReadByDesk;
        if (position <= before) return;
        if (byCustomer) ReadByCustomer = position;
        else ReadByDesk = position;
    }

    /// <summary>Time since the customer first asked, until it was resolved; across owners and channels. Instants have no summer time.</summary>
    public Duration Elapsed(Instant now, Instant? resolvedAt) => AskedAt is { } asked ? (resolvedAt ?? now) - asked : Duration.Zero;

    Message Add(MessageFrom from, PersonId? person, string author, string body, Instant at, MessageId? id = null)
    {
        UpdatedAt = at;
        Preview = Beginning(body, PreviewLength);
        return new Message { Id = id ?? Ids.New<MessageId>(), ConversationId = Id, Position = ++Position, From = from, PersonId = person, Author = author, Body = body, At = at };
    }
}
