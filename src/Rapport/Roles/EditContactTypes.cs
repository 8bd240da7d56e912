using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Roles;

/// <summary>A lead keeps the kinds of matter and their steps: one step a line, what stands behind a colon is the detail.</summary>
public sealed class EditContactTypes : IFeature
{
    public sealed record Form
    {
        public string? Key { get; init; }
        public string? Name { get; init; }
        public string? Description { get; init; }
        public string? Steps { get; init; }
        public bool? EndsWithTheirWord { get; init; }
    }

    public sealed record View(Me Me, IReadOnlyList<ContactType> Types, ContactType? Open, Form? Typed = null, IReadOnlyDictionary<string, string[]>? Errors = null);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/settings/contact-types", Show).For(Who.Lead);
        app.MapPost("/settings/contact-types", Save).For(Who.Lead).DisableAntiforgery().KeepsOptional("steps");
    }

    static async Task<IResult> Show(string? open, Me me, RapportDb db, CancellationToken cancel) => Pages.Show<ContactTypesPage>(new { Page = await Load(db, me, open, cancel) });

    static async Task<IResult> Save([FromForm] Form form, Me me, RapportDb db, CancellationToken cancel)
    {
        try
        {
            var (type, _) = await WriteContactType.Write(db, new(form.Key, form.Name, form.Description, Steps(form), form.EndsWithTheirWord ?? false), cancel, mustBeNew: string.IsNullOrWhiteSpace(form.Key));
            await db.SaveChangesAsync(cancel);
            return Results.Redirect($"/settings/contact-types?open={Uri.EscapeDataString(type.Key)}");
        }
        catch (Invalid e)
        {
            var page = await Load(db, me, form.Key, cancel) with { Typed = form, Errors = e.Errors };
            return Pages.Show<ContactTypesPage>(new { Page = page }, 400);
        }
        catch (Refusal no)
        {
            var page = await Load(db, me, form.Key, cancel) with { Typed = form, Errors = new Dictionary<string, string[]>(StringComparer.Ordinal) { [no.Code == "name-taken" ? "name" : "steps"] = [no.Message] } };
            return KeepItOptional.Noted(no, Pages.Show<ContactTypesPage>(new { Page = page }, no.Status));
        }
    }

    static List<WriteContactType.Step> Steps(Form form) =>
        [.. (form.Steps ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(": ", 2)).Select(parts => new WriteContactType.Step(null, parts[0], parts.Length > 1 ? parts[1] : null))];

    static async Task<View> Load(RapportDb db, Me me, string? open, CancellationToken cancel)
    {
        var types = await db.ContactTypes.AsNoTracking().Include(t => t.FunctionSteps).OrderBy(t => t.Name).ToListAsync(cancel);
        return new(me, types, types.Find(t => t.Key == open));
    }
}
