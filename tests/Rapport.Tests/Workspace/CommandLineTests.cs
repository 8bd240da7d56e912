using Rapport.Workspace.Commands;
using Spectre.Console;

namespace Rapport.Tests.Workspace;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(false, "--demo")]
    [InlineData(true, "replay")]
    [InlineData(true, "import")]
    [InlineData(true, "--help")]
    [InlineData(true, "--version")]
    [InlineData(true, "relpay")]
    [InlineData(true, "--dmeo")]
    [InlineData(true, "--demo", "--urls")]
    public void The_desk_starts_only_when_nothing_else_is_asked_for(bool isElse, params string[] args) => Assert.Equal(isElse, CommandLine.Asks(args));

    [Theory]
    [InlineData("--speed", "abc")]
    [InlineData("--speed", "-1")]
    [InlineData("--limit", "abc")]
    [InlineData("--limit", "-3")]
    [InlineData("--limit", "0")]
    public async Task A_number_that_cannot_be_meant_is_a_failure_before_anything_is_played(string option, string value)
    {
        using var said = new StringWriter();
        Assert.Equal(1, await CommandLine.Run(["replay", "/nowhere/dialogues.jsonl", "--token", "t", option, value], On(said)));
        Assert.Empty(said.ToString());
    }

    [Theory]
    [InlineData("there is no such file", "replay", "/nowhere/dialogues.jsonl", "--token", "t")]
    [InlineData("there is no such file", "import", "guidelines", "/nowhere/guidelines.json", "--token", "t")]
    [InlineData("is no address of a desk", "replay", "x", "--token", "t", "--url", "desk")]
    [InlineData("No Rapport answers at http://127.0.0.1:9", "import", "guidelines", "GUIDELINES", "--token", "t", "--url", "http://127.0.0.1:9")]
    public async Task What_goes_wrong_is_one_sentence_and_a_failure(string sentence, params string[] args)
    {
        using var said = new StringWriter();
        Assert.Equal(1, await CommandLine.Run([.. args.Select(a => a == "GUIDELINES" ? Fixture.Guidelines : a)], On(said)));
        Assert.Contains(sentence, said.ToString(), StringComparison.Ordinal);
        Assert.Single(said.ToString().Trim().Split('\n'));
    }

    static IAnsiConsole On(StringWriter said) => AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(said), Interactive = InteractionSupport.No });
}
