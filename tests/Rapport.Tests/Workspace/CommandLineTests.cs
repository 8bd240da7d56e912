using Rapport.Workspace.Commands;
using Spectre.Console;

namespace Rapport.Tests.Workspace;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("replay", true)]
    [InlineData("import", true)]
    [InlineData("--help", true)]
    [InlineData("--demo", false)]
    [InlineData("--urls", false)]
    public void A_tool_is_told_from_a_start_of_the_desk(string first, bool isTool) => Assert.Equal(isTool, CommandLine.Asks([first]));

    [Theory]
    [InlineData("there is no such file", "replay", "/nowhere/dialogues.jsonl", "--token", "t")]
    [InlineData("there is no such file", "import", "guidelines", "/nowhere/guidelines.json", "--token", "t")]
    [InlineData("is no address of a desk", "replay", "x", "--token", "t", "--url", "desk")]
    [InlineData("No Rapport answers at http://127.0.0.1:9", "import", "guidelines", "GUIDELINES", "--token", "t", "--url", "http://127.0.0.1:9")]
    public async Task What_goes_wrong_is_one_sentence_and_a_failure(string sentence, params string[] args)
    {
        using var said = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(said), Interactive = InteractionSupport.No });
        Assert.Equal(1, await CommandLine.Run([.. args.Select(a => a == "GUIDELINES" ? Fixture.Guidelines : a)], console));
        Assert.Contains(sentence, said.ToString(), StringComparison.Ordinal);
        Assert.Single(said.ToString().Trim().Split('\n'));
    }
}
