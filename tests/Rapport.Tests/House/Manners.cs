using System.Text.RegularExpressions;

namespace Rapport.Tests.House;

/// <summary>What every file of the house keeps to. Each rule says what is wrong, or nothing.</summary>
public static partial class Manners
{
    public const int LongestFile = 350;

    static readonly string[] NamesOfNothing = ["Common", "Shared", "Helpers", "Utils", "Services", "Models", "DTOs"];
    static readonly string[] Code = [".cs", ".razor", ".ts", ".mjs", ".css", ".sql", ""];

    /// <summary>
    /// Hosts that are this machine or nobody's, and the doors of the two mail providers at which one signs in. What the program needs from
    /// outside comes from package managers as they are set up.
    /// </summary>
    [GeneratedRegex(@"^(127\.0\.0\.1|0\.0\.0\.0|192\.0\.2\.\d+|unix|localhost|\[::1?\]|\{.*|(.*\.)?example(\.(com|org|net))?|.*\.(test|invalid|localhost)|www\.w3\.org|(accounts|mail)\.google\.com|oauth2\.googleapis\.com|login\.microsoftonline\.com|outlook\.office\.com)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Nobody { get; }

    [GeneratedRegex(@"\bhttps?://(?<host>\[[^\]]*\]|\{[^}]*\}|[\w.-]+)", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex Address { get; }

    [GeneratedRegex(@"(?<![\w.])/(work|root|home|Users)/\w", RegexOptions.ExplicitCapture)]
    private static partial Regex MachinePath { get; }

    [GeneratedRegex(@"\b(TO" + @"DO|FIX" + @"ME|XX" + @"X)\b", RegexOptions.ExplicitCapture)]
    private static partial Regex Unfinished { get; }

    public static IEnumerable<string> Broken(SourceFile file)
    {
        foreach (var folder in file.Path.Split('/')[..^1].Intersect(NamesOfNothing, StringComparer.OrdinalIgnoreCase))
            yield return $"{file.Path}: a folder called {folder} says nothing about what is in it";
        if (Code.Contains(file.Extension, StringComparer.Ordinal) && file.Lines.Length - 1 > LongestFile)
            yield return $"{file.Path} has {file.Lines.Length - 1} lines: more than {LongestFile} are two files";
        if (file.Text.Length > 0 && !file.Text.EndsWith('\n')) yield return $"{file.Path} does not end with a new line";
        for (var at = 0; at < file.Lines.Length; at++)
            foreach (var wrong in Broken(file.Lines[at])) yield return $"{file.Path}({at + 1}) {wrong}";
    }

    static IEnumerable<string> Broken(string line)
    {
        if (line.Length > 0 && char.IsWhiteSpace(line[^1])) yield return "ends with white space";
        if (line.Contains('\t', StringComparison.Ordinal)) yield return "has a tab";
        if (Unfinished.IsMatch(line)) yield return "is not finished";
        if (MachinePath.IsMatch(line)) yield return "names a folder of one machine";
        foreach (var host in Address.Matches(line).Select(address => address.Groups["host"].Value).Where(host => !Nobody.IsMatch(host)))
            yield return $"names an address outside: {host}";
    }
}
