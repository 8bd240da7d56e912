using Rapport.Access;
using Rapport.Customers;
using Rapport.Desk;
using Rapport.Foundation;

namespace Rapport.Handovers;

static class Screens
{
    /// <summary>Every page follows it, so it is told at most once a second, as all topics without a colon.</summary>
    public const string Team = "handovers";

    public static string Of(PersonId person) => $"handovers:{person.Value}";

    public static IEnumerable<string> Changed(long number, params PersonId?[] people) =>
        [$"conversation:{number}", "inbox", Team, .. people.OfType<PersonId>().Select(Of)];
}

public sealed record HandoverOffered(ConversationId Conversation, long Number, CustomerId Customer, HandoverId Handover, PersonId From, PersonId? To, Reason Reason, string? Missing, string Sentence) : IToldInThread
{
    PersonId? IConversationFact.Who => From;
    IEnumerable<string> IFact.Topics => Screens.Changed(Number, From, To);
}

public sealed record HandoverMoved(ConversationId Conversation, long Number, CustomerId Customer, HandoverId Handover, Step Step, Stage Stage, Ending? Ending, PersonId From, PersonId? To, PersonId? By, string? OverriddenBecause, string Sentence) : IToldInThread
{
    PersonId? IConversationFact.Who => By;
    IEnumerable<string> IFact.Topics => Screens.Changed(Number, From, To, By);
}

public sealed record AssistAsked(ConversationId Conversation, long Number, CustomerId Customer, AssistId Assist, PersonId Owner, PersonId Helper, Reason Reason, string? Missing, string Sentence) : IToldInThread
{
    PersonId? IConversationFact.Who => Owner;
    IEnumerable<string> IFact.Topics => Screens.Changed(Number, Owner, Helper);
}

/// <summary>Both are credited: who helped, and who stayed the owner.</summary>
public sealed record AssistJoined(ConversationId Conversation, long Number, CustomerId Customer, AssistId Assist, PersonId Owner, PersonId Helper, bool MayAnswer, string Sentence) : IToldInThread
{
    PersonId? IConversationFact.Who => Helper;
    IEnumerable<string> IFact.Topics => Screens.Changed(Number, Owner, Helper);
}

public sealed record AssistEnded(ConversationId Conversation, long Number, CustomerId Customer, AssistId Assist, PersonId Owner, PersonId Helper, string How, string Sentence) : IToldInThread
{
    PersonId? IConversationFact.Who => Helper;
    IEnumerable<string> IFact.Topics => Screens.Changed(Number, Owner, Helper);
}

public sealed record WentAway(PersonId Who, PersonId CoveredBy, NodaTime.Instant Until) : IFact
{
    public Subjects About => new(Person: Who.Value);
    public IEnumerable<string> Topics => ["inbox", Screens.Team, Screens.Of(Who), Screens.Of(CoveredBy)];
}

public sealed record CameBack(PersonId Who, PersonId CoveredBy) : IFact
{
    public Subjects About => new(Person: Who.Value);
    public IEnumerable<string> Topics => ["inbox", Screens.Team, Screens.Of(Who), Screens.Of(CoveredBy)];
}

public sealed record GapTakenOn(GapId Gap, Reason Reason, string? Missing, PersonId Owner) : IFact
{
    public Subjects About => default;
    public IEnumerable<string> Topics => ["handovers:gaps"];
}

public sealed record GapClosed(GapId Gap, Reason Reason, string? Missing, string How) : IFact
{
    public Subjects About => default;
    public IEnumerable<string> Topics => ["handovers:gaps"];
}
