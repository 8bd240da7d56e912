namespace Rapport.Tests.House;

/// <summary>One file of the repository; its path is written as in git, from the root.</summary>
public sealed record SourceFile(string Path, string Text)
{
    static readonly string[] NotOurs = [".git", "artifacts", "node_modules", "data", "wwwroot", "fixtures", ".vs", ".idea"];
    static readonly string[] NotText = [".png", ".jpg", ".webp", ".ico", ".woff2", ".db"];
    static readonly Lazy<SourceFile[]> all = new(() => [.. Walk(Repository.Root)]);

    /// <summary>What people wrote: nothing that a tool makes, and no data of others.</summary>
    public static IReadOnlyList<SourceFile> All => all.Value;

    public string Extension => System.IO.Path.GetExtension(Path);

    public string[] Lines => Text.Split('\n');

    static IEnumerable<SourceFile> Walk(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder).Where(file => !NotText.Contains(System.IO.Path.GetExtension(file), StringComparer.Ordinal)))
            yield return new(System.IO.Path.GetRelativePath(Repository.Root, file), File.ReadAllText(file));
        foreach (var inner in Directory.EnumerateDirectories(folder).Where(inner => !NotOurs.Contains(System.IO.Path.GetFileName(inner), StringComparer.Ordinal)))
            foreach (var file in Walk(inner)) yield return file;
    }
}
