using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Rapport.Foundation;

/// <summary>Runs a door's work as one unit and answers after its commit. The same idempotency key gets the first answer again.</summary>
public sealed class UnitOfWork : IEndpointFilter
{
    public const string Header = "Idempotency-Key";
    public const int LongestKey = 200;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method) || http.GetEndpoint()?.Metadata.GetMetadata<OwnWrites>() is not null)
            return await next(context);
        return await Once(http, () => next(context).AsTask());
    }

    /// <summary>For a door with <see cref="OwnWrites"/>, once the slow part of its work is done.</summary>
    public static async Task<IResult> Once(HttpContext http, Func<Task<Answer>> work) => (IResult)(await Once(http, async () => (object?)await work()))!;

    static async Task<object?> Once(HttpContext http, Func<Task<object?>> work)
    {
        var db = http.RequestServices.GetRequiredService<FoundationDb>();
        var writes = http.RequestServices.GetRequiredService<Writes>();
        string? key = HttpMethods.IsPost(http.Request.Method) ? http.Request.Headers[Header] : default;
        if (string.IsNullOrEmpty(key)) return await writes.Do(db, work, http.RequestAborted);

        new Check().AtMost(Header, key, LongestKey).Done();
        var first = new FirstAnswer { Key = await Hash(Who(http) + "\n" + key, null), Request = await Hash(http.Request.Path, http.Request.Body), At = http.RequestServices.GetRequiredService<TimeProvider>().Now() };
        return await writes.Do(db, () => Once(first, db, http, work), http.RequestAborted);
    }

    static async Task<object?> Once(FirstAnswer first, FoundationDb db, HttpContext http, Func<Task<object?>> work)
    {
        // Waits for a first request that is still running; when that one fails, this one is the first.
        var mine = await db.Database.ExecuteSqlAsync($"INSERT INTO first_answers (key, request, status, at) VALUES ({first.Key}, {first.Request}, 0, {db.Raw(first.At)}) ON CONFLICT (key) DO NOTHING") == 1;
        if (!mine)
        {
            var earlier = await db.FirstAnswers.AsNoTracking().SingleAsync(a => a.Key == first.Key);
            Refusal.If(earlier.Request != first.Request, $"This {Header} was used before for a different request. Use a new key for a new request.", "idempotency-key-reused");
            return new Replayed(earlier);
        }
        var answer = await work();
        if (answer is not Answer given) return answer;
        var json = http.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var body = given.Value is null ? null : JsonSerializer.Serialize(given.Value, given.Value.GetType(), json);
        if (given.Secret && body is not null) body = Sealed + Seal(http).Protect(body);
        await db.FirstAnswers.Where(a => a.Key == first.Key).ExecuteUpdateAsync(s => s.SetProperty(a => a.Status, given.Status).SetProperty(a => a.Location, given.Location).SetProperty(a => a.Body, body));
        return given;
    }

    const string Sealed = "sealed:";

    static IDataProtector Seal(HttpContext http) => http.RequestServices.GetRequiredService<IDataProtectionProvider>().CreateProtector("first answers");

    static string Who(HttpContext http) => http.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? http.Connection.RemoteIpAddress?.ToString() ?? "";

    static async Task<string> Hash(string text, Stream? body)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(Encoding.UTF8.GetBytes(text));
        if (body is { CanSeek: true })
        {
            body.Position = 0;
            var bytes = new byte[81920];
            for (var read = await body.ReadAsync(bytes); read > 0; read = await body.ReadAsync(bytes)) sha.AppendData(bytes, 0, read);
        }
        return Convert.ToHexStringLower(sha.GetHashAndReset());
    }

    sealed class Replayed(FirstAnswer first) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = first.Status == 0 ? StatusCodes.Status204NoContent : first.Status;
            httpContext.Response.Headers["Idempotent-Replayed"] = "true";
            if (Reachable.Is(httpContext, first.Location)) httpContext.Response.Headers.Location = first.Location;
            if (first.Body is null) return;
            httpContext.Response.ContentType = "application/json; charset=utf-8";
            await httpContext.Response.WriteAsync(first.Body.StartsWith(Sealed, StringComparison.Ordinal) ? Seal(httpContext).Unprotect(first.Body[Sealed.Length..]) : first.Body);
        }
    }
}
