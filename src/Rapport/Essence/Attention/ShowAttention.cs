using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using Rapport.Access;
using Rapport.Foundation;
using Half = Rapport.Roles.Charters.Half;

namespace Rapport.Essence.Attention;

/// <summary>How often what may be given is spoken of, month by month: in meetings and documents that a lead chose to paste, and in notes where the house turned that on. Of the house, never of a person.</summary>
public sealed class ShowAttention : IFeature
{
    public sealed record Request(string? Kind, string? Month, string? Title, string? Text);

    public sealed record NotesRequest(bool? On);

    public sealed record SourceView(AttentionSourceId Id, SourceKind Kind, string Month, string Title, int Mentions, int Of);

    public sealed record LineView(int Number, string Words, Half Half);

    public sealed record WholeSource(AttentionSourceId Id, SourceKind Kind, string Month, string Title, IReadOnlyList<LineView> Lines);

    /// <summary>Of one month and kind. For leads, every line that was counted as a mention, with where it stands.</summary>
    public sealed record MonthView(string Month, SourceKind Kind, int Mentions, int Of, double Low, double High, IReadOnlyList<AttentionByMonth.Mention> Lines);

    public sealed record View(Instant? NotesSince, IReadOnlyList<MonthView> Months, IReadOnlyList<SourceView> Sources);

    public sealed record PageView(Me Me, View All, Instant Now);

    static readonly string[] kinds = ["meeting", "note", "document"];

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/attention", async (Me me, RapportDb db, TimeProvider time, CancellationToken cancel) => Answer.Ok(await Load(db, me, time.Now(), cancel))).For(Who.Agent);
        app.MapGet("/api/v1/attention/sources/{source}", Read).For(Who.Lead);
        app.MapGet("/roles/attention", async (Me me, RapportDb db, TimeProvider time, CancellationToken cancel) => Pages.Show<AttentionPage>(new { Page = new PageView(me, await Load(db, me, time.Now(), cancel), time.Now()) })).For(Who.Agent);
        foreach (var place in new[] { "/api/v1/attention", "/roles/attention" })
        {
            app.MapPost(place + "/sources", Add).For(Who.Lead);
            app.MapDelete(place + "/sources/{source}", Remove).For(Who.Lead);
            app.MapPut(place + "/notes", CountNotes).For(Who.Lead);
        }
    }

    static async Task<Created<SourceView>> Add(Request request, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var month = string.IsNullOrWhiteSpace(request.Month) ? time.Now().InUtc().Date.ToString("uuuu-MM", null) : request.Month;
        new Check().That(request.Kind is not null, "kind", $"“kind” is missing. Allowed are: {string.Join(", ", kinds)}.").OneOf("kind", request.Kind, kinds)
            .Text("title", request.Title, AttentionSource.LongestTitle).Text("text", request.Text, AttentionSource.Longest)
            .That(LocalDatePattern.Iso.Parse(month + "-01").Success, "month", "“month” must be a month, like 2026-11.")
            .That((request.Text ?? "").Count(c => c == '\n') < AttentionSource.MostLines, "text", $"“text” has more than {AttentionSource.MostLines} lines.").Done();
        var source = new AttentionSource { Kind = Enum.Parse<SourceKind>(request.Kind!, ignoreCase: true), Month = month, Title = request.Title!.Trim(), Words = request.Text!.Trim(), AddedById = me.Id, AddedAt = time.Now() };
        db.Add(source);
        await db.SaveChangesAsync(cancel);
        return Answer.CreatedSecret($"/api/v1/attention/sources/{source.Id.Value}", Of(source));
    }

    static async Task<Answer<WholeSource>> Read(AttentionSourceId source, RapportDb db, CancellationToken cancel)
    {
        var found = await db.AttentionSources.AsNoTracking().SingleOrDefaultAsync(s => s.Id == source, cancel) ?? throw new NotFound("source");
        return Answer.Ok(new WholeSource(found.Id, found.Kind, found.Month, found.Title, [.. found.Lines.Select(l => new LineView(l.Number, l.Words, l.Half))]));
    }

    static async Task<NoContent> Remove(AttentionSourceId source, RapportDb db, CancellationToken cancel)
    {
        if (await db.AttentionSources.Where(s => s.Id == source).ExecuteDeleteAsync(cancel) == 0) throw new NotFound("source");
        return Answer.Nothing;
    }

    /// <summary>On counts what is written from now on; off forgets since when.</summary>
    static async Task<NoContent> CountNotes(NotesRequest request, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        new Check().That(request.On is not null, "on", "“on” is missing: true or false.").Done();
        await db.Alone(Once.ForCues, NotesCounted.TheOne, cancel);
        var choice = await db.NotesCounted.SingleOrDefaultAsync(n => n.Id == NotesCounted.TheOne, cancel);
        if (choice is null) db.Add(choice = new NotesCounted { Id = NotesCounted.TheOne });
        if (choice.Since is not null == request.On) return Answer.Nothing;
        choice.Since = request.On is true ? time.Now() : null;
        db.Record(new CountingOfNotesSet(request.On!.Value));
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static async Task<View> Load(RapportDb db, Me me, Instant now, CancellationToken cancel)
    {
        var lead = me.Role >= Role.Lead;
        var months = await AttentionByMonth.Load(db, now, cancel);
        var sources = lead ? await db.AttentionSources.AsNoTracking().OrderByDescending(s => s.Month).ThenByDescending(s => s.Id).Take(200).ToListAsync(cancel) : [];
        return new(await db.NotesCounted.AsNoTracking().Select(n => n.Since).FirstOrDefaultAsync(cancel),
            [.. months.Select(m => new MonthView(m.Month, m.Kind, m.Mentions.Hits, m.Mentions.Of, m.Mentions.Interval.Low, m.Mentions.Interval.High, lead ? m.Lines : []))],
            sources.ConvertAll(Of));
    }

    static SourceView Of(AttentionSource s) => new(s.Id, s.Kind, s.Month, s.Title, s.Lines.Count(l => l.Half is Half.Essence), s.Lines.Count(l => l.Half is not Half.Unnamed));
}
