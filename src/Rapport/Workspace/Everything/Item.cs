namespace Rapport.Workspace.Everything;

/// <summary>Which half of every contact a thing belongs to; where it holds both, it says how much of each.</summary>
public enum Side { Function, Essence, Both }

/// <summary>How much of a thing is the one half and how much the other; the two make one.</summary>
/// <param name="Function">The share that must be done.</param>
/// <param name="Essence">The share that may be given.</param>
/// <param name="Of">What was counted.</param>
public sealed record Split(double Function, double Essence, string Of)
{
    /// <summary>So many parts of the one and so many of the other; of a thing with nothing in it yet there is as much room for either.</summary>
    public static Split Counted(int function, int essence, string of)
    {
        var share = function + essence == 0 ? 0.5 : Math.Round((double)function / (function + essence), 4);
        return new(share, Math.Round(1 - share, 4), of);
    }
}

/// <summary>One thing that the house has set up, or that comes with it. There is no way to make one without a half.</summary>
public sealed record Item
{
    Item(string? table, string kind, string key, string words, Side half, Split? split = null) => (Table, Kind, Key, Words, Half, Split) = (table, kind, key, words, half, split);

    public string? Table { get; }
    public string Kind { get; }
    public string Key { get; }
    public string Words { get; }
    public Side Half { get; }
    public Split? Split { get; }

    public static Item Function(string? table, string kind, string key, string words) => new(table, kind, key, words, Side.Function);

    public static Item Essence(string? table, string kind, string key, string words) => new(table, kind, key, words, Side.Essence);

    public static Item Both(string? table, string kind, string key, string words, Split split) => new(table, kind, key, words, Side.Both, split);

    public static Item Of(bool function, string? table, string kind, string key, string words) => function ? Function(table, kind, key, words) : Essence(table, kind, key, words);
}
