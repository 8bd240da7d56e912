using System.Text.RegularExpressions;

namespace Rapport.Tests.House;

/// <summary>Who may know whom, as the table in docs/map.md says.</summary>
public sealed partial class Rooms
{
    /// <summary>A row is a room, what it holds, and the rooms it may use.</summary>
    [GeneratedRegex(@"^\| \*\*(?<room>\w+)\*\* \|[^|]*\|(?<uses>[^|]*)\|\s*$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Row { get; }

    /// <summary>A folder of the product, or a project of its own.</summary>
    [GeneratedRegex(@"^src/Rapport[/.](?<room>\w+)/", RegexOptions.ExplicitCapture)]
    private static partial Regex Place { get; }

    /// <summary>By its whole name, or as C# allows among neighbors: <c>Desk.Views</c>.</summary>
    [GeneratedRegex(@"\bRapport\.(?<room>[A-Z]\w*)|(?<![.\w""/@])(?<room>[A-Z]\w*)\.[A-Z]", RegexOptions.ExplicitCapture)]
    private static partial Regex Mention { get; }

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word { get; }

    readonly Dictionary<string, string[]> mayUse;

    Rooms(Dictionary<string, string[]> mayUse) => this.mayUse = mayUse;

    public IReadOnlyCollection<string> Names => mayUse.Keys;

    public static Rooms Read(string map) => new(Row.Matches(map).ToDictionary(
        row => row.Groups["room"].Value,
        row => Word.Matches(row.Groups["uses"].Value).Select(word => word.Value).ToArray(),
        StringComparer.Ordinal));

    public static bool IsCode(SourceFile file) => file.Extension is ".cs" or ".razor";

    /// <summary>The room a file lies in; null for the few that put the house together.</summary>
    public static string? Of(SourceFile file) => Place.Match(file.Path) is { Success: true } place ? place.Groups["room"].Value : null;

    public IEnumerable<string> Trespasses(IEnumerable<SourceFile> files) =>
        from file in files
        where IsCode(file)
        let room = Of(file)
        where room is not null
        from used in Mention.Matches(file.Text).Select(mention => mention.Groups["room"].Value).Distinct(StringComparer.Ordinal)
        where mayUse.ContainsKey(used) && used != room && !Allowed(room).Contains(used, StringComparer.Ordinal)
        select $"{file.Path} uses {used}, which {room} may not know";

    public IEnumerable<string> Unlisted(IEnumerable<SourceFile> files) =>
        files.Where(IsCode).Select(Of).OfType<string>().Distinct(StringComparer.Ordinal).Except(mayUse.Keys, StringComparer.Ordinal);

    public IEnumerable<string> Empty(IEnumerable<SourceFile> files) =>
        mayUse.Keys.Except(files.Where(IsCode).Select(Of).OfType<string>(), StringComparer.Ordinal);

    /// <summary>The rows stand in order, so that a room that uses a later one shows.</summary>
    public IEnumerable<string> OutOfOrder()
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (room, uses) in mayUse)
        {
            foreach (var late in uses.Where(used => !known.Contains(used))) yield return $"{room} may use {late}, which comes after it or is no room";
            known.Add(room);
        }
    }

    string[] Allowed(string room) => mayUse.GetValueOrDefault(room, []);
}
