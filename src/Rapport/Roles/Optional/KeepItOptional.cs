using System.Text.Json.Serialization.Metadata;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Roles;

/// <summary>
/// Marks a door behind which nothing may be made a rule. Under the members (of a command) and in the fields (of a form) in <see cref="Functions"/> stand
/// functions, which may. What is behind it is the house's, or <see cref="Own"/>: one person's, or about one customer.
/// </summary>
public sealed record KeepsOptional(string[] Functions, bool Own = false);

public static class KeepingOptional
{
    /// <summary>
    /// For every door to what may be given (behaviors, weaves, moments, cues, …): a command that would make it mandatory, timed, counted,
    /// rewarded or penalized is refused and put on the list of refusals.
    /// </summary>
    /// <param name="builder">The door.</param>
    /// <param name="functions">Members of its commands that hold functions and may be mandatory, such as <c>steps</c>.</param>
    public static TBuilder KeepsOptional<TBuilder>(this TBuilder builder, params string[] functions) where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new KeepsOptional(functions));

    /// <summary>
    /// The same for a door to what is somebody's own. A member that nobody knows is a slip there and no rule: whoever made it is told, and it stands on no
    /// list, for people may have written something private into it.
    /// </summary>
    public static TBuilder KeepsOwn<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new KeepsOptional([], Own: true));
}

/// <summary>
/// Looks at what comes to a door that keeps something optional, and notes on the list whatever was refused for that reason, here or
/// by an entity: in a unit of its own, because the one of the request is undone.
/// </summary>
public sealed class KeepItOptional(RequestDelegate next)
{
    public Task Invoke(HttpContext http) => HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method) ? next(http) : Change(http);

    async Task Change(HttpContext http)
    {
        try
        {
            if (http.GetEndpoint()?.Metadata.GetMetadata<KeepsOptional>() is { } door) await Look(http, door);
            await next(http);
        }
        catch (Refusal no) when (no.Code == Obligation.Code)
        {
            await Note(http, no);
            throw;
        }
    }

    /// <summary>For a page that shows the refusal beside what was typed: the answer, once the refusal is on the list.</summary>
    public static IResult Noted(Refusal no, IResult answer) => no.Code == Obligation.Code ? new NotedFirst(no, answer) : answer;

    static async Task Look(HttpContext http, KeepsOptional door)
    {
        foreach (var name in http.Request.Query.Keys)
            if (Obligation.In(name) is { } why) throw Obligation.Refuse(new(name, $"?{name}", why));
        if (http.Request.HasFormContentType) await LookAtForm(http, door);
        if (!http.Request.HasJsonContentType() || !(http.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody ?? true)) return;
        http.Request.EnableBuffering();
        try
        {
            using var body = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
            if (Obligation.In(body.RootElement, door.Functions) is { } found) throw Obligation.Refuse(found);
            if (Shape(http) is { } shape && Places.Unknown(body.RootElement, shape, door.Functions.Length == 0) is { } unknown) throw Unknown(unknown, door);
        }
        catch (JsonException)
        {
            // The door itself says what is wrong with it.
        }
        finally { http.Request.Body.Position = 0; }
    }

    static async Task LookAtForm(HttpContext http, KeepsOptional door)
    {
        try
        {
            foreach (var name in (await http.Request.ReadFormAsync(http.RequestAborted)).Keys)
                if (!door.Functions.Contains(name, StringComparer.Ordinal) && Obligation.In(name) is { } why) throw Obligation.Refuse(new(name, name, why));
        }
        catch (InvalidDataException)
        {
            // The door itself says what is wrong with it.
        }
    }

    static Exception Unknown(Places.Place unknown, KeepsOptional door) => door.Own
        ? new Invalid(new Dictionary<string, string[]>(StringComparer.Ordinal) { [unknown.Where] = [$"“{unknown.Where}” is not known here, so nothing was kept and nobody was told. There is {string.Join(", ", unknown.Known)}."] })
        : Obligation.Refuse(unknown.OnDuty ? Obligation.Misplaced(unknown.Where) : Obligation.Unknown(unknown.Where, unknown.Known));

    /// <summary>What the door reads, when it says so.</summary>
    static JsonTypeInfo? Shape(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType is { } type
        ? http.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions.GetTypeInfo(type)
        : null;

    static async Task Note(HttpContext http, Refusal no)
    {
        if (Caller.Of(http) is not { Customer: null } caller) return;
        await using var scope = http.RequestServices.GetRequiredService<IServiceScopeFactory>().CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Actor>().Name = caller.Actor;
        var db = scope.ServiceProvider.GetRequiredService<RapportDb>();
        await scope.ServiceProvider.GetRequiredService<Writes>().Do(db, async () =>
        {
            db.Add(RefusedRule.Of(new PersonId(caller.Id), $"{http.Request.Method} {http.Request.Path}", no, scope.ServiceProvider.GetRequiredService<TimeProvider>().Now()));
            await db.SaveChangesAsync();
        });
    }

    sealed class NotedFirst(Refusal no, IResult answer) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            await Note(httpContext, no);
            await answer.ExecuteAsync(httpContext);
        }
    }
}
