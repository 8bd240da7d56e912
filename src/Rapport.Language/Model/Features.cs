namespace Rapport.Language.Model;

/// <summary>One thing seen in a text: the number of its name, how much, and the token that shows it (−1: none in particular).</summary>
public readonly record struct Feature(uint Hash, float Value, short Token);

/// <summary>What was seen in a piece of text. Names are hashed (FNV-1a), so no dictionary has to be kept.</summary>
public sealed class Features
{
    readonly List<Feature> seen = new(256);

    public int Count => seen.Count;
    public Feature this[int index] => seen[index];
    public void Clear() => seen.Clear();
    public Feature[] ToArray() => [.. seen];

    public void Add(uint hash, float value = 1, int token = -1)
    {
        if (value != 0) seen.Add(new Feature(hash, value, (short)token));
    }

    public void Add(char space, ReadOnlySpan<char> name, float value = 1, int token = -1) => Add(Hash(Start(space), name), value, token);

    public static uint Start(char space) => (2166136261 ^ space) * 16777619;

    public static uint Hash(uint hash, ReadOnlySpan<char> name)
    {
        foreach (var c in name) hash = (hash ^ c) * 16777619;
        return (hash ^ 31) * 16777619;
    }

    public static uint Hash(uint hash, int number) => ((hash ^ (uint)number) * 16777619 ^ 17) * 16777619;

    /// <summary>Spreads a hash over so many places; a power of two.</summary>
    public static int Place(uint hash, int places) => (int)((hash ^ hash >> 15) * 2654435761 >> 8) & (places - 1);
}
