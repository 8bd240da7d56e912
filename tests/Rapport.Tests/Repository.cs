namespace Rapport.Tests;

/// <summary>Where the sources are, found from where the tests run.</summary>
public static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    public static string At(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    static string Find(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "Rapport.slnx"))) return at.FullName;
        throw new InvalidOperationException($"{folder} is not inside Rapport's repository.");
    }
}
