using System.Diagnostics;
using System.Text.Json;
using Rapport.Language;
using Rapport.Proposing;
using Rapport.Workspace.Commands;

namespace Rapport.Tests.Language;

[Trait("Proves", "E141")]
public sealed class RecognizeMessagesTests
{
    static readonly RecognizeMessages tool = new(new ReadHere(Recognizer.Load()));

    [Fact]
    public async Task Lines_go_in_and_labels_come_out()
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "Rapport.dll"), "language", "recognize"]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteLineAsync("""{"id":"d1","context":"[customer] where is my order","text":"It is on its way."}""");
        await process.StandardInput.WriteLineAsync("""{"id":7,"from":"customer","text":"Thank you, my dog Max turns ten on Saturday 😂"}""");
        process.StandardInput.Close();
        var lines = (await process.StandardOutput.ReadToEndAsync()).Trim().Split('\n');
        await process.WaitForExitAsync();

        Assert.Equal(0, process.ExitCode);
        Assert.Equal(2, lines.Length);
        using var desk = JsonDocument.Parse(lines[0]);
        Assert.Equal("d1", desk.RootElement.GetProperty("id").GetString());
        Assert.Equal(BehaviorKinds.All.Select(k => k.Key()), desk.RootElement.GetProperty("behaviors").EnumerateObject().Select(p => p.Name));
        Assert.Empty(desk.RootElement.GetProperty("proposed").EnumerateArray());
        Assert.Empty(desk.RootElement.GetProperty("because").EnumerateArray());
        using var customer = JsonDocument.Parse(lines[1]);
        Assert.Equal(7, customer.RootElement.GetProperty("id").GetInt32());
        Assert.InRange(customer.RootElement.GetProperty("frustrated").GetInt32(), 0, 1);
        Assert.Equal(JsonValueKind.Number, customer.RootElement.GetProperty("gratitude").ValueKind);
        Assert.Equal(JsonValueKind.Number, customer.RootElement.GetProperty("abusive").ValueKind);
        Assert.All(customer.RootElement.GetProperty("facts").EnumerateArray(), f => Assert.Equal(["span", "kind", "sensitive"], f.EnumerateObject().Select(p => p.Name)));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("[1]")]
    [InlineData("{\"id\":1}")]
    [InlineData("{\"id\":1,\"text\":5}")]
    [InlineData("{\"id\":1,\"from\":\"robot\",\"text\":\"Hello\"}")]
    [InlineData("{\"id\":1,\"text\":\"\\ud83d\"}")]
    public async Task A_bad_line_is_named_and_the_others_are_read(string bad)
    {
        var (code, answers, complaints) = await Run($$"""{"id":1,"text":"Hello"}""", bad, $$"""{"id":3,"text":"Hello"}""");
        Assert.Equal(1, code);
        Assert.Equal(2, answers.Length);
        Assert.StartsWith("Line 2 is no message", Assert.Single(complaints), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_one_person_sends_to_several_is_rote_and_what_two_people_send_is_not()
    {
        const string warm = "How old is your little one turning, and does he love trains as much as my two do?";
        string Line(int id, string by) => JsonSerializer.Serialize(new { id, context = "[customer] we take the train for my son's birthday", text = warm, by });
        var (_, same, _) = await Run(Line(1, "ann"), Line(2, "ann"));
        var (_, apart, _) = await Run(Line(1, "bea"), Line(2, "cleo"));
        Assert.All(same, line => Assert.Equal(0, Interest(line)));
        Assert.All(apart, line => Assert.NotEqual(0, Interest(line)));
    }

    [Fact]
    public async Task A_hundred_thousand_lines_stream_through()
    {
        using StringWriter complaints = new();
        using Lines lines = new(100_000);
        using CountingWriter answers = new();
        Assert.Equal(0, await tool.Run(lines, answers, complaints, default));
        Assert.Equal(100_000, answers.Count);
    }

    static double Interest(string line)
    {
        using var json = JsonDocument.Parse(line);
        return json.RootElement.GetProperty("behaviors").GetProperty("interest").GetDouble();
    }

    static async Task<(int Code, string[] Answers, string[] Complaints)> Run(params string[] lines)
    {
        using StringReader given = new(string.Join('\n', lines));
        using StringWriter answers = new();
        using StringWriter complaints = new();
        var code = await tool.Run(given, answers, complaints, default);
        return (code, Split(answers), Split(complaints));
    }

    static string[] Split(StringWriter text) => text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);

    sealed class Lines(int count) : TextReader
    {
        int given;
        public override string? ReadLine() => given++ < count ? $$"""{"id":{{given}},"context":"[customer] hi","text":"It ships on Monday."}""" : null;
    }

    sealed class CountingWriter : TextWriter
    {
        public int Count { get; private set; }
        public override System.Text.Encoding Encoding => System.Text.Encoding.UTF8;
        public override void WriteLine(string? value) => Count++;
    }
}
