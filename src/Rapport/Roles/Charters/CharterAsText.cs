using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Foundation;
using Rapport.Language;

namespace Rapport.Roles.Charters;

/// <summary>A charter goes out as text, and text (a charter, or a job description that exists) comes in as a draft for a person to edit.</summary>
public sealed class CharterAsText : IFeature
{
    const int Longest = 100_000;

    public sealed record Request(string? Role, string? Text, string? Seen);

    public sealed record Form
    {
        public string? Role { get; init; }
        public string? Text { get; init; }
        public string? Seen { get; init; }
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        foreach (var route in new[] { "/api/v1/charters/{role}/text", "/roles/charters/{role}/text" }) app.MapGet(route, Export).For(Who.Agent).Produces<string>(contentType: "text/markdown");
        app.MapPost("/api/v1/charters/text", Import).For(Who.Lead).KeepsOptional().Produces<ShowCharter.View>().Produces<ShowCharter.View>(StatusCodes.Status201Created);
        app.MapPost("/roles/charters/text", BringIn).For(Who.Lead).DisableAntiforgery().KeepsOptional();
    }

    static async Task<IResult> Export(string role, int? version, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var found = await db.JobRole(role, cancel);
        var charter = version is { } n ? await db.Charters.SingleOrDefaultAsync(c => c.JobRoleId == found.Id && c.Version == n, cancel) : await db.CharterOf(found.Id, time.Now(), cancel) ?? await db.DraftOf(found.Id, cancel);
        if (charter is null) throw new NotFound("version of this charter");
        return Results.Text(new CharterText(found.Name, charter.HighestPriority, charter.Functions, charter.Behaviors).Write(), "text/markdown; charset=utf-8");
    }

    static async Task<Answer> Import(Request request, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var (role, draft, isNew) = await Take(request.Role, request.Text, request.Seen, me, db, time, cancel);
        var view = ShowCharter.View.Of(role, draft, null, time.Now());
        return isNew ? Answer.Created($"/api/v1/charters/{Uri.EscapeDataString(role.Key)}", view) : Answer.Ok(view);
    }

    static async Task<IResult> BringIn([FromForm] Form form, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        try
        {
            var (role, _, _) = await Take(string.IsNullOrWhiteSpace(form.Role) ? null : form.Role, form.Text, string.IsNullOrWhiteSpace(form.Seen) ? null : form.Seen, me, db, time, cancel);
            return Results.Redirect($"/roles/charters/{Uri.EscapeDataString(role.Key)}/edit");
        }
        catch (Invalid e)
        {
            return Pages.Show<ChartersPage>(new { Page = new ListCharters.View(me, await ListCharters.Load(db, time.Now(), cancel), form.Text, form.Role, e.Errors) }, 400);
        }
        catch (Refusal no)
        {
            return KeepItOptional.Noted(no, Pages.Show<ChartersPage>(new { Page = new ListCharters.View(me, await ListCharters.Load(db, time.Now(), cancel), form.Text, form.Role, Problem: no.Message, Seen: Seen.Of(no) ?? form.Seen) }, no.Status));
        }
    }

    static async Task<(JobRole Role, Charter Draft, bool IsNew)> Take(string? role, string? text, string? seen, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        new Check().Text("text", text, Longest).AtMost("role", role, 100).Done();
        var read = CharterText.Read(text!, role);
        var written = await WriteCharter.Write(db, Draft(role, read) with { Name = read.Role == role ? null : read.Role, Seen = seen }, me, time.Now(), cancel);
        await db.SaveChangesAsync(cancel);
        return written;
    }

    public static WriteCharter.Request Draft(string? key, CharterText text) => new(key, text.Role, text.HighestPriority,
        [.. text.Functions.Select(f => new WriteCharter.FunctionInput(f.Name, f.Standard))],
        [.. text.Behaviors.Select(b => new WriteCharter.BehaviorInput(b.Kind.Key(), b.Name, b.Examples, b.NonExamples))]);
}
