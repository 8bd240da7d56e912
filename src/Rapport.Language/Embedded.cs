namespace Rapport.Language;

/// <summary>What is built into the assembly.</summary>
static class Embedded
{
    public static Stream Open(string name) =>
        typeof(Embedded).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is not built into {typeof(Embedded).Assembly.GetName().Name}.");

    public static IEnumerable<string> Lines(string name)
    {
        using var reader = new StreamReader(Open(name));
        while (reader.ReadLine() is { } line) if (line.Length > 0) yield return line;
    }
}
