using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Foundation;
using Rapport.Language;

namespace Rapport.Roles.Charters;

/// <summary>A lead writes down what a role is for, what it must do and what it may give. It is a draft until it is published.</summary>
public sealed class WriteCharter : IFeature
{
    public sealed record FunctionInput(string? Name, string? Standard);

    public sealed record BehaviorInput(string? Kind, string? Name, IReadOnlyList<string>? Examples, IReadOnlyList<string>? NonExamples);

    public sealed record Request(string? Role, string? Name, [property: JsonConverter(typeof(OnePriority))] string? HighestPriority, IReadOnlyList<FunctionInput>? Functions, IReadOnlyList<BehaviorInput>? Behaviors, string? Seen = null);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/api/v1/charters", Post).For(Who.Lead).KeepsOptional("functions").Produces<ShowCharter.View>().Produces<ShowCharter.View>(StatusCodes.Status201Created);
        app.MapPut("/api/v1/charters/{role}", (string role, Request request, Me me, RapportDb db, TimeProvider time, CancellationToken cancel) => Post(request with { Role = role }, me, db, time, cancel)).For(Who.Lead).KeepsOptional("functions").Produces<ShowCharter.View>().Produces<ShowCharter.View>(StatusCodes.Status201Created);
    }

    static async Task<Answer> Post(Request request, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var (role, draft, isNew) = await Write(db, request, me, time.Now(), cancel);
        await db.SaveChangesAsync(cancel);
        var view = ShowCharter.View.Of(role, draft, null, time.Now());
        return isNew ? Answer.Created($"/api/v1/charters/{Uri.EscapeDataString(role.Key)}", view) : Answer.Ok(view);
    }

    public static async Task<(JobRole Role, Charter Draft, bool IsNew)> Write(RapportDb db, Request request, Me me, Instant now, CancellationToken cancel)
    {
        var (functions, behaviors) = (request.Functions ?? [], request.Behaviors ?? []);
        Look(request, functions, behaviors).Done();
        var before = await db.AloneWithDraft(await db.KeyOfRole(request.Role, request.Name, cancel), request.Seen, cancel);
        var key = await db.KeyOfRole(request.Role, request.Name, cancel);
        var role = await db.JobRoles.SingleOrDefaultAsync(r => r.Key == key, cancel);
        var isThere = role is not null;
        if (role is null) db.Add(role = new JobRole { Key = key, Name = "" });
        var draft = isThere ? await db.DraftOf(role.Id, cancel) : null;
        if (isThere) await db.RefuseUnseen(role, draft, before, request.Seen is not null, me, cancel);
        Refusal.If(isThere && draft is null && string.IsNullOrWhiteSpace(request.Role) && request.Seen == Seen.Nothing, $"There is a role called “{role.Name}” already. Write a new version of its charter, or give this one another name.", "name-taken");
        if (!string.IsNullOrWhiteSpace(request.Name) || role.Name.Length == 0) role.Name = Line.Of(request.Name ?? request.Role);
        var isNew = draft is null;
        if (draft is null) db.Add(draft = new Charter { JobRoleId = role.Id, Version = 1 + (await db.Charters.Where(c => c.JobRoleId == role.Id).MaxAsync(c => (int?)c.Version, cancel) ?? 0) });
        draft.Write(role, request.HighestPriority,
            [.. functions.Select(f => Function.Of(f.Name!, f.Standard))],
            [.. behaviors.Select(b => Behavior.Of(BehaviorKinds.All.First(k => k.Key() == b.Kind), b.Name!, b.Examples, b.NonExamples))],
            me.Id, now);
        return (role, draft, isNew);
    }

    static Check Look(Request request, IReadOnlyList<FunctionInput> functions, IReadOnlyList<BehaviorInput> behaviors)
    {
        var check = new Check().AtMost("role", request.Role, 100).AtMost("name", request.Name, 100).AtMost("seen", request.Seen, 50).That(!string.IsNullOrWhiteSpace(request.Role) || !string.IsNullOrWhiteSpace(request.Name), "name", "“name” is missing. Which role is it?")
            .AtMost("highest_priority", request.HighestPriority, Charter.LongestPriority)
            .That(functions.Count <= Function.Most, "functions", $"“functions” has more than {Function.Most} entries.").That(behaviors.Count <= Behavior.Most, "behaviors", $"“behaviors” has more than {Behavior.Most} entries.");
        for (var i = 0; i < functions.Count; i++) check.Text($"functions[{i}].name", functions[i]?.Name, Function.LongestName).AtMost($"functions[{i}].standard", functions[i]?.Standard, Function.LongestStandard);
        var kinds = BehaviorKinds.All.Select(k => k.Key()).ToArray();
        for (var i = 0; i < behaviors.Count; i++)
        {
            var (behavior, at) = (behaviors[i], $"behaviors[{i}]");
            check.That(behavior?.Kind is not null, $"{at}.kind", $"“{at}.kind” is missing. Allowed are: {string.Join(", ", kinds)}.").OneOf($"{at}.kind", behavior?.Kind, kinds).Text($"{at}.name", behavior?.Name, Behavior.LongestName);
            foreach (var (field, examples) in new[] { ("examples", behavior?.Examples), ("non_examples", behavior?.NonExamples) })
            {
                check.That((examples?.Count ?? 0) <= Behavior.MostExamples, $"{at}.{field}", $"“{at}.{field}” has more than {Behavior.MostExamples} entries.");
                foreach (var example in examples ?? []) check.AtMost($"{at}.{field}", example, Behavior.LongestExample);
            }
        }
        return check;
    }
}
