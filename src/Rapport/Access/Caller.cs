using System.Security.Claims;
using System.Text.Json.Serialization;
using NodaTime;
using Rapport.Foundation;

namespace Rapport.Access;

/// <summary>Who is calling: a person by session or token, or a customer by visitor token.</summary>
public sealed class Caller
{
    const string Item = "rapport.caller";

    public Guid Id { get; private init; }
    public Guid? Customer { get; private init; }
    /// <summary>The house's own mailroom.</summary>
    public bool IsMailroom { get; private init; }

    public Role Role { get; private init; }
    public string Name { get; private init; } = "";
    public string Persona { get; private init; } = "";

    /// <summary>Null for a session, which may do all that its role may.</summary>
    public string? Scopes { get; private init; }

    public string Actor => IsMailroom ? "rapport" : Customer is { } c ? $"customer:{c}" : $"person:{Id}";

    public bool MayUse(Who who, string method)
    {
        if (IsMailroom) return who is Who.Mailroom;
        if (Customer is not null) return who is Who.Customer;
        return HasRoleFor(who) && Allows(ScopeFor(who, method));
    }

    /// <summary>What a token lacks whose person may come in here; null where it is something else that is missing.</summary>
    public string? LacksScope(Who who, string method) => !IsMailroom && Customer is null && HasRoleFor(who) && !Allows(ScopeFor(who, method)) ? ScopeFor(who, method) : null;

    bool HasRoleFor(Who who) => who switch { Who.Agent => Role >= Role.Agent, Who.Lead => Role >= Role.Lead, Who.Admin => Role >= Role.Admin, _ => false };

    static string ScopeFor(Who who, string method) => who is Who.Admin ? "admin" : HttpMethods.IsGet(method) || HttpMethods.IsHead(method) ? "read" : "write";

    bool Allows(string scope) => Scopes is null || Scopes.Split(' ').Contains(scope, StringComparer.Ordinal);

    public static Caller? Of(HttpContext http)
    {
        if (http.Items.TryGetValue(Item, out var known)) return known as Caller;
        var caller = Read(http.User);
        http.Items[Item] = caller;
        return caller;
    }

    static Caller? Read(ClaimsPrincipal user)
    {
        if (user.HasClaim(ClaimTypes.Role, MailroomKey.Role)) return new() { IsMailroom = true };
        if (!Guid.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier), out var id)) return null;
        if (user.HasClaim(ClaimTypes.Role, "customer")) return new() { Customer = id };
        return new()
        {
            Id = id,
            Role = Enum.Parse<Role>(user.FindFirstValue(ClaimTypes.Role)!),
            Name = user.FindFirstValue(ClaimTypes.Name) ?? "",
            Persona = user.FindFirstValue(ClaimTypes.GivenName) ?? "",
            Scopes = user.FindFirstValue("scopes"),
        };
    }
}

/// <summary>The person who is calling; features that take one are for people only.</summary>
public sealed record Me(PersonId Id, string Name, string Persona, Role Role)
{
    /// <summary>Where they read the clock: the zone of their browser, which a script leaves in a cookie; the house's until then.</summary>
    [JsonIgnore] public DateTimeZone Zone { get; private init; } = DateTimeZone.Utc;

    public static Me? Of(HttpContext http) =>
        Caller.Of(http) is { Customer: null, IsMailroom: false } c ? new Me(new(c.Id), c.Name, c.Persona, c.Role) { Zone = ZoneOf(http) } : null;

    static DateTimeZone ZoneOf(HttpContext context) =>
        (context.Request.Cookies["zone"] is { Length: < 64 } name ? DateTimeZoneProviders.Tzdb.GetZoneOrNull(Uri.UnescapeDataString(name)) : null) ?? House.Zone;
}

/// <summary>
/// The request that is being answered, for what features take of whoever is calling. A `BindAsync` of their own would be found by the
/// framework too, but it compiles one anew for each of three hundred doors, half a second of every start.
/// </summary>
public sealed class Calling
{
    HttpContext? request;

    public void By(HttpContext http) => request = http;

    public T As<T>(Func<HttpContext, T?> read) where T : class =>
        (request is null ? null : read(request)) ?? throw new Refusal("This is for somebody else who calls here. Sign in as a person of the desk, or begin the chat again.", "forbidden", 403);
}
