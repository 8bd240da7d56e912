using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Rapport.Foundation;
using Rapport.Proposing;
using Rapport.Tests.Essence;

namespace Rapport.Tests.Proposing;

public class ModelSettingsTests
{
    const string Plain = "http://";

    [Theory]
    [InlineData(null, "small", null, "RAPPORT_MODEL is set and RAPPORT_MODEL_URL is not")]
    [InlineData(null, null, "sk-secret", "RAPPORT_MODEL_KEY is set and RAPPORT_MODEL_URL is not")]
    [InlineData("http://127.0.0.1:11434/v1", null, null, "RAPPORT_MODEL is not")]
    [InlineData("not an address", "small", null, "is no address")]
    [InlineData("/v1", "small", null, "is no address")]
    [InlineData("ftp://127.0.0.1/v1", "small", null, "is no address")]
    [InlineData("file:///etc/passwd", "small", null, "is no address")]
    [InlineData(Plain + "me:sk-secret@127.0.0.1/v1", "small", null, "a key belongs in RAPPORT_MODEL_KEY")]
    [InlineData("http://127.0.0.1/v1?key=sk-secret", "small", null, "a key belongs in RAPPORT_MODEL_KEY")]
    [InlineData("http://models.example/v1", "small", null, "Use https://")]
    [InlineData(Plain + "93.184.216.34/v1", "small", null, "Use https://")]
    [InlineData(Plain + "[2606:2800:220:1::1]/v1", "small", null, "Use https://")]
    [InlineData(Plain + "169.254.169.254/v1", "small", null, "Use https://")]
    [InlineData(Plain + "2130706433.models.example/v1", "small", null, "Use https://")]
    [InlineData("https://models.example/v1", "small\nmodel", null, "is no name of a model")]
    [InlineData("https://models.example/v1", "small", "sk-secret\nX-Other: 1", "characters in it that no key has")]
    [InlineData("https://models.example/v1", "small", "sk-sécret", "characters in it that no key has")]
    public void A_setting_that_cannot_be_meant_says_what_to_do_and_never_the_key(string? url, string? model, string? key, string says)
    {
        var wrong = Assert.Throws<WrongSetting>(() => Settings(url, model, key));
        Assert.Contains(says, wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("cret", wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:11434/v1", "127.0.0.1:11434")]
    [InlineData("http://localhost:8080/v1", "localhost:8080")]
    [InlineData(Plain + "ollama:11434/v1", "ollama:11434")]
    [InlineData(Plain + "gpu.lan/v1", "gpu.lan")]
    [InlineData(Plain + "10.1.2.3/v1", "10.1.2.3")]
    [InlineData(Plain + "[fd00::7]:8000/v1", "[fd00::7]:8000")]
    [InlineData("https://models.example/v1", "models.example")]
    public void An_address_in_the_house_may_be_plain_and_any_other_is_sealed(string url, string host) => Assert.Equal(new ModelAt("small", host), Settings(url, "small", null)!.At);

    [Fact]
    public void Nothing_set_is_no_model() => Assert.Null(Settings(null, " ", ""));

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("::1", true)]
    [InlineData("172.16.0.1", true)]
    [InlineData("172.32.0.1", false)]
    [InlineData("192.168.7.7", true)]
    [InlineData("100.64.0.1", true)]
    [InlineData("100.128.0.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("8.8.8.8", false)]
    [InlineData("::ffff:8.8.8.8", false)]
    [InlineData("::ffff:10.0.0.1", true)]
    [InlineData("2001:4860:4860::8888", false)]
    public void An_address_is_the_houses_or_the_worlds(string address, bool house) => Assert.Equal(house, ModelSettings.IsHouse(IPAddress.Parse(address)));

    [Fact]
    public async Task The_program_does_not_start_with_a_setting_that_cannot_be_meant()
    {
        var (code, said, complaint) = await Run([], new() { ["RAPPORT_MODEL_URL"] = "http://models.example/v1", ["RAPPORT_MODEL"] = "small", ["RAPPORT_MODEL_KEY"] = "sk-secret", ["RAPPORT_DATA"] = Path.Combine(Path.GetTempPath(), $"rapport-test-{Guid.NewGuid():N}") });

        Assert.Equal(1, code);
        Assert.Equal("RAPPORT_MODEL_URL begins with http:// and leads out of the house, where others could read along. Use https://, or an address of this machine or of your own network.", complaint.Trim());
        Assert.DoesNotContain("secret", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ModelServer.Key)]
    [InlineData(null)]
    public async Task The_key_goes_in_its_header_and_nowhere_else(string? key)
    {
        await using var model = await ModelServer.Open();
        model.Sees("humor", Reads.Funny);
        await using var desk = await model.Desk(key: key);
        var (_, ana) = await desk.Person("Ana");
        var number = await desk.Conversation();
        await ana.Says(number, Reads.Joke);
        await ana.Until($"/desk/{number}/thread", Reads.AsksHumor);

        var asked = model.All[0];
        Assert.Equal("/v1/chat/completions", asked.Path);
        Assert.Equal(key is null ? null : $"Bearer {key}", asked.Headers.GetValueOrDefault("Authorization"));
        Assert.DoesNotContain(asked.Headers, h => h.Key is not "Authorization" && h.Value.Contains(ModelServer.Key, StringComparison.Ordinal));
        Assert.DoesNotContain(ModelServer.Key, asked.Body, StringComparison.Ordinal);
        Assert.Equal("Rapport", asked.Headers["User-Agent"]);
        Assert.DoesNotContain(asked.Headers.Keys, h => h is "Cookie" or "traceparent");
        foreach (var page in new[] { "/book", "/team", "/settings/log", "/settings/errands", "/api/v1/everything", "/openapi/v1.json" }) Assert.DoesNotContain(ModelServer.Key, await desk.Owner.Page(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Labeled_lines_are_read_by_the_model_and_a_line_that_was_not_is_a_complaint()
    {
        await using var model = await ModelServer.Open();
        model.Answers = a => Task.FromResult(a.Body.Contains("broken", StringComparison.Ordinal) ? Results.StatusCode(500) : ModelServer.Saying(a.IsOfDesk
            ? """{"behaviors":[{"behavior":"humor","chance":0.93,"because":"fly the plane yourself"},{"behavior":"interest","chance":0.4,"because":"It ships"}]}"""
            : """{"facts":[{"span":"we do the Sunday market","kind":"hobby","sensitive":false,"chance":1}]}"""));
        var (code, said, complaint) = await Run(["language", "recognize", "--model"], model.Settings(),
            JsonSerializer.Serialize(new { id = "d1", context = "[customer] where is it [csr] one moment", text = Reads.Joke }),
            JsonSerializer.Serialize(new { id = 2, text = "This line is broken." }),
            JsonSerializer.Serialize(new { id = 3, from = "customer", text = "Thank you, we do the Sunday market" }));

        Assert.Equal(1, code);
        Assert.Equal("Line 2 was not read by the model: it answered 500.", complaint.Trim());
        var lines = said.Trim().Split('\n').Select(l => JsonDocument.Parse(l).RootElement).ToList();
        Assert.Equal(["d1", "3"], lines.Select(l => l.GetProperty("id").ToString()));
        Assert.Equal((0.93, 0.4, 0), (lines[0].GetProperty("behaviors").GetProperty("humor").GetDouble(), lines[0].GetProperty("behaviors").GetProperty("interest").GetDouble(), lines[0].GetProperty("behaviors").GetProperty("surprise").GetDouble()));
        Assert.Equal(["humor"], lines[0].GetProperty("proposed").EnumerateArray().Select(p => p.GetString()));
        Assert.Equal(["fly the plane yourself"], lines[0].GetProperty("because").EnumerateArray().Select(p => p.GetString()));
        Assert.Equal("we do the Sunday market", Assert.Single(lines[1].GetProperty("facts").EnumerateArray()).GetProperty("span").GetString());
        Assert.True(lines[1].GetProperty("gratitude").GetDouble() > 0);
        Assert.Equal(["customer: where is it", "csr: one moment"], model.All[0].What.GetProperty("before").EnumerateArray().Select(t => t.GetString()));
    }

    [Fact]
    public async Task Without_a_model_there_is_none_to_read_lines()
    {
        var (code, said, _) = await Run(["language", "recognize", "--model"], []);
        Assert.Equal(1, code);
        Assert.Contains("No language model is set up.", said, StringComparison.Ordinal);
    }

    static ModelSettings? Settings(string? url, string? model, string? key) =>
        ModelSettings.From(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { ["RAPPORT_MODEL_URL"] = url, ["RAPPORT_MODEL"] = model, ["RAPPORT_MODEL_KEY"] = key }).Build());

    static async Task<(int Code, string Said, string Complaint)> Run(string[] arguments, Dictionary<string, string?> environment, params string[] lines)
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "Rapport.dll"), .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        foreach (var line in lines) await process.StandardInput.WriteLineAsync(line);
        process.StandardInput.Close();
        var complaint = process.StandardError.ReadToEndAsync();
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        return (process.ExitCode, said, await complaint);
    }
}
