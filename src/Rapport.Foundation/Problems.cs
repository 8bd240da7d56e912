using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Rapport.Foundation;

/// <summary>What went wrong, ready to be said: a status, a sentence, and the fields it is about.</summary>
public sealed record Problem(int Status, string Title, string Detail, string? Code = null, IReadOnlyDictionary<string, string[]>? Errors = null, IReadOnlyDictionary<string, object?>? Extra = null, string? TraceId = null)
{
    public static Problem Of(Exception exception) => exception switch
    {
        Refusal r => new(r.Status, r.Status == 409 ? "Not now" : "Not possible", r.Message, r.Code, Extra: r.Extra),
        Invalid i => new(400, "Please check what you sent", i.Message, "invalid", i.Errors),
        NotFound n => new(404, "Not found", n.Message),
        TooLarge t => new(413, "Too large", t.Message, "too-large"),
        DiskFull d => new(507, "The disk is full", d.Message, "disk-full"),
        DbUpdateConcurrencyException => new(409, "Somebody was faster", "This was changed by somebody else in the meantime. Look at it again, then try again.", "stale"),
        BadHttpRequestException { InnerException: JsonException json } => Json(json),
        JsonException json => Json(json),
        BadHttpRequestException { StatusCode: 413 } => new(413, "Too large", "What you sent is larger than allowed here.", "too-large"),
        _ when Writes.IsDiskFull(exception, writing: false) => Of(new DiskFull(exception)),
        MaybeSaved m => new(503, "The database does not answer", m.Message, "database-away"),
        _ when Outage.DatabaseIsAway(exception) => new(503, "The database does not answer", "The database does not answer. Nothing was saved; try again in a moment.", "database-away"),
        BadHttpRequestException b => new(b.StatusCode, "Please check what you sent", b.Message, "invalid"),
        _ => new(500, "Something broke on our side", "This is our mistake, not yours. Nothing you typed was sent anywhere; try again, and if it stays, tell us the trace number."),
    };

    static Problem Json(JsonException e)
    {
        var field = (e.Path ?? "$").TrimStart('$', '.');
        var what = field.Length == 0
            ? "The body is not valid JSON in UTF-8."
            : e.InnerException is null && e.Message.StartsWith("Give ", StringComparison.Ordinal) ? $"“{field}”: {e.Message}" : $"“{field}” has a value of the wrong kind, or text that is not valid UTF-8.";
        return new(400, "Please check what you sent", what, "invalid", new Dictionary<string, string[]>(StringComparer.Ordinal) { [field.Length == 0 ? "body" : field] = [what] });
    }

    /// <summary>As RFC 9457 wants it.</summary>
    public async Task Write(HttpContext http)
    {
        http.Response.StatusCode = Status;
        var body = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["type"] = Code is null ? "about:blank" : "https://rapport.invalid/problems/" + Code,
            ["title"] = Title,
            ["status"] = Status,
            ["detail"] = Detail,
        };
        if (Errors is not null) body["errors"] = Errors;
        foreach (var (key, value) in Extra ?? new Dictionary<string, object?>(StringComparer.Ordinal)) body[key] = value;
        if (TraceId is not null) body["trace_id"] = TraceId;
        await http.Response.WriteAsJsonAsync(body, (JsonSerializerOptions?)null, "application/problem+json");
    }
}

/// <summary>Turns what was thrown into an answer: a problem for programs, a page for people.</summary>
public sealed class AnswerErrors(IProblemPage page, ILogger<AnswerErrors> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested) return true;
        var problem = Problem.Of(exception);
        // Somebody looks after the machine then, and a trace for each request would fill the disk.
        if (problem.Status is 503 or 507) log.LogError("{Title}: {Reason}", problem.Title, exception.GetBaseException().Message);
        else if (problem.Status >= 500)
        {
            problem = problem with { TraceId = Activity.Current?.TraceId.ToString() ?? httpContext.TraceIdentifier };
            log.LogError(exception, "{Method} {Route} failed ({TraceId})", httpContext.Request.Method, Route(httpContext), problem.TraceId);
        }
        httpContext.Response.Headers.CacheControl = "no-store";
        if (WantsPage(httpContext)) await page.Write(httpContext, problem);
        else await problem.Write(httpContext);
        return true;
    }

    /// <summary>The address as it is written in the code: the one that was asked for may hold a key.</summary>
    static string Route(HttpContext http) => (http.Features.Get<IExceptionHandlerFeature>()?.Endpoint as RouteEndpoint)?.RoutePattern.RawText ?? "an unknown address";

    /// <summary>A browser that loads a page asks for HTML; scripts and programs do not.</summary>
    public static bool WantsPage(HttpContext http) =>
        http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase) && !http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal);
}

/// <summary>Shows a problem as a page. The product draws it; the mechanism only knows that there is one.</summary>
public interface IProblemPage
{
    Task Write(HttpContext http, Problem problem);
}
