using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Roles;

/// <summary>A lead writes down what must be done for a kind of matter. Writing it again under the same key, or the same name where no key is given, changes it in place.</summary>
public sealed class WriteContactType : IFeature
{
    /// <summary>Two who write kinds of matter at once do so one after the other, so that no key is given twice.</summary>
    const int ForTypes = 5203;

    public sealed record Step(string? Key, string? Name, string? Detail);

    public sealed record Request(string? Key, string? Name, string? Description, IReadOnlyList<Step>? Steps, bool? EndsWithTheirWord = null);

    public sealed record StepView(FunctionStepId Id, string Key, string Name, string Detail, int Position);

    public sealed record View(ContactTypeId Id, string Key, string Name, string Description, bool EndsWithTheirWord, IEnumerable<StepView> Steps)
    {
        public static View Of(ContactType type) => new(type.Id, type.Key, type.Name, type.Description, type.EndsWithTheirWord, type.Steps.Select(s => new StepView(s.Id, s.Key, s.Name, s.Detail, s.Position)));
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/api/v1/contact-types", Save).For(Who.Lead).KeepsOptional("steps").Produces<View>().Produces<View>(StatusCodes.Status201Created);
        app.MapGet("/api/v1/contact-types", All).For(Who.Agent);
    }

    static async Task<Answer> Save(Request request, RapportDb db, CancellationToken cancel)
    {
        var (type, isNew) = await Write(db, request, cancel);
        await db.SaveChangesAsync(cancel);
        return isNew ? Answer.Created($"/api/v1/contact-types/{type.Id.Value}", View.Of(type)) : Answer.Ok(View.Of(type));
    }

    public static async Task<(ContactType Type, bool IsNew)> Write(RapportDb db, Request request, CancellationToken cancel, bool mustBeNew = false)
    {
        var steps = request.Steps ?? [];
        var check = new Check().Text("name", request.Name, 200).AtMost("key", request.Key, 200).AtMost("description", request.Description, 4000)
            .That(steps.Count <= 100, "steps", "“steps” has more than 100 entries.");
        for (var i = 0; i < steps.Count; i++) check.Text($"steps[{i}].name", steps[i]?.Name, 300).AtMost($"steps[{i}].detail", steps[i]?.Detail, 4000).AtMost($"steps[{i}].key", steps[i]?.Key, 200);
        check.Done();
        await db.Alone(ForTypes, Guid.Empty, cancel);
        var key = string.IsNullOrWhiteSpace(request.Key) ? await KeyOf(db, request.Name!, cancel) : request.Key.Trim();
        var type = await db.ContactTypes.Include(t => t.FunctionSteps).SingleOrDefaultAsync(t => t.Key == key, cancel);
        var isNew = type is null;
        Refusal.If(mustBeNew && !isNew, $"There is a contact type called “{type?.Name}” already. Change that one, or give this one another name.", "name-taken");
        if (type is null) db.Add(type = new ContactType { Key = key, Name = "", Description = "" });
        type.Write(request.Name!, request.Description, Keyed(type, steps));
        // A program that knows nothing of it leaves it as it is.
        type.EndsWithTheirWord = request.EndsWithTheirWord ?? type.EndsWithTheirWord;
        return (type, isNew);
    }

    static async Task<string> KeyOf(RapportDb db, string name, CancellationToken cancel)
    {
        var there = await db.ContactTypes.AsNoTracking().Select(t => new { t.Key, t.Name }).ToListAsync(cancel);
        return Keys.For(name, Keys.Of(name, "type"), there.ConvertAll(t => (t.Key, t.Name)));
    }

    /// <summary>A step without a key that has the name of a step that is there is that step, and keeps what was done.</summary>
    static IReadOnlyList<(string, string, string?)> Keyed(ContactType type, IReadOnlyList<Step> steps)
    {
        var keys = Keys.Each([.. steps.Select(s => (s.Key, s.Name!))], type.FunctionSteps.OrderBy(s => s.Retired).ThenBy(s => s.Position).Select(s => (s.Key, (string)s.Name)));
        return [.. steps.Select((s, i) => (keys[i], s.Name!, s.Detail))];
    }

    static async Task<Answer<PageOf<View>>> All(RapportDb db, CancellationToken cancel)
    {
        var types = await db.ContactTypes.AsNoTracking().Include(t => t.FunctionSteps).OrderBy(t => t.Name).ToListAsync(cancel);
        return Answer.Ok(Paging.All(types.Select(View.Of)));
    }
}
