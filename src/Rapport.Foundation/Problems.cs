using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Rapport.Foundation;

/// <summary>What went wrong, ready to be said: a status, a sentence, and the fields it is about.</summary>
public sealed partial record Problem(int Status, string Title, string Detail, string? Code = null, IReadOnlyDictionary<string, string[]>? Errors = null, IReadOnlyDictionary<string, object?>? Extra = null, string? TraceId = null)
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
        InvalidOperationException { Source: NoText } => Json(new JsonException()),
        BadHttpRequestException { StatusCode: 413 } => new(413, "Too large", "What you sent is larger than allowed here.", "too-large"),
        _ when Writes.IsDiskFull(exception, writing: false) => Of(new DiskFull(exception)),
        MaybeSaved m => new(503, "The database does not answer", m.Message, "database-away"),
        _ when Outage.DatabaseIsAway(exception) => new(503, "The database does not answer", "The database does not answer. Nothing was saved; try again in a moment.", "database-away"),
        BadHttpRequestException { StatusCode: StatusCodes.Status415UnsupportedMediaType } => NotRead,
        BadHttpRequestException b => Unbound(b),
        _ => new(500, "Something broke on our side", "This is our mistake, not yours. Nothing you typed was sent anywhere; try again, and if it stays, tell us the trace number."),
    };

    /// <summary>What the framework answered with a status alone; null where that says enough.</summary>
    public static Problem? Of(HttpResponse silent) => silent.StatusCode switch
    {
        StatusCodes.Status404NotFound => Of(new NotFound("page")),
        StatusCodes.Status405MethodNotAllowed => new(405, "Not this way", $"{silent.HttpContext.Request.Method} does nothing at this address. It takes {silent.Headers.Allow}.", "method"),
        StatusCodes.Status413PayloadTooLarge => Of(new BadHttpRequestException("", StatusCodes.Status413PayloadTooLarge)),
        StatusCodes.Status415UnsupportedMediaType => NotRead,
        _ => null,
    };

    static Problem NotRead => new(415, "Please check what you sent", "What you sent is not said to be of a kind that is read here. Send JSON with the header Content-Type: application/json.", "media-type");

    /// <summary>With which the JSON reader marks what it would itself call invalid JSON: text that is no Unicode, met where somebody looks at a part.</summary>
    const string NoText = "System.Text.Json.Rethrowable";

    [GeneratedRegex("""parameter "(?:[^"]* )?(?<name>\w+)" (?:from "(?<value>.*)"|was not provided)""", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Parameter { get; }

    /// <summary>The framework's words are for whoever wrote the door, not for whoever knocks.</summary>
    static Problem Unbound(BadHttpRequestException e)
    {
        if (Parameter.Match(e.Message) is not { Success: true } found) return new(e.StatusCode, "Please check what you sent", e.Message.StartsWith("Implicit body", StringComparison.Ordinal) ? "The body is missing. Send a JSON object." : "What you sent could not be read. Look at it, then send it again.", "invalid");
        var (name, value) = (found.Groups["name"].Value, found.Groups["value"]);
        var what = value.Success ? $"“{name}” can’t be “{Cut.To(value.Value, 100)}”." : $"“{name}” is missing.";
        return new(e.StatusCode, "Please check what you sent", what, "invalid", new Dictionary<string, string[]>(StringComparer.Ordinal) { [name] = [what] });
    }

    static Problem Json(JsonException e)
    {
        var field = (e.Path ?? "$").TrimStart('$', '.');
        var what = field.Length == 0
            ? "The body is not valid JSON in UTF-8."
            : e.InnerException is null && e.Message.StartsWith("Give ", StringComparison.Ordinal) ? $"“{field}”: {e.Message}" : $"“{field}” has a value of the wrong kind, or text that is not valid UTF-8.";
        return new(400, "Please check what you sent", what, "invalid", new Dictionary<string, string[]>(StringComparer.Ordinal) { [field.Length == 0 ? "body" : field] = [what] });
    }

    /// <summary>A page for people, a problem for programs.</summary>
    public Task Answer(HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        return AnswerErrors.WantsPage(http) ? http.RequestServices.GetRequiredService<IProblemPage>().Write(http, this) : Write(http);
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
public sealed class AnswerErrors(ILogger<AnswerErrors> log) : IExceptionHandler
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
        await problem.Answer(httpContext);
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
