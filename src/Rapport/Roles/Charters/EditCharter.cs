using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Roles.Charters;

/// <summary>The editor of a charter, in two columns: what must be done, and what may be given. A line without a name is left out.</summary>
public sealed class EditCharter : IFeature
{
    public const int Blank = 3;

    public sealed record View(Me Me, string? Role, WriteCharter.Request Typed, IReadOnlyDictionary<string, string[]>? Errors = null, string? Problem = null, string? Theirs = null);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/roles/charters/new", (Me me) => Pages.Show<EditCharterPage>(new { Page = new View(me, null, new(null, null, null, null, null, Seen.Nothing)) })).For(Who.Lead);
        app.MapGet("/roles/charters/{role}/edit", Open).For(Who.Lead);
        app.MapPost("/roles/charters", Save).For(Who.Lead).DisableAntiforgery().KeepsOptional("functions");
    }

    static async Task<IResult> Open(string role, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var found = await db.JobRole(role, cancel);
        var draft = await db.DraftOf(found.Id, cancel);
        var charter = draft ?? await db.CharterOf(found.Id, time.Now(), cancel);
        var typed = charter is null ? new(role, found.Name, null, null, null) : CharterAsText.Draft(found.Key, new(found.Name, charter.HighestPriority, charter.Functions, charter.Behaviors));
        return Pages.Show<EditCharterPage>(new { Page = new View(me, role, typed with { Seen = SeenDraft.State(draft) }) });
    }

    static async Task<IResult> Save(IFormCollection form, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var typed = Read(form);
        try
        {
            var (role, _, _) = await WriteCharter.Write(db, typed, me, time.Now(), cancel);
            await db.SaveChangesAsync(cancel);
            return Results.Redirect($"/roles/charters/{Uri.EscapeDataString(role.Key)}?version={(await db.DraftOf(role.Id, cancel))!.Version}");
        }
        catch (Invalid e)
        {
            return Pages.Show<EditCharterPage>(new { Page = new View(me, typed.Role, typed, e.Errors) }, 400);
        }
        catch (Refusal no)
        {
            return KeepItOptional.Noted(no, Pages.Show<EditCharterPage>(new { Page = new View(me, typed.Role, typed with { Seen = Seen.Of(no) ?? typed.Seen }, Problem: no.Message, Theirs: Seen.Theirs(no)) }, no.Status));
        }
    }

    static WriteCharter.Request Read(IFormCollection form)
    {
        var (names, standards) = (form["function"], form["standard"]);
        var (kinds, behaviors, examples, nots) = (form["kind"], form["behavior"], form["examples"], form["non_examples"]);
        return new(One(form["role"]), One(form["name"]), One(form["highest_priority"]),
            [.. names.Select((name, i) => new WriteCharter.FunctionInput(name, At(standards, i))).Where(f => !string.IsNullOrWhiteSpace(f.Name))],
            [.. behaviors.Select((name, i) => new WriteCharter.BehaviorInput(At(kinds, i), name, Lines(At(examples, i)), Lines(At(nots, i)))).Where(b => !string.IsNullOrWhiteSpace(b.Name))], One(form["seen"]));
    }

    static string? One(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;

    static string? At(Microsoft.Extensions.Primitives.StringValues values, int i) => i < values.Count ? values[i] : null;

    static string[] Lines(string? text) => (text ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
