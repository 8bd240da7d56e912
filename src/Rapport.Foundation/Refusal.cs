using System.Diagnostics.CodeAnalysis;
using NodaTime;

namespace Rapport.Foundation;

/// <summary>A rule of the house said no. The message is for the person who asked, in words they can act on. Answered 422, or 409 where somebody was faster.</summary>
public sealed class Refusal(string message, string? code = null, int status = 422) : Exception(message)
{
    /// <summary>A short name for programs, the last part of the problem's type.</summary>
    public string? Code { get; } = code;

    public int Status { get; } = status;

    public Dictionary<string, object?> Extra { get; } = [];

    public static void If([DoesNotReturnIf(true)] bool broken, string message, string? code = null)
    {
        if (broken) throw new Refusal(message, code);
    }

    /// <summary>Somebody was faster, or something is missing first.</summary>
    public static Refusal Conflict(string message, string code) => new(message, code, 409);
}

/// <summary>Asked for something that is not there, or not yours to see; we never say which. Answered 404.</summary>
public sealed class NotFound(string what) : Exception($"There is no such {what}.");

/// <summary>Input that names its fields: what is wrong and what is allowed. Answered 400.</summary>
public sealed class Invalid(IReadOnlyDictionary<string, string[]> errors) : Exception(string.Join(" ", errors.SelectMany(e => e.Value)))
{
    public IReadOnlyDictionary<string, string[]> Errors { get; } = errors;
}

/// <summary>Collects what is wrong with an input, all of it at once, each under the name of its field.</summary>
public sealed class Check
{
    readonly Dictionary<string, string[]> errors = [];

    public Check That(bool holds, string field, string message)
    {
        if (!holds) errors.TryAdd(field, [message]);
        return this;
    }

    /// <summary>Text that must be there, at most <paramref name="max"/> characters, without the zero character that no database keeps.</summary>
    public Check Text(string field, string? value, int max)
    {
        return That(!string.IsNullOrWhiteSpace(value), field, $"“{Plain(field)}” is missing. Give a text of 1 to {max} characters.").AtMost(field, value, max);
    }

    public Check AtMost(string field, string? value, int max) =>
        That((value?.Length ?? 0) <= max, field, $"“{Plain(field)}” is too long: {value?.Length} characters, at most {max} are allowed.")
            .That(value is null || !value.Contains('\0', StringComparison.Ordinal), field, $"“{Plain(field)}” contains a zero character, which is not text.");

    /// <summary>When something happened elsewhere, whose clock may go a little fast. Weeks are counted from the first thing that ever happened, so a slip of the pen must not be it.</summary>
    public Check Happened(string field, Instant? at, Instant now) =>
        That(at is null || at <= now + Duration.FromMinutes(5), field, "When it happened is in the future.")
            .That(at is null || at >= NodaConstants.UnixEpoch, field, "When it happened is before 1970. Give the year in which it was said.");

    public Check OneOf(string field, string? value, params string[] allowed) =>
        That(value is null || allowed.Contains(value, StringComparer.Ordinal), field, $"“{Plain(field)}” is “{value}”. Allowed are: {string.Join(", ", allowed)}.");

    public Check Email(string field, string? value) =>
        That(value is null || (value.Length <= 254 && LooksLikeAnAddress(value)), field, $"“{Plain(field)}” is not a mail address. Give one like ruth@example.com.");

    /// <summary>People read it too, beside the field of a page; a program finds the field's own name as the key.</summary>
    static string Plain(string field) => field.Replace('_', ' ');

    public void Done()
    {
        if (errors.Count > 0) throw new Invalid(errors);
    }

    static bool LooksLikeAnAddress(string value)
    {
        var at = value.IndexOf('@', StringComparison.Ordinal);
        return at > 0 && at == value.LastIndexOf('@') && at < value.Length - 1 && !value.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '<' or '>' or '"' or ',');
    }
}
