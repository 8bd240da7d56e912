namespace Rapport.Roles.Charters;

/// <summary>Something that the role must do, and the standard that it must meet. It has nothing in common with a <see cref="Behavior"/> and can't become one.</summary>
[System.ComponentModel.DataAnnotations.Schema.NotMapped] // written whole, as text, with what it belongs to
public sealed record Function(Duty Name, Duty Standard)
{
    public const int LongestName = 300, LongestStandard = 1000, Most = 200;

    /// <exception cref="Foundation.Refusal">It demands what can only be given.</exception>
    public static Function Of(string name, string? standard) => new(Duty.Of("function", Line.Of(name)), Duty.Of($"standard of “{Line.Of(name)}”", Line.Of(standard)));
}

/// <summary>Text on one line, with single spaces.</summary>
static class Line
{
    public static string Of(string? text) => string.Join(' ', (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
