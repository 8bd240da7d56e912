using NodaTime;
using Rapport.Access;
using Rapport.Foundation;
using Rapport.Roles;

namespace Rapport.Essence.Library;

public readonly record struct QuestionId(Guid Value) : IId<QuestionId>
{
    public static QuestionId From(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? _, out QuestionId id) => Ids.TryParse(text, out id);
}

public sealed record HouseQuestionAdded(QuestionId Question, string Text) : IFact
{
    public Subjects About => default;
    public IEnumerable<string> Topics => ["library"];
}

/// <summary>Something one may ask because one would like to know: open, kind, and easy not to answer. Somebody's own, or the house's.</summary>
public sealed class Question : Entity
{
    public QuestionId Id { get; init; } = Ids.New<QuestionId>();

    /// <summary>What must be on the table for it to fit, with commas between: “dog food, puppy”.</summary>
    public required string About { get; init; }

    public required string Text { get; init; }
    public required PersonId AskedById { get; init; }

    /// <summary>Seen by the person whose it is and by nobody else.</summary>
    public required bool Own { get; init; }

    public Instant? RetiredAt { get; private set; }

    public static Question Keep(string text, string about, PersonId by, bool own)
    {
        if (QuestionLint.Find(text) is [var first, ..]) throw new Refusal(first.Words, first.Code) { Extra = { ["instead"] = first.Instead } };
        // What somebody asks of themselves obliges nobody, and is nobody's to read on the list of refusals.
        if (!own) Obligation.RefuseInTelling("the question", text, about);
        var question = new Question { Text = text.Trim(), About = about.Trim(), AskedById = by, Own = own };
        // What somebody keeps for themselves is not on record.
        if (!own) question.Announce(new HouseQuestionAdded(question.Id, question.Text));
        return question;
    }

    /// <summary>Whose it is may take it out; one of the house's, a lead too.</summary>
    public void Retire(Me by, Instant at)
    {
        if (Own && AskedById != by.Id) throw new NotFound("question");
        Refusal.If(AskedById != by.Id && by.Role < Role.Lead, "A colleague added this question. Ask them or a lead to take it out.");
        RetiredAt ??= at;
    }
}

/// <summary>A question that may be looked at, somebody's own or the house's.</summary>
public sealed record BankQuestion(string Key, string About, string Text, bool Own);
