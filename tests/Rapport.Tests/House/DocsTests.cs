using System.Text.RegularExpressions;

namespace Rapport.Tests.House;

public partial class DocsTests
{
    /// <summary>Set by --demo for itself.</summary>
    const string NotForPeople = "RAPPORT_DEMO";

    [GeneratedRegex(@"\]\((?<to>[^)#:]+)(#[^)]*)?\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Link { get; }

    [GeneratedRegex(@"RAPPORT_[A-Z_]+")]
    private static partial Regex Setting { get; }

    [Fact]
    public void Every_link_in_the_docs_leads_somewhere() => Assert.Empty(SourceFile.All.SelectMany(DeadLinks));

    [Fact]
    public void The_readme_names_every_setting_and_no_other()
    {
        var program = SourceFile.All.Where(file => file.Path.StartsWith("src/", StringComparison.Ordinal) && Rooms.IsCode(file));
        var readme = SourceFile.All.Single(file => file.Path == "README.md");

        Assert.Equal(Settings(program).Where(name => name != NotForPeople), Settings([readme]));
    }

    [Fact]
    public void The_check_sees_a_link_to_nowhere() =>
        Assert.Equal(["docs/tour.md links to nowhere.md"], DeadLinks(new("docs/tour.md", "See [the map](map.md#rooms), [that](nowhere.md) and [this](#here).\n")));

    static IEnumerable<string> Settings(IEnumerable<SourceFile> files) =>
        files.SelectMany(file => Setting.Matches(file.Text)).Select(name => name.Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    static IEnumerable<string> DeadLinks(SourceFile file) =>
        from link in file.Extension == ".md" ? Link.Matches(file.Text) : Enumerable.Empty<Match>()
        let to = link.Groups["to"].Value
        where !Path.Exists(Repository.At(Path.GetDirectoryName(file.Path)!, to))
        select $"{file.Path} links to {to}";
}
