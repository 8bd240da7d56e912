using System.Text.Json;
using Rapport.Language.Letters;

namespace Rapport.Tests.Mail;

/// <summary>Every letter of the corpus (made by tests/letters) is read by the bundled mailroom, and says what it should.</summary>
[Trait("Proves", "Mail")]
public sealed class CorpusTests(CorpusTests.Corpus corpus) : IClassFixture<CorpusTests.Corpus>
{
    public static IEnumerable<object[]> Names() => Corpus.Expected().EnumerateObject().Select(letter => new object[] { letter.Name });

    [Fact]
    public void The_corpus_has_a_letter_for_every_case() => Assert.InRange(Names().Count(), 150, 1000);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_letter_is_read(string name)
    {
        var expected = Corpus.Expected().GetProperty(name);
        var (read, parts) = corpus.Read[name];
        Assert.False(read.TryGetProperty("could_not_read", out var why), $"could not read: {why}");
        Head(expected, read);
        Words(expected, read);
        Parts(expected, read, parts);
        if (Has(expected, "protected", out var seal)) Assert.Equal(seal.GetString(), read.GetProperty("protected").GetString());
        if (Has(expected, "report", out var report))
        {
            var status = read.GetProperty("delivery_status");
            Assert.Equal(report.EnumerateArray().Select(one => one.GetString()), new[] { "action", "status", "recipient", "original_message_id" }.Select(one => status.GetProperty(one).GetString()));
        }
        else Assert.Equal(JsonValueKind.Null, read.GetProperty("delivery_status").ValueKind);
    }

    static void Head(JsonElement expected, JsonElement read)
    {
        var from = read.GetProperty("from").EnumerateArray().FirstOrDefault();
        Assert.Equal(expected.GetProperty("from").GetString(), from.ValueKind is JsonValueKind.Object ? from.GetProperty("address").GetString() : null);
        if (Has(expected, "name", out var name)) Assert.Equal(name.GetString(), from.GetProperty("name").GetString());
        if (Has(expected, "subjectHas", out var piece)) Assert.Contains(piece.GetString()!, read.GetProperty("subject").GetString(), StringComparison.Ordinal);
        else Assert.Equal(expected.GetProperty("subject").GetString(), read.GetProperty("subject").GetString());
        if (Has(expected, "date", out var date)) Assert.Equal(date.GetString(), read.GetProperty("date").GetString());
        if (Has(expected, "id", out var id)) Assert.Equal(id.GetString(), read.GetProperty("message_id").GetString());
        if (Has(expected, "inReplyTo", out var answers)) Assert.Equal(answers.GetString(), read.GetProperty("in_reply_to")[0].GetString());
        if (Has(expected, "references", out var references)) Assert.Equal(references.GetInt32(), read.GetProperty("references").GetArrayLength());
        if (Has(expected, "to", out var to)) Assert.Equal(to.GetInt32(), read.GetProperty("to").GetArrayLength());
        if (Has(expected, "cc", out var cc)) Assert.Equal(cc.GetString(), read.GetProperty("cc")[0].GetProperty("address").GetString());
        if (Has(expected, "header", out var header)) Assert.Equal(header[1].GetString(), read.GetProperty("headers").GetProperty(header[0].GetString()!).GetString());
    }

    static void Words(JsonElement expected, JsonElement read)
    {
        if (Has(expected, "any", out _)) return;
        var (text, html) = (read.GetProperty("text").GetString(), read.GetProperty("html").GetString());
        if (Has(expected, "onlyHtml", out _)) Assert.Null(text);
        if (html is not null && text is not null && Has(expected, "new", out var same)) Assert.Equal(same.GetString(), LetterHtml.Read(html).Text);
        var (words, history, signature) = text is not null ? Of(LetterText.Read(text)) : Of(LetterHtml.Read(html ?? ""));
        if (Has(expected, "new", out var fresh)) Assert.Equal(fresh.GetString(), words);
        foreach (var piece in Pieces(expected, "newHas")) Assert.Contains(piece, words, StringComparison.Ordinal);
        if (Has(expected, "history", out var old))
        {
            Assert.Contains(old.GetString()!, history, StringComparison.Ordinal);
            Assert.DoesNotContain(old.GetString()!, words, StringComparison.Ordinal);
        }
        else Assert.Equal("", history);
        if (Has(expected, "signature", out var signed)) Assert.Contains(signed.GetString()!, Plain(signature), StringComparison.Ordinal);
        if (Has(expected, "htmlHas", out var markup)) Assert.Contains(markup.GetString()!, html, StringComparison.Ordinal);
    }

    static void Parts(JsonElement expected, JsonElement read, IReadOnlyDictionary<int, byte[]> bytes)
    {
        var parts = read.GetProperty("parts").EnumerateArray().ToList();
        Assert.Equal(parts.Select(part => (part.GetProperty("n").GetInt32(), part.GetProperty("size").GetInt32())), bytes.OrderBy(one => one.Key).Select(one => (one.Key, one.Value.Length)));
        if (Has(expected, "attachmentsAny", out _) || Has(expected, "any", out _)) return;
        Assert.Equal(Pieces(expected, "attachments"), parts.Select(part => part.GetProperty("name").GetString()!));
        if (Has(expected, "kinds", out _)) Assert.Equal(Pieces(expected, "kinds"), parts.Select(part => part.GetProperty("kind").GetString()!));
        if (Has(expected, "inline", out _)) Assert.Equal(Pieces(expected, "inline"), parts.Where(part => part.GetProperty("inline").GetBoolean()).Select(part => part.GetProperty("name").GetString()!));
    }

    static (string, string, string) Of(LetterText read) => (read.New, read.History, read.Signature);

    static (string, string, string) Of(LetterHtml read) => (read.Text, read.History, read.Signature);

    static string Plain(string html) => System.Text.RegularExpressions.Regex.Replace(html, "<[^>]*>", "");

    static bool Has(JsonElement expected, string what, out JsonElement value) => expected.TryGetProperty(what, out value);

    static IEnumerable<string> Pieces(JsonElement expected, string what) => expected.TryGetProperty(what, out var list) ? list.EnumerateArray().Select(one => one.GetString()!) : [];

    /// <summary>All of it, read once by one mailroom.</summary>
    public sealed class Corpus : IAsyncLifetime
    {
        static readonly Lazy<JsonElement> expected = new(() => JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "fixtures", "letters", "expected.json"))).RootElement.Clone());

        public Dictionary<string, Understood> Read { get; } = new(StringComparer.Ordinal);

        public static JsonElement Expected() => expected.Value;

        public async Task InitializeAsync()
        {
            await using var program = await OtherSide.Open();
            await using var mailroom = await MailroomProcess.Start(program.Url);
            // A few at a time: each is waited for by itself, however long all of them take on a busy machine.
            foreach (var some in Expected().EnumerateObject().Select(l => l.Name).Chunk(8))
                foreach (var (name, read) in await Task.WhenAll(some.Select(async n => (n, await program.Read(await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "fixtures", "letters", $"{n}.eml"))))))) Read[name] = read;
        }

        public Task DisposeAsync() => Task.CompletedTask;
    }
}
