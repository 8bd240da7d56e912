namespace Rapport.Tests.House;

/// <summary>One file of the repository; its path is written as in git, from the root.</summary>
public sealed record SourceFile(string Path, string Text)
{
    static readonly string[] NotOurs = [".git", "artifacts", "node_modules", "data", "wwwroot", "fixtures", ".vs", ".idea"];
    static readonly string[] NotText = [".png", ".jpg", ".webp", ".ico", ".woff2", ".db", ".bin"];
    static readonly Lazy<SourceFile[]> all = new(() => [.. Walk(Repository.Root)]);

    /// <summary>What people wrote: nothing that a tool makes, and no data of others.</summary>
    public static IReadOnlyList<SourceFile> All => all.Value;

    public string Extension => System.IO.Path.GetExtension(Path);

    public string[] Lines { get; } = Text.Split('\n');

    static bool IsOurs(string path) =>
        !NotOurs.Contains(System.IO.Path.GetFileName(path), StringComparer.Ordinal) && !NotText.Contains(System.IO.Path.GetExtension(path), StringComparer.Ordinal);

    static IEnumerable<SourceFile> Walk(string folder)
    {
        foreach (var path in Directory.EnumerateFileSystemEntries(folder).Where(IsOurs))
        {
            if (!Directory.Exists(path)) yield return new(System.IO.Path.GetRelativePath(Repository.Root, path), File.ReadAllText(path));
            else foreach (var file in Walk(path)) yield return file;
        }
    }
}
