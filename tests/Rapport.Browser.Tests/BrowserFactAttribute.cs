namespace Rapport.Browser.Tests;

/// <summary>
/// A fact that looks through a real browser. Playwright bounds the waiting for an element, and not that for a browser which answers
/// nothing at all; without a bound of its own one such test would hold up all behind it.
/// </summary>
public sealed class BrowserFactAttribute : FactAttribute
{
    public const int Longest = 4 * 60_000;

    public BrowserFactAttribute() => Timeout = Longest;
}

/// <summary>The same for a theory: each of its rows has that long.</summary>
public sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute() => Timeout = BrowserFactAttribute.Longest;
}
