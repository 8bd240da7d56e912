using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using NodaTime;
using Rapport.Desk;
using Rapport.Foundation;
using Rapport.Language.Letters;

namespace Rapport.Channels.Mail;

/// <summary>What the mailroom read in a letter, as it says it.</summary>
public sealed record Reading(
    IReadOnlyList<Reading.Somebody>? From, IReadOnlyList<Reading.Somebody>? To, IReadOnlyList<Reading.Somebody>? Cc, IReadOnlyList<Reading.Somebody>? Bcc,
    IReadOnlyList<Reading.Somebody>? ReplyTo, JsonElement? Sender, string? Subject, string? Date, string? MessageId, IReadOnlyList<string>? InReplyTo, IReadOnlyList<string>? References,
    string? Text, string? Html, Dictionary<string, JsonElement>? Headers, IReadOnlyList<Reading.Part>? Parts, Reading.Report? DeliveryStatus, string? Protected, string? CouldNotRead, IReadOnlyList<string>? AuthenticationResults = null)
{
    public sealed record Somebody(string? Name, string? Address);

    public sealed record Part(int N, string? Name, string? Type, long? Size, string? ContentId, bool? Inline, string? Kind);

    public sealed record Report(string? Action, string? Status, string? Recipient, string? Diagnostic, string? OriginalMessageId);
}

/// <summary>A letter that was read: everything in a form that can be kept and shown.</summary>
public sealed record ReadLetter(
    Correspondent Sender, Correspondent Answer, IReadOnlyList<Correspondent> To, IReadOnlyList<Correspondent> Cc, string Subject, Instant? SentAt, string? InternetId, IReadOnlyList<string> Links,
    NewWords Words, string? Html, IReadOnlyDictionary<string, string> Headers, IReadOnlyList<Reading.Part> Parts, Reading.Report? Report, string? Protected, IReadOnlyList<string> SaidByServers)
{
    const int MostAddresses = 200, MostLinks = 60, LongestId = 500, MostHtml = 2_000_000, LongestHeader = 2000;

    public IEnumerable<Correspondent> Everybody => To.Concat(Cc);

    public static ReadLetter Of(Reading reading, string? envelopeFrom)
    {
        var sender = People(reading.From).Concat(SenderOf(reading.Sender)).FirstOrDefault(p => p.HasAddress)
            ?? People(reading.From).FirstOrDefault() ?? Correspondent.Of(null, envelopeFrom);
        if (!sender.HasAddress && envelopeFrom is not null) sender = sender with { Address = Correspondent.Of(null, envelopeFrom).Address };
        var answer = People(reading.ReplyTo).FirstOrDefault(p => p.HasAddress) ?? sender;
        var (text, html) = (OwnKeys.TakenOut(Clean.Text(reading.Text, MostHtml)), OwnKeys.TakenOut(Clean.Text(reading.Html, MostHtml)));
        return new(sender, answer, People(reading.To), [.. People(reading.Cc), .. People(reading.Bcc)], Clean.Line(reading.Subject, Conversation.LongestSubject), DateOf(reading.Date),
            Id(reading.MessageId) is { Length: > 0 } id ? id : null, [.. (reading.References ?? []).Concat(reading.InReplyTo ?? []).Select(Id).Where(i => i.Length > 0).Distinct(StringComparer.Ordinal).TakeLast(MostLinks)],
            string.IsNullOrWhiteSpace(text) ? NewWords.OfHtml(html) : NewWords.Of(text), string.IsNullOrWhiteSpace(html) ? null : MailHtml.Clean(html),
            (reading.Headers ?? []).ToDictionary(h => h.Key.ToLowerInvariant(), h => Clean.Line(Value(h.Value), LongestHeader), StringComparer.Ordinal),
            [.. (reading.Parts ?? []).DistinctBy(p => p.N)], reading.DeliveryStatus, reading.Protected, [.. (reading.AuthenticationResults ?? []).Take(10).Select(l => Clean.Line(l, LongestHeader))]);
    }

    static List<Correspondent> People(IReadOnlyList<Reading.Somebody>? people) => [.. (people ?? []).Take(MostAddresses).Select(p => Correspondent.Of(p.Name, p.Address)).Where(p => p.Name.Length + p.Address.Length > 0)];

    static IEnumerable<Correspondent> SenderOf(JsonElement? sender) => sender is { ValueKind: JsonValueKind.Array or JsonValueKind.Object } given
        ? (given.ValueKind is JsonValueKind.Array ? given.EnumerateArray().ToList() : [given]).Where(s => s.ValueKind is JsonValueKind.Object).Select(s => s.Deserialize<Reading.Somebody>(FactJson.Options)!).Select(s => Correspondent.Of(s.Name, s.Address))
        : [];

    static string Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() ?? "",
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(Value)),
        JsonValueKind.Null or JsonValueKind.Undefined => "",
        _ => value.GetRawText(),
    };

    /// <summary>Without its brackets; letters are compared by it.</summary>
    public static string Id(string? id) => Cut.To(string.Concat(Clean.Text(id, LongestId * 2).Where(c => !char.IsWhiteSpace(c) && !char.IsControl(c))).Trim('<', '>'), LongestId);

    static Instant? DateOf(string? date) => DateTimeOffset.TryParse(date, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) && at.Year is > 1970 and < 2200
        ? Instant.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds()) : null;
}

/// <summary>The key of a customer's own page comes back in what they quote, and is nobody else's to read.</summary>
static partial class OwnKeys
{
    /// <summary>Also as gateways and programs write it: “_” as “-5F” (Proofpoint) or “%5F”, and broken over lines that are quoted.</summary>
    [GeneratedRegex(@"c(_|-5F|%(25)*5F)([\s>=]{0,40}[0-9a-f]){48}", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Key { get; }

    public static string TakenOut(string text) => Key.Replace(text, "…");
}

/// <summary>What is new in a letter, and what was only carried along: the history, and the signature before it.</summary>
public sealed record NewWords(string New, string? Quoted)
{
    const int Longest = 100_000;

    public static NewWords Of(string text)
    {
        var read = LetterText.Read(text);
        return Of(read.New, read.Signature, read.History);
    }

    public static NewWords OfHtml(string html)
    {
        if (html.Length == 0) return new("", null);
        var read = LetterHtml.Read(html);
        return Of(read.Text, MailHtml.ToText(read.Signature), MailHtml.ToText(read.History));
    }

    static NewWords Of(string fresh, string signature, string history) =>
        // Once more: what marks in HTML had broken stands together only now.
        new(Cut.To(OwnKeys.TakenOut(fresh.Trim()), Longest), Cut.To(OwnKeys.TakenOut(string.Join("\n\n", new[] { signature.Trim(), history.Trim() }.Where(t => t.Length > 0))), Longest) is { Length: > 0 } carried ? carried : null);
}
