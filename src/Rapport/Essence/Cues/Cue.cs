using System.Security.Cryptography;
using System.Text;
using Rapport.Essence.Library;
using Rapport.Language;

namespace Rapport.Essence.Cues;

/// <summary>What a cue is made from; each can be muted by itself.</summary>
public enum CueKind { Said, Tidbit, Choice, Weave, Question, Shared, Visit }

public static class CueKinds
{
    public static readonly IReadOnlyList<CueKind> All = Enum.GetValues<CueKind>();

    /// <summary>The word that stands for all of them where somebody mutes.</summary>
    public const string Every = "all";

    public static string Key(this CueKind kind) => kind.ToString().ToLowerInvariant();

    public static string Words(this CueKind kind) => kind switch
    {
        CueKind.Said => "what somebody mentioned",
        CueKind.Tidbit => "unique knowledge",
        CueKind.Choice => "good choices",
        CueKind.Weave => "openings on a step",
        CueKind.Question => "questions of the bank",
        CueKind.Shared => "what you like too",
        CueKind.Visit => "first visits and returns",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>For a light moment only: it would be out of place where somebody is upset.</summary>
    public static bool IsLight(this CueKind kind) => kind is CueKind.Question or CueKind.Shared or CueKind.Visit or CueKind.Weave;
}

/// <summary>A reason offered to a CSR where something could fit. It is never a line to read aloud, and nothing comes of it by itself.</summary>
/// <param name="Key">The same cue in the same conversation has the same key.</param>
/// <param name="Kind">What it is made from.</param>
/// <param name="Behavior">What it could become.</param>
/// <param name="Reason">What stands out.</param>
/// <param name="Source">Where that is known from.</param>
/// <param name="Tidbit">The tidbit, so that it can be noted as told.</param>
/// <param name="Href">Where more about it can be read.</param>
public sealed record Cue(string Key, CueKind Kind, BehaviorKind Behavior, string Reason, string Source, TidbitId? Tidbit = null, string? Href = null)
{
    public const int LongestKey = 40;

    /// <summary>A short name of what it is about. It can't be read back.</summary>
    public static string KeyOf(CueKind kind, string about) => $"{kind.Key()}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(about.ToLowerInvariant())).AsSpan(0, 8))}";
}
