using Rapport.Foundation;

namespace Rapport.Access;

/// <summary>Who may come through a door. Every endpoint says so; a test fails on one that does not, and the doorkeeper lets nobody in.</summary>
public enum Who
{
    /// <summary>Everybody, signed in or not.</summary>
    Anyone,

    /// <summary>A customer in the chat, with their own visitor token.</summary>
    Customer,

    Agent,
    Lead,
    Admin,

    /// <summary>The house's own mailroom, from this machine, with the key of this start.</summary>
    Mailroom,
}

public sealed record Door(Who Who);

public static class Doors
{
    public static TBuilder For<TBuilder>(this TBuilder builder, Who who) where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new Door(who));
}

/// <summary>Checks every request against the door it asks for, and notes who acts.</summary>
public sealed class Doorkeeper(RequestDelegate next)
{
    public Task Invoke(HttpContext http, Actor actor, Calling calling)
    {
        calling.By(http);
        // Where the address or the method leads nowhere, the framework has an answer, and nobody's door.
        if (http.GetEndpoint() is not RouteEndpoint endpoint) return next(http);
        var me = Caller.Of(http);
        if (me is not null)
        {
            actor.Name = me.Actor;
            // What is shown to whoever is known here stays in no browser; a door that sends what may stay says so.
            http.Response.Headers.CacheControl = "no-store";
        }
        if (endpoint.Metadata.GetMetadata<Door>() is not { } door) throw new InvalidOperationException($"Nobody has said who may use {endpoint.DisplayName}.");
        if (door.Who is Who.Anyone || (me is not null && me.MayUse(door.Who, http.Request.Method)))
            return next(http);
        if (me?.LacksScope(door.Who, http.Request.Method) is { } scope) throw new Refusal($"This token lacks the scope “{scope}”. Make one that has it, and use that.", "forbidden", 403);
        if (me is not null) throw new Refusal("You may not do this here. Ask somebody with the right to it: a lead or an admin.", "forbidden", 403);
        if (AnswerErrors.WantsPage(http) && (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method)))
        {
            http.Response.Redirect($"/sign-in?back={Uri.EscapeDataString(http.Request.Path + http.Request.QueryString)}");
            return Task.CompletedTask;
        }
        throw new Refusal("Sign in first, or send a valid token.", "unauthenticated", 401);
    }
}

/// <summary>Refuses changes that another site's page asks this browser for: a session alone is not enough.</summary>
public sealed class SameOrigin(RequestDelegate next)
{
    public Task Invoke(HttpContext http)
    {
        var request = http.Request;
        var safe = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method);
        if (safe || request.Headers.ContainsKey("Authorization") || request.Path.StartsWithSegments("/chat", StringComparison.Ordinal)) return next(http);
        string? site = request.Headers["Sec-Fetch-Site"], origin = request.Headers.Origin;
        var ours = site is "same-origin" or "none"
            || (site is null && (origin is null || (Uri.TryCreate(origin, UriKind.Absolute, out var from) && from.Authority == request.Host.Value)));
        return ours ? next(http) : throw new Refusal("This came from another site's page, so it was not done.", "cross-origin", 403);
    }
}
