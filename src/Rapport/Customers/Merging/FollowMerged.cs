using Rapport.Foundation;

namespace Rapport.Customers.Merging;

/// <summary>The id of somebody who went into another leads on, at every door that names a customer; not for good, since it can be undone.</summary>
public sealed class FollowMerged(RequestDelegate next)
{
    public const string Old = "customer";

    public sealed record Went(Guid Id, string Name);

    public async Task Invoke(HttpContext http, RapportDb db)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<ForOldIds>() is not null || !Guid.TryParse(http.Request.RouteValues[Old] as string, out var id) || await db.Whole(new(id), http.RequestAborted) is var whole && whole.Value == id)
        {
            await next(http);
            return;
        }
        var name = await db.NameOf(whole, http.RequestAborted);
        http.Response.Headers.Location = http.Request.Path.Value!.Replace(id.ToString(), whole.Value.ToString(), StringComparison.OrdinalIgnoreCase) + http.Request.QueryString;
        http.Response.Headers.CacheControl = "no-store";
        await new Problem(StatusCodes.Status307TemporaryRedirect, "One of them now", $"This entry was put together with {name}'s.", "merged", Extra: new Dictionary<string, object?>(StringComparer.Ordinal) { ["merged_into"] = new { id = whole.Value, name } }).Write(http);
    }
}

/// <summary>Marks a door that means the old id itself.</summary>
public sealed record ForOldIds;
