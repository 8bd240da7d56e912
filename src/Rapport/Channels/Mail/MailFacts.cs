using Rapport.Access;
using Rapport.Customers;
using Rapport.Desk;
using Rapport.Foundation;

namespace Rapport.Channels.Mail;

public sealed record LetterThreaded(LetterId Letter, ConversationId Conversation, long Number, CustomerId Customer) : IConversationFact
{
    IEnumerable<string> IFact.Topics => ["mail", $"conversation:{Number}", "inbox"];
}

public sealed record LetterNotRead(LetterId Letter, ConversationId Conversation, long Number, CustomerId Customer, string Why) : IConversationFact
{
    IEnumerable<string> IFact.Topics => ["mail", $"conversation:{Number}", "inbox"];
}

public sealed record LetterToBeReadAgain(LetterId Letter) : IFact
{
    public Subjects About => default;
    public IEnumerable<string> Topics => ["mail", "mailroom:letters"];
}

/// <summary>It answers another conversation, and is not let into it.</summary>
public sealed record LetterKeptApart(LetterId Letter, ConversationId Conversation, long Number, CustomerId Customer, string Sentence) : IToldInThread;

/// <summary>What could not be read has been read.</summary>
public sealed record LetterReadAfterAll(LetterId Letter, ConversationId Conversation, long Number, CustomerId Customer, string Sentence) : IToldInThread;

public sealed record AnswerQueued(OutgoingLetterId Answer, ConversationId Conversation, long Number, CustomerId Customer) : IConversationFact
{
    IEnumerable<string> IFact.Topics => ["mail", "mailroom:answers", $"conversation:{Number}"];
}

public sealed record AnswerAccepted(OutgoingLetterId Answer, ConversationId Conversation, long Number, CustomerId Customer) : IConversationFact
{
    IEnumerable<string> IFact.Topics => ["mail", $"conversation:{Number}"];
}

public sealed record AnswerWaits(OutgoingLetterId Answer, ConversationId Conversation, long Number, CustomerId Customer) : IConversationFact
{
    IEnumerable<string> IFact.Topics => ["mail", $"conversation:{Number}"];
}

/// <summary>Refused, or came back. Whoever wrote it is told.</summary>
public sealed record AnswerDidNotArrive(OutgoingLetterId Answer, ConversationId Conversation, long Number, CustomerId Customer, PersonId? Writer, string Sentence) : IToldInThread
{
    PersonId? IConversationFact.Who => Writer;
    IEnumerable<string> IFact.Topics => ["mail", "inbox", $"conversation:{Number}"];
}

public sealed record MailTrialAsked(TrialId Trial, string Address) : IFact
{
    public Subjects About => default;
    public IEnumerable<string> Topics => ["mail", "mailroom:trials"];
}
