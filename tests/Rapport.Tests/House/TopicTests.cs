using System.Text.RegularExpressions;

namespace Rapport.Tests.House;

/// <summary>What is told and what is followed are the same names: a part of a page that waits for a name that nobody tells stands still for good.</summary>
public partial class TopicTests
{
    /// <summary>Topics with a name of their own in the code; what is followed or told by it.</summary>
    static readonly (string Code, string[] Topics)[] Named =
    [
        ("Book.Topic(", ["book:"]), ("BondTopics.Of(", ["bonds:"]), ("BondTopics.Changed(", ["customer:", "bonds:"]), ("Screens.Changed(", ["conversation:", "inbox", "handovers", "handovers:"]), ("Screens.Team", ["handovers"]), ("Screens.Of(", ["handovers:"]),
        ("visit.Topic", ["visit:"]), ("Visit.TopicOf(", ["visit:"]), ("Views.ReadTopic", ["read"]), ("@topic", ["conversation:"]),
    ];

    /// <summary>Told for whoever follows by program: the log is read by its own address, and this says when to.</summary>
    static readonly string[] ForPrograms = ["log"];

    [GeneratedRegex(@"\bTopics\s*=>\s*(?<what>[^;]+);|\bTouch\((?<what>(?>[^()]+|\((?<deep>)|\)(?<-deep>))*)\)|topics\.Add\((?<what>[^)]*)\)|\.Publish\(\[(?<what>[^\]]*)\]\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Told { get; }

    [GeneratedRegex(@"data-live=""(?<what>[^""]*)""|\bKeep\((?<what>\[[^\]]*\]|\w+), ?(\$?""|Key)|\.Follow\((?<what>[^;]*);|topic (is|==) (?<what>[^&|{?\n]*)|topic\.StartsWith\((?<what>[^,]*),", RegexOptions.ExplicitCapture)]
    private static partial Regex Followed { get; }

    [GeneratedRegex(@"""(?<name>[a-z-]+(:[a-z]*)?)[^""]*""", RegexOptions.ExplicitCapture)]
    private static partial Regex Text { get; }

    [GeneratedRegex(@"\b(?<name>[A-Z]\w+) = ""(?<text>[^""]*)""", RegexOptions.ExplicitCapture)]
    private static partial Regex Constant { get; }

    [GeneratedRegex(@"\b[A-Z]\w+\b")]
    private static partial Regex Word { get; }

    [GeneratedRegex(@"(^|[\s""])(?<name>[a-z][a-z-]*(:([a-z]+)?)?)(?=[@\s""]|$)", RegexOptions.ExplicitCapture)]
    private static partial Regex Live { get; }

    [Fact]
    public void Whatever_is_followed_is_told() => Assert.Empty(AllFollowed.Except(AllTold, StringComparer.Ordinal));

    [Fact]
    public void Whatever_is_told_is_followed() => Assert.Empty(AllTold.Except(AllFollowed, StringComparer.Ordinal).Except(ForPrograms, StringComparer.Ordinal));

    [Fact]
    public void The_check_sees_both()
    {
        Assert.Equal(["inbox", "conversation:"], Names(Told, [new("src/A.cs", "IEnumerable<string> Topics => [\"inbox\", $\"conversation:{Number}\"];")]).Order(StringComparer.Ordinal).Reverse());
        Assert.Equal(["book:", "inbox", "presence:"], Names(Followed, [new("src/A.razor", "<div data-live=\"inbox presence:@number @Book.Topic(Me.Id)\" data-src=\"/x\">")]).Order(StringComparer.Ordinal));
    }

    static IEnumerable<SourceFile> Program => SourceFile.All.Where(f => f.Path.StartsWith("src/", StringComparison.Ordinal) && f.Extension is ".cs" or ".razor" && !f.Path.EndsWith("/FollowTopics.cs", StringComparison.Ordinal));

    static HashSet<string> AllTold => Names(Told, Program);

    static HashSet<string> AllFollowed => Names(Followed, Program);

    static HashSet<string> Names(Regex where, IEnumerable<SourceFile> files) => [.. files.SelectMany(file => where.Matches(file.Text).SelectMany(match => Read(match.Groups["what"].Value, file)))];

    static IEnumerable<string> Read(string what, SourceFile file)
    {
        var named = Named.Where(n => what.Contains(n.Code, StringComparison.Ordinal)).SelectMany(n => n.Topics).ToList();
        if (file.Extension == ".razor") return named.Concat(Live.Matches(" " + what).Select(m => m.Groups["name"].Value));
        // A list that has a name: its own line says what is in it.
        if (Regex.IsMatch(what, @"^\w+$", RegexOptions.None, TimeSpan.FromSeconds(1)))
            what = Regex.Match(file.Text, $@"\b{what} = (\[[^\]]*\]|""[^""]*"")", RegexOptions.None, TimeSpan.FromSeconds(1)).Value;
        var constants = Constant.Matches(file.Text).ToLookup(m => m.Groups["name"].Value, m => m.Groups["text"].Value, StringComparer.Ordinal);
        return named.Concat(Text.Matches(what).Concat(Word.Matches(what).SelectMany(w => constants[w.Value]).SelectMany(text => Text.Matches($"\"{text}\""))).Select(m => m.Groups["name"].Value));
    }
}
