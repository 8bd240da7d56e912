using Rapport.Language;

namespace Rapport.Roles.Coding;

/// <summary>By which names texts of one kind are coded, and how far those who code must agree before anything is said.</summary>
/// <param name="Kind">The name of the kind: “role”.</param>
/// <param name="Title">What these texts are.</param>
/// <param name="Codes">The names; the last is for what is none of the others, and for what the coders do not agree on.</param>
/// <param name="LeastAlpha">With less agreement between people no share is shown.</param>
public sealed record CodeBook(string Kind, string Title, IReadOnlyList<string> Codes, double LeastAlpha)
{
    /// <summary>What people here say belongs to their work.</summary>
    public static readonly CodeBook Role = new("role", "What belongs to the work", ["function", "essence", "unclear"], 0.67);

    /// <summary>What keeps people here from seeing what could be given, or from giving it; by the causes of what was squandered.</summary>
    public static readonly CodeBook Barrier = new("barrier", "What gets in the way", ["queue", "policy", "tool", "target", "other"], 0.67);

    /// <summary>The adjectives in which customers describe a contact.</summary>
    public static readonly CodeBook Adjective = new("adjective", "How customers describe it", ["function", "essence", "unclear"], 0.80);

    /// <summary>Why a contact was as it was, in customers' words.</summary>
    public static readonly CodeBook Reason = new("reason", "Why it was so", [.. BehaviorKinds.All.Where(k => k is not BehaviorKind.Empathy).Select(k => k.Key()), "function", "other"], 0.80);

    public static readonly IReadOnlyList<CodeBook> All = [Role, Barrier, Adjective, Reason];

    public string Otherwise => Codes[^1];

    public static CodeBook? Find(string? kind) => All.FirstOrDefault(b => b.Kind == kind);

    /// <summary>As one would say it on a page.</summary>
    public static string Words(string code) => code switch
    {
        "function" => "must be done",
        "essence" => "may be given",
        "queue" => "the queue",
        "policy" => "a policy",
        "tool" => "a missing tool",
        "target" => "a target",
        _ => BehaviorKinds.TryParse(code, out var kind) ? kind.Words() : code,
    };
}
