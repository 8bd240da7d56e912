using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Essence.Moments;
using Rapport.Foundation;
using Rapport.Language;
using Rapport.Roles;

namespace Rapport.Essence.Observing;

/// <summary>Whoever was let look on writes one short sheet, and it is at once with whoever was observed. After that its writer can't read it either.</summary>
public sealed class WriteObservation : IFeature
{
    /// <param name="Steps">For each step that was looked at by its key: yes, no or not_seen.</param>
    /// <param name="Behaviors">Their keys.</param>
    /// <param name="ThankedFirst">customer, csr, both or nobody; left out where it was not heard.</param>
    /// <param name="Words">A few words.</param>
    /// <param name="Conversation">Its number, if it was one.</param>
    public sealed record Request(IReadOnlyDictionary<string, string?>? Steps, IReadOnlyList<string?>? Behaviors, string? ThankedFirst, string? Words, long? Conversation);

    public sealed record Written(bool SharedWithThem);

    public sealed record PageView(Me Me, ObservationAskId Ask, string Observed, ContactType? Type, Request Typed, string? Problem = null, IReadOnlyDictionary<string, string[]>? Errors = null);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/api/v1/observation-asks/{ask}/observation", Handle).For(Who.Agent).KeepsOwn();
        app.MapGet("/observing/{ask}", async (ObservationAskId ask, Me me, RapportDb db, TimeProvider time, CancellationToken cancel) => Pages.Show<ObservationPage>(new { Page = await Sheet(db, await Mine(db, ask, me, time, cancel), me, new(null, null, null, null, null), cancel) })).For(Who.Agent);
        app.MapPost("/observing/{ask}", OnPage).For(Who.Agent).DisableAntiforgery().KeepsOwn();
    }

    static async Task<Created<Written>> Handle(ObservationAskId ask, Request request, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        await Write(db, await Mine(db, ask, me, time, cancel), request, time, cancel);
        return Answer.CreatedSecret("/api/v1/observing", new Written(true));
    }

    static async Task<IResult> OnPage(ObservationAskId ask, IFormCollection form, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var found = await Mine(db, ask, me, time, cancel);
        var steps = form.Where(f => f.Key.StartsWith("step-", StringComparison.Ordinal)).ToDictionary(f => f.Key["step-".Length..], f => (string?)f.Value.ToString(), StringComparer.Ordinal);
        var number = form["conversation"].ToString().TrimStart('#', ' ');
        var typed = new Request(steps, [.. form["behaviors"]], Blank(form["thanked_first"]), Blank(form["words"]), number.Length == 0 ? null : long.TryParse(number, CultureInfo.InvariantCulture, out var n) ? n : -1);
        try
        {
            await Write(db, found, typed, time, cancel);
            return Results.Redirect("/observing");
        }
        catch (Invalid e) { return Pages.Show<ObservationPage>(new { Page = await Sheet(db, found, me, typed, cancel) with { Errors = e.Errors } }, 400); }
        catch (Refusal no) { return KeepItOptional.Noted(no, Pages.Show<ObservationPage>(new { Page = await Sheet(db, found, me, typed, cancel) with { Problem = no.Message } }, no.Status)); }
    }

    static async Task Write(RapportDb db, ObservationAsk ask, Request request, TimeProvider time, CancellationToken cancel)
    {
        var steps = ask.ContactTypeId is { } type ? (await db.KnownSteps(type, cancel)).FindAll(s => !s.Retired).ConvertAll(s => s.Key) : [];
        var check = new Check().AtMost("words", request.Words, Observation.LongestWords).OneOf("thanked_first", request.ThankedFirst, "customer", "csr", "both", "nobody");
        foreach (var (step, seen) in request.Steps ?? new Dictionary<string, string?>(StringComparer.Ordinal)) check.OneOf("steps", step, [.. steps]).OneOf("steps", seen, "yes", "no", "not_seen");
        foreach (var behavior in request.Behaviors ?? []) check.OneOf("behaviors", behavior, [.. BehaviorKinds.All.Select(k => k.Key())]);
        var conversation = request.Conversation is not { } number ? null : await db.Conversations.AsNoTracking().SingleOrDefaultAsync(c => c.Number == number, cancel);
        check.That(request.Conversation is null || conversation?.OwnerId == ask.ObservedId, "conversation", "“conversation”: they have none with this number. Leave it empty if it was none.").Done();
        var observation = ask.Write(new(
            [.. steps.Where(s => request.Steps?.GetValueOrDefault(s) is not null).Select(s => new SeenStep(s, request.Steps![s] switch { "yes" => Done.Yes, "no" => Done.No, _ => Done.NotSeen }))],
            [.. BehaviorKinds.All.Where(k => (request.Behaviors ?? []).Contains(k.Key(), StringComparer.Ordinal))],
            request.ThankedFirst is { } thanked ? Enum.Parse<Thanked>(thanked, ignoreCase: true) : null, request.Words, conversation?.Id), time.Now());
        db.Add(observation);
        db.Touch(Book.Topic(ask.ObservedId));
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>For whoever else, and without a yes, it is not there.</summary>
    static async Task<ObservationAsk> Mine(RapportDb db, ObservationAskId ask, Me me, TimeProvider time, CancellationToken cancel)
    {
        var found = await db.ObservationAsks.SingleOrDefaultAsync(a => a.Id == ask && a.ObserverId == me.Id, cancel);
        return found?.HasYes(time.Now()) is true ? found : throw new NotFound("yes to your question");
    }

    static async Task<PageView> Sheet(RapportDb db, ObservationAsk ask, Me me, Request typed, CancellationToken cancel) =>
        new(me, ask.Id, await db.People.Where(p => p.Id == ask.ObservedId).Select(p => p.Name).SingleAsync(cancel), ask.ContactTypeId is { } type ? await db.ContactTypes.AsNoTracking().Include(t => t.FunctionSteps).SingleAsync(t => t.Id == type, cancel) : null, typed);

    static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
