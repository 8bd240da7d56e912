using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using NodaTime;
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
public sealed class KeepItOptional(RequestDelegate next, IServiceScopeFactory scopes, Writes writes, TimeProvider time)
{
    public async Task Invoke(HttpContext http)
    {
        try
        {
            if (http.GetEndpoint()?.Metadata.GetMetadata<KeepsOptional>() is { } door && !HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method)) await Look(http, door);
            await next(http);
        }
        catch (Refusal no) when (no.Code == Obligation.Code && Caller.Of(http) is { Customer: null })
        {
            await Note(scopes, writes, new PersonId(Caller.Of(http)!.Id), $"{http.Request.Method} {http.Request.Path}", no, time.Now());
            throw;
        }
    }

    static async Task Look(HttpContext http, KeepsOptional door)
    {
        foreach (var (name, _) in http.Request.Query)
            if (Obligation.In(name) is { } why) throw Obligation.Refuse(new(name, $"?{name}={http.Request.Query[name]}", why));
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

    /// <summary>Puts a refusal on the list, for a caller that answers it in its own way.</summary>
    public static async Task Note(IServiceScopeFactory scopes, Writes writes, PersonId by, string door, Refusal no, Instant now)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Actor>().Name = $"person:{by.Value}";
        var db = scope.ServiceProvider.GetRequiredService<RapportDb>();
        await writes.Do(db, async () =>
        {
            db.Add(RefusedRule.Of(by, door, no, now));
            await db.SaveChangesAsync();
        });
    }
}
