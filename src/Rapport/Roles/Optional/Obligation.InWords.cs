using Rapport.Foundation;
using Rapport.Language;

namespace Rapport.Roles;

/// <summary>
/// The same in sentences, both ways: what is written about a behavior makes no rule of it, and what must be done names no behavior.
/// What is read for stands in two lists, <c>obligation-words.txt</c> and <c>behavior-words.txt</c>.
/// </summary>
public static partial class Obligation
{
    /// <summary>A kind of the list of behaviors that is no behavior but what comes of one: delight.</summary>
    const string Outcome = "outcome";

    /// <summary>So many lines of an import are named in its refusal; the others are counted.</summary>
    const int ToldByLine = 10;

    /// <summary>No behavior has a longer name, however it is dressed.</summary>
    const int LongestName = 100;

    static readonly WordList Orders = WordList.Open("obligation-words.txt"), Behaviors = WordList.Open("behavior-words.txt");

    /// <summary>Why a sentence about something that may be given can't stand as it is; null when it asks for nothing.</summary>
    public static (string Words, string Why)? InWords(string? sentence) => Of(Orders.In(sentence));

    /// <summary>The same for a fact, a reason or an example: these speak of the world as well, so only what speaks of giving itself makes a rule.</summary>
    public static (string Words, string Why)? InTelling(string? text) => Of(Orders.In(text, kind => kind.EndsWith('*')));

    /// <summary>The words by which a text asks for something that can only be given, and which behavior that is; null when it asks for none.</summary>
    public static (string Words, BehaviorKind? Kind)? BehaviorIn(string? text) =>
        Behaviors.In(text) is { } found ? (found.Words, BehaviorKinds.TryParse(found.Kind, out var kind) ? kind : null) : Named(text) is { } named ? (text!.Trim(), named) : null;

    /// <summary>The behavior that a text names and says nothing else; null for any other text.</summary>
    public static BehaviorKind? Named(string? text)
    {
        if (text is not { Length: <= LongestName }) return null;
        var name = string.Join(' ', Folded.Of(text).Select(t => t.Word).Where(w => w != Folded.Stop));
        foreach (var kind in BehaviorKinds.All)
            if (name == kind.Key() || name == kind.Words()) return kind;
        return null;
    }

    /// <summary>Refuses a sentence about something that may be given when it makes a rule of it.</summary>
    public static void RefuseIn(string where, string? sentence)
    {
        if (InWords(sentence) is { } found) throw Refuse(where, sentence!, found);
    }

    /// <summary>Refuses a fact, a reason or an example that orders somebody to give it.</summary>
    public static void RefuseInTelling(string where, params IEnumerable<string?> texts)
    {
        foreach (var text in texts)
            if (InTelling(text) is { } found) throw Refuse(where, text!, found);
    }

    /// <summary>What nobody can demand doesn't become a function by standing among them.</summary>
    public static void RefuseAsFunction(string where, string? text) => RefuseAsFunctions([(where, text)]);

    /// <summary>Every line that demands what can only be given, in one refusal, each with what it could be instead.</summary>
    public static void RefuseAsFunctions(IEnumerable<(string Where, string? Text)> lines)
    {
        var found = lines.Select(l => (l.Where, l.Text, Found: BehaviorIn(l.Text))).Where(l => l.Found is not null).ToList();
        if (found.Count == 0) return;
        var more = found.Count > ToldByLine ? $" And {found.Count - ToldByLine} more." : "";
        throw Refuse(new(found[0].Where, string.Join("; ", found.Take(ToldByLine).Select(l => $"{l.Where}: “{Short(l.Text!)}”")) + " as something that must be done",
            string.Join(" ", found.Take(ToldByLine).Select(l => Because(l.Found!.Value)).Distinct(StringComparer.Ordinal)) + $"{more} {Never}"));
    }

    /// <summary>A text beside what must be done may speak of a behavior, but not order one.</summary>
    public static void RefuseAsRule(string where, string? text)
    {
        if (BehaviorIn(text) is not null && InWords(text) is { } found) throw Refuse(where, text!, found);
    }

    /// <summary>A behavior is no measure of a role: the highest priority says what it is all for. What comes of behaviors may be that, but is not counted.</summary>
    public static void RefuseAsPriority(string? priority)
    {
        if (BehaviorIn(priority) is not { } found) return;
        if (found.Kind is not null)
            throw Refuse(new("highest_priority", $"“{Short(priority!)}” as the highest priority", $"“{found.Words}” is a behavior, and everything in a role is measured by its highest priority. Say what it is for (“a delighted customer”), and put the behavior under what may be given. {Never}"));
        if (InTelling(priority) is not null || Folded.Of(priority!).Any(t => t.Word != "one" && Folded.IsNumber(t.Word)))
            throw Refuse(new("highest_priority", $"“{Short(priority!)}” as the highest priority", $"It makes a number of “{found.Words}”. {Uncounted} Say what it is for, without a number."));
    }

    /// <summary>A promise is due, and so would be the behavior in it. What else was said to a customer is not for the list.</summary>
    public static void RefuseAsPromise(string text)
    {
        if (BehaviorIn(text) is var (words, _))
            throw Refuse(new("promise", $"“{Short(words)}” in a promise with a time", $"“{Short(words)}” is a behavior. {Untimed} Promise what must be done for the matter; the rest is given without a date, or not at all."));
    }

    static string Because((string Words, BehaviorKind? Kind) found) => found.Kind is { } kind
        ? $"“{found.Words}” is a behavior, and a function step is mandatory. Put it under what may be given instead, as [{kind.Key()}], or weave it beside a step."
        : $"“{found.Words}” is what comes of a behavior, and a function step is mandatory. It can be the highest priority of a role; what brings it about belongs under what may be given.";

    static Refusal Refuse(string where, string text, (string Words, string Why) found) => Refuse(new(where, $"{where}: “{Short(text)}”", $"“{found.Words}” makes it a rule. {found.Why}"));

    static (string, string)? Of(WordList.Found? found) => found is null ? null : (found.Words, found.Kind.TrimEnd('*', ' ') switch
    {
        "counted" => Uncounted,
        "timed" => Untimed,
        "paid" => Unpaid,
        "punished" => Unpunished,
        _ => Never,
    });
}
