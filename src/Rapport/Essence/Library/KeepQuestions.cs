using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Foundation;
using Rapport.Roles;

namespace Rapport.Essence.Library;

/// <summary>The question bank: the house's, and each person's own that nobody else sees.</summary>
public sealed class KeepQuestions : IFeature
{
    public sealed record Request(string? About, string? Question, bool? Own);

    public sealed record View(string Id, string About, string Question, bool Own)
    {
        public static View Of(BankQuestion q) => new(q.Key, q.About, q.Text, q.Own);
    }

    public sealed record Page(Me Me, IReadOnlyList<BankQuestion> Questions);

    public sealed record Lint(bool Fine, IReadOnlyList<QuestionFault> Faults);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/essence/questions", async (Me me, RapportDb db, CancellationToken cancel) => Pages.Show<QuestionsPage>(new { Page = new Page(me, await For(db, me, cancel)) })).For(Who.Agent);
        app.MapGet("/essence/questions/list", async (Me me, RapportDb db, HttpContext http, CancellationToken cancel) => Fragment.Of<QuestionList>(http, new { Page = new Page(me, await For(db, me, cancel)) })).For(Who.Agent);
        app.MapGet("/api/v1/questions", async (Me me, RapportDb db, CancellationToken cancel) => Answer.Ok(Paging.All((await For(db, me, cancel)).Select(View.Of)))).For(Who.Agent);
        app.MapPost("/api/v1/questions/lint", Try).For(Who.Agent).KeepsOwn();
        foreach (var place in new[] { "/api/v1/questions", "/essence/questions" })
        {
            app.MapPost(place, Keep).For(Who.Agent).KeepsOwn();
            app.MapDelete(place + "/{question}", Retire).For(Who.Agent);
        }
    }

    static Answer<Lint> Try(Request request)
    {
        new Check().Text("question", request.Question, 300).Done();
        var faults = QuestionLint.Find(request.Question!);
        return Answer.OkSecret(new Lint(faults.Count == 0, faults));
    }

    static async Task<Created<View>> Keep(Request request, Me me, RapportDb db, CancellationToken cancel)
    {
        new Check().Text("question", request.Question, 300).Text("about", request.About, 300).Done();

        var question = Question.Keep(request.Question!, request.About!, me.Id, request.Own ?? true);

        db.Add(question);
        await db.SaveChangesAsync(cancel);
        // One's own is seen by nobody else, so what is kept of it for an idempotency key is sealed.
        var (place, view) = ($"/api/v1/questions/{question.Id.Value}", View.Of(Of(question)));
        return question.Own ? Answer.CreatedSecret(place, view) : Answer.Created(place, view);
    }

    static async Task<NoContent> Retire(QuestionId question, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var found = await db.Questions.SingleOrDefaultAsync(q => q.Id == question, cancel) ?? throw new NotFound("question");
        found.Retire(me, time.Now());
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    /// <summary>One's own first, then the house's, then what comes with the house.</summary>
    public static async Task<IReadOnlyList<BankQuestion>> For(RapportDb db, Me me, CancellationToken cancel)
    {
        var kept = await db.Questions.AsNoTracking().Where(q => q.RetiredAt == null && (!q.Own || q.AskedById == me.Id)).OrderBy(q => q.Id).ToListAsync(cancel);
        return [.. kept.OrderByDescending(q => q.Own).Select(Of), .. Stock.Questions.Select((q, i) => new BankQuestion("stock-" + (i + 1).ToString(CultureInfo.InvariantCulture), q.When, q.Question, false))];
    }

    static BankQuestion Of(Question q) => new(q.Id.Value.ToString(), q.About, q.Text, q.Own);
}
