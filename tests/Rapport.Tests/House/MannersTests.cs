using System.Text.RegularExpressions;

namespace Rapport.Tests.House;

public partial class MannersTests
{
    [Fact]
    public void Every_file_keeps_to_the_manners_of_the_house() => Assert.Empty(SourceFile.All.SelectMany(Manners.Broken));

    /// <summary>People read these sentences on pages; a program finds the field's own name as the key.</summary>
    [Fact]
    public void No_sentence_names_a_field_as_programs_do() =>
        Assert.Empty(SourceFile.All.Where(f => f.Path.StartsWith("src/Rapport", StringComparison.Ordinal) && Path.GetExtension(f.Path) is ".cs" or ".razor" or ".ts").SelectMany(f => NamedAsPrograms.Matches(f.Text).Select(m => $"{f.Path}: {m.Value}")));

    [GeneratedRegex("“[a-z]+(_[a-z]+)+”", RegexOptions.ExplicitCapture)]
    private static partial Regex NamedAsPrograms { get; }

    [Fact]
    public void The_house_is_looked_at_whole()
    {
        Assert.Contains(SourceFile.All, file => file.Path == "run");
        Assert.Contains(SourceFile.All, file => file.Path == "src/Rapport/Program.cs");
        Assert.DoesNotContain(SourceFile.All, file => file.Path.Contains("/wwwroot/", StringComparison.Ordinal));
    }

    [Fact]
    public void Package_managers_ask_the_registry_they_are_set_up_with()
    {
        Assert.DoesNotContain("\"resolved\"", File.ReadAllText(Repository.At("package-lock.json")), StringComparison.Ordinal);
        Assert.DoesNotContain(SourceFile.All, file => Path.GetFileName(file.Path).ToUpperInvariant() is "NUGET.CONFIG" or ".NPMRC");
    }

    [Fact]
    public void Browser_tests_that_share_the_desk_wait_for_each_other()
    {
        var sharing = SourceFile.All.Where(f => f.Path.StartsWith("tests/Rapport.Browser.Tests/", StringComparison.Ordinal) && f.Text.Contains("DeskInBrowser.Open()", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(sharing);
        Assert.Empty(sharing.Where(f => !f.Text.Contains("[Collection(OneDesk.Name)]", StringComparison.Ordinal) && !f.Text.Contains("[Collection(ByThemselves.Name)]", StringComparison.Ordinal)).Select(f => f.Path));
    }

    [Theory]
    [InlineData("src/Rapport/Desk/Resolve.cs", "class Resolve;\n", 0)]
    [InlineData("src/Rapport/Utils/Resolve.cs", "class Resolve;\n", 1)]
    [InlineData("src/Rapport/Desk/helpers/Resolve.cs", "class Resolve;\n", 1)]
    [InlineData("src/Rapport/Desk/Resolve.cs", "class Resolve;", 1)]
    [InlineData("src/Rapport/Desk/Resolve.cs", "class Resolve; \n", 1)]
    [InlineData("src/Rapport/Desk/Resolve.cs", "class Resolve;\r\n", 1)]
    [InlineData("src/Rapport/assets/desk.ts", "\tgo()\n", 1)]
    [InlineData("docs/tour.md", "TO" + "DO: the tour\n", 1)]
    [InlineData("docs/tour.md", "see /wo" + "rk/shared\n", 1)]
    [InlineData("docs/tour.md", "see ../shared/work/notes\n", 0)]
    [InlineData("docs/tour.md", "see https:" + "//registry.somewhere.org/pkg\n", 1)]
    [InlineData("docs/tour.md", "see http://127.0.0.1:5080/desk and https://desk.example/x\n", 0)]
    [InlineData("src/a.cs", "$\"http://{host}:{port}/\"\n", 0)]
    public void The_check_sees_bad_manners(string path, string text, int broken) =>
        Assert.Equal(broken, Manners.Broken(new(path, text)).Count());

    [Fact]
    public void The_check_sees_a_file_that_is_two_files() =>
        Assert.Single(Manners.Broken(new("src/Rapport/Desk/Everything.cs", string.Concat(Enumerable.Repeat("x\n", Manners.LongestFile + 1)))));
}
