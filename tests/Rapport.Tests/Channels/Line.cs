using System.Text;

namespace Rapport.Tests.Channels;

/// <summary>A live line, read as a browser reads it.</summary>
sealed class Line(HttpResponseMessage answer, StreamReader reader) : IDisposable
{
    readonly StringBuilder everything = new();
    Task<string?>? reading;

    public string Everything => everything.ToString();

    public static async Task<Line> Open(HttpClient client, string path)
    {
        var answer = await client.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        answer.EnsureSuccessStatusCode();
        return new(answer, new StreamReader(await answer.Content.ReadAsStreamAsync()));
    }

    /// <summary>The name of the next event that is not a sign of life.</summary>
    public async Task<string> Next()
    {
        while (true)
        {
            var line = await (reading ?? reader.ReadLineAsync()).WaitAsync(TimeSpan.FromSeconds(20)) ?? throw new InvalidOperationException("The line ended.");
            reading = null;
            everything.AppendLine(line);
            if (line.StartsWith("event: ", StringComparison.Ordinal) && line[7..] is not ("beat" or "ping")) return line[7..];
        }
    }

    /// <summary>Takes in what still comes, until nothing does.</summary>
    public async Task Quiet()
    {
        while (true)
        {
            reading ??= reader.ReadLineAsync();
            if (await Task.WhenAny(reading, Task.Delay(400)) != reading) return;
            everything.AppendLine(await reading);
            reading = null;
        }
    }

    public void Dispose()
    {
        answer.Dispose();
        reader.Dispose();
    }
}
