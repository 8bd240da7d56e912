using Rapport.Access;
using Rapport.Foundation;
using Rapport.Statistics;
using Half = Rapport.Roles.Charters.Half;

namespace Rapport.Roles.Documents;

/// <summary>
/// How little of a job description, a procedure or a checklist speaks of what may be given. Each line is proposed as one half or
/// neither; a person sorts it anew where that is wrong, and the count follows. Nothing of the document is kept.
/// </summary>
public sealed class WeighDocument : IFeature
{
    const int Longest = 100_000, MostLines = 1000;

    public static readonly string[] Kinds = ["job-description", "procedure", "checklist"];

    /// <param name="Kind">What kind of document it is.</param>
    /// <param name="Text">All of it, one thing a line.</param>
    /// <param name="Sorted">For each line, in order, how a person sorts it: function, essence or unnamed; empty where they leave it.</param>
    public sealed record Request(string? Kind, string? Text, IReadOnlyList<string?>? Sorted);

    public sealed record Line(string Text, Half Proposed, Half Half);

    /// <summary>What names neither half is in no share.</summary>
    public sealed record Weight(string Kind, IReadOnlyList<Line> Lines)
    {
        public Share Essence => new(Lines.Count(l => l.Half is Half.Essence), Lines.Count(l => l.Half is not Half.Unnamed));

        /// <summary>Between what was proposed and what a person made of it.</summary>
        public double? Agreement => Statistics.Agreement.Alpha(Lines.Select(l => new[] { l.Proposed.ToString(), l.Half.ToString() }));
    }

    /// <summary>The weight as a program reads it: so many lines of so many, with the interval, and how far the two sorted alike.</summary>
    public sealed record Balance(string Kind, IReadOnlyList<Line> Lines, int Essence, int Of, double? Share, double Low, double High, double? Agreement);

    public sealed record PageView(Me Me, string? Kind, string? Text, Weight? Weight, IReadOnlyDictionary<string, string[]>? Errors = null);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/api/v1/documents/balance", Handle).For(Who.Lead).KeepsOptional();
        app.MapGet("/roles/documents", (Me me) => Pages.Show<DocumentPage>(new { Page = new PageView(me, null, null, null) })).For(Who.Lead);
        app.MapPost("/roles/documents", Show).For(Who.Lead).DisableAntiforgery();
    }

    static Answer<Balance> Handle(Request request)
    {
        var weight = Weigh(request);
        var share = weight.Essence;
        return Answer.OkSecret(new Balance(weight.Kind, weight.Lines, share.Hits, share.Of, share.Of == 0 ? null : share.Rate, share.Interval.Low, share.Interval.High, weight.Agreement));
    }

    static IResult Show(IFormCollection form, Me me)
    {
        var (kind, text) = (form["kind"].ToString(), form["text"].ToString());
        try { return Pages.Show<DocumentPage>(new { Page = new PageView(me, kind, text, Weigh(new(kind, text, [.. form["half"]]))) }); }
        catch (Invalid e) { return Pages.Show<DocumentPage>(new { Page = new PageView(me, kind, text, null, new Dictionary<string, string[]>(StringComparer.Ordinal) { ["text"] = [.. e.Errors.SelectMany(x => x.Value)] }) }, 400); }
    }

    public static Weight Weigh(Request request)
    {
        var lines = (request.Text ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var halves = Enum.GetNames<Half>().Select(h => h.ToLowerInvariant()).ToArray();
        var check = new Check().Text("text", request.Text, Longest).That(request.Kind is not null, "kind", $"“kind” is missing. Allowed are: {string.Join(", ", Kinds)}.").OneOf("kind", request.Kind, Kinds)
            .That(lines.Length <= MostLines, "text", $"“text” has more than {MostLines} lines.").That((request.Sorted?.Count ?? 0) <= lines.Length, "sorted", "“sorted” has more entries than there are lines.");
        foreach (var half in request.Sorted ?? []) check.OneOf("sorted", half is "" ? null : half, halves);
        check.Done();
        return new(request.Kind!, [.. lines.Select((line, i) =>
        {
            var proposed = HalfOfLine.Of(line);
            var sorted = i < (request.Sorted?.Count ?? 0) ? request.Sorted![i] : null;
            return new Line(line, proposed, Enum.TryParse<Half>(sorted, ignoreCase: true, out var half) ? half : proposed);
        })]);
    }
}
