using System.Text.Encodings.Web;
using System.Text.Json;
using Rapport.Foundation;
using Rapport.Language;
using Rapport.Language.Desk;
using Rapport.Proposing;

namespace Rapport.Workspace.Commands;

/// <summary>
/// Reads messages, one JSON object a line, and answers each with one line. Lines without an author are answered at once. From the first line that
/// names one (“by”) on, answers wait for the end, because a sentence is rote when the same person sends it to others, before or after.
/// </summary>
public sealed class RecognizeMessages(IReadMessages reader)
{
    sealed record Asked(int Line, string? Id, string Context, string Text, bool FromCustomer, string? By, int Number);

    static readonly JsonWriterOptions plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    readonly Dictionary<string, OwnSentences> own = new(StringComparer.Ordinal);

    /// <summary>The exit code: 0, or 1 when a line was no message or was not read. What is wrong with it is said in words, and the others are read all the same.</summary>
    public async Task<int> Run(TextReader lines, TextWriter answers, TextWriter complaints, CancellationToken cancel)
    {
        List<Asked> waiting = [];
        var (number, bad) = (0, 0);
        async Task Answer(Asked asked)
        {
            try { await Write(asked, answers, cancel); }
            catch (ModelSaidNothing e)
            {
                bad++;
                complaints.WriteLine($"Line {asked.Line} was not read by the model: {e.Message}.");
            }
        }
        while (lines.ReadLine() is { } line)
        {
            cancel.ThrowIfCancellationRequested();
            number++;
            if (line.Trim().Length == 0) continue;
            try
            {
                var asked = Parse(line, number);
                if (asked.By is null && waiting.Count == 0) await Answer(asked);
                else waiting.Add(asked);
            }
            catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
            {
                bad++;
                complaints.WriteLine($"Line {number} is no message: {(e is FormatException ? e.Message : "it is not a JSON object like {\"id\": …, \"context\": …, \"text\": …} in valid Unicode.")}");
            }
        }
        foreach (var asked in waiting)
        {
            cancel.ThrowIfCancellationRequested();
            await Answer(asked);
        }
        answers.Flush();
        return bad == 0 ? 0 : 1;
    }

    Asked Parse(string line, int number)
    {
        using var json = JsonDocument.Parse(line);
        var root = json.RootElement;
        if (root.ValueKind is not JsonValueKind.Object) throw new FormatException("it is not a JSON object.");
        var text = Word(root, "text") ?? throw new FormatException("it has no “text”.");
        var from = Word(root, "from");
        if (from is not (null or "customer" or "agent" or "csr" or "desk")) throw new FormatException($"its “from” is “{Cut.To(from, 40)}”. It must be “customer”, or else “agent”, which it is where it is left out.");
        var customer = from is "customer";
        var by = customer ? null : Word(root, "by");
        var id = root.TryGetProperty("id", out var given) ? given.GetRawText() : null;
        return new Asked(number, id, Word(root, "context") ?? "", text, customer, by, by is null ? -1 : Own(by).Add(text));
    }

    OwnSentences Own(string by) => own.TryGetValue(by, out var known) ? known : own[by] = new OwnSentences();

    static string? Word(JsonElement root, string name) => !root.TryGetProperty(name, out var value) ? null : value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Null => null,
        _ => throw new FormatException($"“{name}” is not a text."),
    };

    async Task Write(Asked asked, TextWriter answers, CancellationToken cancel)
    {
        var message = new ToRead(Turn.In(asked.Context), asked.Text) { Context = asked.Context, Own = asked.By is null ? null : Own(asked.By), Itself = asked.Number };
        var (ofCustomer, ofDesk) = asked.FromCustomer ? (await reader.Customer(message, cancel), default(DeskReading)) : (null, await reader.Desk(message, cancel));
        using MemoryStream bytes = new();
        using (Utf8JsonWriter json = new(bytes, plain))
        {
            json.WriteStartObject();
            json.WritePropertyName("id");
            if (asked.Id is null) json.WriteNumberValue(asked.Line);
            else json.WriteRawValue(asked.Id);
            if (ofCustomer is not null) Write(json, ofCustomer);
            else Write(json, ofDesk!);
            json.WriteEndObject();
        }
        answers.WriteLine(System.Text.Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length));
    }

    static void Write(Utf8JsonWriter json, DeskReading reading)
    {
        json.WriteStartObject("behaviors");
        foreach (var kind in BehaviorKinds.All) json.WriteNumber(kind.Key(), reading.Scores[kind]);
        json.WriteEndObject();
        json.WriteStartArray("proposed");
        foreach (var kind in reading.Proposed) json.WriteStringValue(kind.Key());
        json.WriteEndArray();
        json.WriteStartArray("because");
        foreach (var words in reading.Because) json.WriteStringValue(words);
        json.WriteEndArray();
    }

    static void Write(Utf8JsonWriter json, CustomerReading reading)
    {
        json.WriteNumber("frustrated", reading.Frustrated);
        json.WriteNumber("abusive", reading.Abusive);
        json.WriteNumber("gratitude", reading.Gratitude);
        json.WriteStartArray("facts");
        foreach (var fact in reading.Facts)
        {
            json.WriteStartObject();
            json.WriteString("span", fact.Span);
            json.WriteString("kind", fact.Kind);
            json.WriteBoolean("sensitive", fact.Sensitive);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
