using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Roles;

/// <summary>A lead writes down what must be done for a kind of matter. Writing it again under the same key changes it in place.</summary>
public sealed class WriteContactType : IFeature
{
    /// <summary>Two who write the same kind of matter at once do so one after the other.</summary>
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

    public static async Task<(ContactType Type, bool IsNew)> Write(RapportDb db, Request request, CancellationToken cancel)
    {
        var steps = request.Steps ?? [];
        var check = new Check().Text("name", request.Name, 200).AtMost("key", request.Key, 200).AtMost("description", request.Description, 4000)
            .That(steps.Count <= 100, "steps", "“steps” has more than 100 entries.");
        for (var i = 0; i < steps.Count; i++) check.Text($"steps[{i}].name", steps[i]?.Name, 300).AtMost($"steps[{i}].detail", steps[i]?.Detail, 4000).AtMost($"steps[{i}].key", steps[i]?.Key, 200);
        check.Done();
        var key = string.IsNullOrWhiteSpace(request.Key) ? ContactType.KeyOf(request.Name!) : request.Key.Trim();
        await db.Alone(ForTypes, key, cancel);
        var type = await db.ContactTypes.Include(t => t.FunctionSteps).SingleOrDefaultAsync(t => t.Key == key, cancel);
        var isNew = type is null;
        if (type is null) db.Add(type = new ContactType { Key = key, Name = "", Description = "" });
        type.Write(request.Name!, request.Description, Keyed(steps));
        // A program that knows nothing of it leaves it as it is.
        type.EndsWithTheirWord = request.EndsWithTheirWord ?? type.EndsWithTheirWord;
        return (type, isNew);
    }

    /// <summary>A step without a key of its own is known by its name; the second of a name gets a number.</summary>
    static List<(string, string, string?)> Keyed(IReadOnlyList<Step> steps)
    {
        var used = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. steps.Select(s =>
        {
            if (!string.IsNullOrWhiteSpace(s.Key)) return (s.Key.Trim(), s.Name!, s.Detail);
            var key = ContactType.KeyOf(s.Name!);
            var times = used[key] = used.GetValueOrDefault(key) + 1;
            return (times == 1 ? key : $"{key}-{times}", s.Name!, s.Detail);
        })];
    }

    static async Task<Answer<PageOf<View>>> All(RapportDb db, CancellationToken cancel)
    {
        var types = await db.ContactTypes.AsNoTracking().Include(t => t.FunctionSteps).OrderBy(t => t.Name).ToListAsync(cancel);
        return Answer.Ok(Paging.All(types.Select(View.Of)));
    }
}
