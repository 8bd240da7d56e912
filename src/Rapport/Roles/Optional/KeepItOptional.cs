using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Roles;

/// <summary>Marks a door behind which nothing may be made a rule. Under the members in <see cref="Functions"/> stand functions, which may.</summary>
public sealed record KeepsOptional(string[] Functions);

public static class KeepingOptional
{
    /// <summary>
    /// For every door to what may be given (behaviors, weaves, moments, cues, …): a command that would make it mandatory, timed, counted,
    /// rewarded or penalized is refused and put on the list of refusals.
    /// </summary>
    /// <param name="builder">The door.</param>
    /// <param name="functions">Members of its commands that hold functions and may be mandatory, such as <c>steps</c>.</param>
    public static TBuilder KeepsOptional<TBuilder>(this TBuilder builder, params string[] functions) where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new KeepsOptional(functions));
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
        foreach (var (name, value) in http.Request.Query)
            if (Obligation.In(name) is { } why) throw Obligation.Refuse(new(name, $"?{name}={value}", why));
        if (!http.Request.HasJsonContentType() || !(http.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody ?? true)) return;
        http.Request.EnableBuffering();
        try
        {
            using var body = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
            if (Obligation.In(body.RootElement, door.Functions) is { } found) throw Obligation.Refuse(found);
        }
        catch (JsonException)
        {
            // The door itself says what is wrong with it.
        }
        finally { http.Request.Body.Position = 0; }
    }

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
