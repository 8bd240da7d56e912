using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Roles.Coding;

/// <summary>What belongs to your work, and what keeps you from giving more? Whoever likes lists it: theirs until they hand it in, and nobody's by name from then on.</summary>
public sealed class ListInOwnWords : IFeature
{
    public const int MostLines = 40, Longest = 8000;

    /// <summary>So long after handing one in a new one can be.</summary>
    public const int WeeksBetween = 12;

    /// <param name="Text">One thing a line.</param>
    /// <param name="HandIn">Whether to hand it in now; else it is kept for oneself.</param>
    public sealed record Request(string? Text, bool? HandIn);

    public sealed record View(string? Text, string? HandedIn, bool MayHandIn);

    public sealed record PageView(Me Me, View Role, View Barrier);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/roles/answer", Show).For(Who.Agent);
        foreach (var (book, places) in new[] { (CodeBook.Role, new[] { "/api/v1/role-answer", "/roles/answer" }), (CodeBook.Barrier, ["/api/v1/barriers", "/roles/barriers"]) })
        {
            app.MapGet(places[0], async (Me me, RapportDb db, TimeProvider time, CancellationToken cancel) => Answer.Ok(Of(await Mine(db, book, me, cancel), time.Now()))).For(Who.Agent);
            foreach (var place in places)
            {
                app.MapPut(place, (Request request, Me me, RapportDb db, TimeProvider time, CancellationToken cancel) => Write(book, request, me, db, time.Now(), cancel)).For(Who.Agent);
                app.MapDelete(place, (Me me, RapportDb db, CancellationToken cancel) => ThrowAway(book, me, db, cancel)).For(Who.Agent);
            }
        }
    }

    static async Task<IResult> Show(Me me, RapportDb db, TimeProvider time, CancellationToken cancel) =>
        Pages.Show<OwnListsPage>(new { Page = new PageView(me, Of(await Mine(db, CodeBook.Role, me, cancel), time.Now()), Of(await Mine(db, CodeBook.Barrier, me, cancel), time.Now())) });

    static async Task<Answer<View>> Write(CodeBook book, Request request, Me me, RapportDb db, Instant now, CancellationToken cancel)
    {
        var lines = (request.Text ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(l => l.TrimStart('-', '*', '•', ' ')).Where(l => l.Length > 0).ToList();
        new Check().Text("text", request.Text, Longest).That(lines.Count <= MostLines, "text", $"“text” has more than {MostLines} lines.").That(lines.TrueForAll(l => l.Length <= TextToCode.Longest), "text", $"A line of “text” has more than {TextToCode.Longest} characters.").Done();
        await db.Alone(ForList, me.Id.Value, cancel);
        var mine = await Mine(db, book, me, cancel);
        if (mine is null) db.Add(mine = new OwnList { PersonId = me.Id, Kind = book.Kind });
        mine.Words = request.Text!.Trim();
        if (request.HandIn is true) await HandIn(db, book, mine, lines, now, cancel);
        await db.SaveChangesAsync(cancel);
        return Answer.OkSecret(Of(mine, now));
    }

    /// <summary>The words go where no name stands, each line for itself, so that not even one's own lines can be found together.</summary>
    static async Task HandIn(RapportDb db, CodeBook book, OwnList mine, List<string> lines, Instant now, CancellationToken cancel)
    {
        Refusal.If(!MayHandIn(mine, now), $"You handed one in already. {WeeksBetween} weeks after it you can hand in another; until then what you write stays yours.");
        (mine.Words, mine.HandedIn) = (null, Weeks.Of(now));
        await ToBeCoded.HandIn(db, book, mine.HandedIn, [.. lines.Select(l => new ToBeCoded.Given(Guid.NewGuid(), l)).OrderBy(t => t.Id)], cancel);
    }

    static async Task<NoContent> ThrowAway(CodeBook book, Me me, RapportDb db, CancellationToken cancel)
    {
        await db.OwnLists.Where(a => a.PersonId == me.Id && a.Kind == book.Kind).ExecuteUpdateAsync(s => s.SetProperty(a => a.Words, (string?)null), cancel);
        return Answer.Nothing;
    }

    static bool MayHandIn(OwnList? mine, Instant now) => mine?.HandedIn is not { } week || string.CompareOrdinal(week, Weeks.Before(now, WeeksBetween)) <= 0;

    static View Of(OwnList? mine, Instant now) => new(mine?.Words, mine?.HandedIn, MayHandIn(mine, now));

    static Task<OwnList?> Mine(RapportDb db, CodeBook book, Me me, CancellationToken cancel) => db.OwnLists.SingleOrDefaultAsync(a => a.PersonId == me.Id && a.Kind == book.Kind, cancel);

    const int ForList = 3201;
}
