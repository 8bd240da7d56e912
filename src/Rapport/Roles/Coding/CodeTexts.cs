using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Roles.Coding;

/// <summary>Somebody calls each text by one of a few names. What the program proposes is told once they have said what they think; then they may change their mind.</summary>
public sealed class CodeTexts : IFeature
{
    const int AtATime = 10, ForCode = 3202;

    public sealed record Request(string? Code);

    /// <param name="Id">Of the text.</param>
    /// <param name="Words">As they were given.</param>
    /// <param name="Code">What whoever asks called it; null before.</param>
    /// <param name="Proposed">What the program would call it; null before.</param>
    public sealed record TextView(Guid Id, string Words, string? Code, string? Proposed);

    public sealed record PageView(Me Me, CodeBook Book, bool MayCode, bool WasAsked, IReadOnlyList<TextView> ToDo, int Left, IReadOnlyList<TextView> Done, IReadOnlyList<AskCoder.View> Coders, IReadOnlyList<AskCoder.View> Others, CodedShares? Shares);

    public sealed record CodedView(string Code, int Hits, int Of, double Low, double High);

    public sealed record WeekView(string First, string Until, int People, IEnumerable<CodedView> Codes);

    public sealed record SharesView(string Kind, int Texts, int CodedByTwo, double LeastAlpha, double? HumanHuman, double? HumanMachine, string? Says, IEnumerable<WeekView> Weeks)
    {
        public static SharesView Of(CodedShares s, CodeBook book) => new(s.Kind, s.Texts, s.CodedByTwo, book.LeastAlpha, s.HumanHuman, s.HumanMachine, s.Says,
            s.ByWeek.Select(w => new WeekView(w.First, w.Until, w.People, w.Codes.Select(c => new CodedView(c.Code, c.Share.Hits, c.Share.Of, c.Share.Interval.Low, c.Share.Interval.High)))));
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/coding/{kind}/texts", List).For(Who.Agent);
        app.MapGet("/api/v1/coding/{kind}", async (string kind, RapportDb db, TimeProvider time, CancellationToken cancel) => Answer.Ok(SharesView.Of(await CodedShares.Read(db, Book(kind), time.Now(), cancel), Book(kind)))).For(Who.Lead);
        app.MapGet("/roles/coding", Show).For(Who.Agent);
        foreach (var place in new[] { "/api/v1/coding", "/roles/coding" }) app.MapPut(place + "/texts/{text:guid}/code", Code).For(Who.Agent);
    }

    static CodeBook Book(string? kind) => CodeBook.Find(kind) ?? throw new NotFound("kind of texts to code");

    /// <summary>Those that whoever asks has not coded yet; for who was not asked there are none.</summary>
    static async Task<Answer<PageOf<TextView>>> List(string kind, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var book = Book(kind);
        if (!await AskCoder.MayCode(db, me, cancel)) throw new NotFound("text that you were asked to code");
        return Answer.Ok(Paging.All(await ToDo(db, book, me, time.Now(), cancel)));
    }

    static async Task<Answer<TextView>> Code(Guid text, Request request, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        if (!await AskCoder.MayCode(db, me, cancel) || await db.TextsToCode.AsNoTracking().SingleOrDefaultAsync(t => t.Id == text, cancel) is not { } found) throw new NotFound("text that you were asked to code");
        var book = Book(found.Kind);
        if (!await db.Texts(book, await ToBeCoded.Open(db, book, time.Now(), cancel)).AnyAsync(t => t.Id == text, cancel)) throw new NotFound("text that you were asked to code");
        new Check().Text("code", request.Code, 40).OneOf("code", request.Code, [.. book.Codes]).Done();
        await db.Alone(ForCode, me.Id.Value, cancel);
        var mine = await db.TextCodes.SingleOrDefaultAsync(c => c.TextId == text && c.PersonId == me.Id, cancel);
        if (mine is null) db.Add(new TextCode { TextId = text, PersonId = me.Id, First = request.Code!, Code = request.Code! });
        else mine.Code = request.Code!;
        await db.SaveChangesAsync(cancel);
        return Answer.Ok(new TextView(text, found.Words, request.Code, found.Proposed));
    }

    static async Task<IResult> Show(string? kind, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var (book, lead) = (CodeBook.Find(kind) ?? CodeBook.Role, me.Role >= Role.Lead);
        var (may, coders) = (await AskCoder.MayCode(db, me, cancel), await AskCoder.Asked(db, cancel));
        var todo = may ? await ToDo(db, book, me, time.Now(), cancel) : [];
        var asked = coders.ConvertAll(c => c.Id);
        var others = lead ? await db.People.AsNoTracking().Where(p => p.Active && p.Role == Role.Agent && !asked.Contains(p.Id)).OrderBy(p => p.Name).Take(500).Select(p => new AskCoder.View(p.Id, p.Name)).ToListAsync(cancel) : [];
        return Pages.Show<CodingPage>(new { Page = new PageView(me, book, may, asked.Contains(me.Id), [.. todo.Take(AtATime)], todo.Count, may ? await Done(db, book, me, cancel) : [], lead ? coders : [], others, lead ? await CodedShares.Read(db, book, time.Now(), cancel) : null) });
    }

    static async Task<List<TextView>> ToDo(RapportDb db, CodeBook book, Me me, Instant now, CancellationToken cancel) =>
        await db.Texts(book, await ToBeCoded.Open(db, book, now, cancel)).Where(t => !db.TextCodes.Any(c => c.TextId == t.Id && c.PersonId == me.Id)).OrderBy(t => t.Id).Take(200).Select(t => new TextView(t.Id, t.Words, null, null)).ToListAsync(cancel);

    static async Task<List<TextView>> Done(RapportDb db, CodeBook book, Me me, CancellationToken cancel) =>
        await (from t in db.TextsToCode.AsNoTracking() join c in db.TextCodes on t.Id equals c.TextId where t.Kind == book.Kind && c.PersonId == me.Id && c.Code != t.Proposed orderby t.Id select new TextView(t.Id, t.Words, c.Code, t.Proposed)).Take(50).ToListAsync(cancel);
}
