using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Roles.Coding;

/// <summary>What do you do here? Whoever likes lists what belongs to their work: theirs until they hand it in, and nobody's by name from then on.</summary>
public sealed class AnswerRole : IFeature
{
    public const int MostLines = 40, Longest = 8000;

    /// <summary>So long after handing one in a new one can be.</summary>
    public const int WeeksBetween = 12;

    /// <param name="Text">One thing a line.</param>
    /// <param name="HandIn">Whether to hand it in now; else it is kept for oneself.</param>
    public sealed record Request(string? Text, bool? HandIn);

    public sealed record View(string? Text, string? HandedIn, bool MayHandIn);

    public sealed record PageView(Me Me, View Own);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/role-answer", async (Me me, RapportDb db, TimeProvider time, CancellationToken cancel) => Answer.Ok(Of(await Mine(db, me, cancel), time.Now()))).For(Who.Agent);
        app.MapGet("/roles/answer", async (Me me, RapportDb db, TimeProvider time, CancellationToken cancel) => Pages.Show<RoleAnswerPage>(new { Page = new PageView(me, Of(await Mine(db, me, cancel), time.Now())) })).For(Who.Agent);
        foreach (var place in new[] { "/api/v1/role-answer", "/roles/answer" })
        {
            app.MapPut(place, Write).For(Who.Agent);
            app.MapDelete(place, ThrowAway).For(Who.Agent);
        }
    }

    static async Task<Answer<View>> Write(Request request, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var lines = (request.Text ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(l => l.TrimStart('-', '*', '•', ' ')).Where(l => l.Length > 0).ToList();
        new Check().Text("text", request.Text, Longest).That(lines.Count <= MostLines, "text", $"“text” has more than {MostLines} lines.").That(lines.TrueForAll(l => l.Length <= TextToCode.Longest), "text", $"A line of “text” has more than {TextToCode.Longest} characters.").Done();
        await db.Alone(ForAnswer, me.Id.Value, cancel);
        var mine = await Mine(db, me, cancel);
        if (mine is null) db.Add(mine = new RoleAnswer { PersonId = me.Id });
        mine.Words = request.Text!.Trim();
        if (request.HandIn is true) await HandIn(db, mine, lines, time.Now(), cancel);
        await db.SaveChangesAsync(cancel);
        return Answer.OkSecret(Of(mine, time.Now()));
    }

    /// <summary>The words go where no name stands, each line for itself, so that not even one's own lines can be found together.</summary>
    static async Task HandIn(RapportDb db, RoleAnswer mine, List<string> lines, Instant now, CancellationToken cancel)
    {
        Refusal.If(!MayHandIn(mine, now), $"You handed one in already. {WeeksBetween} weeks after it you can hand in another; until then what you write stays yours.");
        (mine.Words, mine.HandedIn) = (null, Weeks.Of(now));
        await ToBeCoded.HandIn(db, CodeBook.Role, mine.HandedIn, [.. lines.Select(l => new ToBeCoded.Given(Guid.NewGuid(), l)).OrderBy(t => t.Id)], cancel);
    }

    static async Task<NoContent> ThrowAway(Me me, RapportDb db, CancellationToken cancel)
    {
        await db.RoleAnswers.Where(a => a.PersonId == me.Id).ExecuteUpdateAsync(s => s.SetProperty(a => a.Words, (string?)null), cancel);
        return Answer.Nothing;
    }

    static bool MayHandIn(RoleAnswer? mine, Instant now) => mine?.HandedIn is not { } week || string.CompareOrdinal(week, Weeks.Before(now, WeeksBetween)) <= 0;

    static View Of(RoleAnswer? mine, Instant now) => new(mine?.Words, mine?.HandedIn, MayHandIn(mine, now));

    static Task<RoleAnswer?> Mine(RapportDb db, Me me, CancellationToken cancel) => db.RoleAnswers.SingleOrDefaultAsync(a => a.PersonId == me.Id, cancel);

    const int ForAnswer = 3201;
}
