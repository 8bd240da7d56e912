using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Customers;
using Rapport.Customers.Merging;
using Rapport.Desk;
using Rapport.Foundation;

namespace Rapport.Channels.Chat;

public readonly record struct VisitId(Guid Value) : IId<VisitId>
{
    public static VisitId From(Guid value) => new(value);
}

/// <summary>
/// One browser's chat with the desk. It names the one conversation that this browser may see: whatever else the desk
/// comes to know about the customer, and whatever address a visitor claims, nothing of it is reached from here.
/// </summary>
public sealed class Visit
{
    public VisitId Id { get; init; } = Ids.New<VisitId>();

    /// <summary>The customer this visitor becomes with their first words.</summary>
    public CustomerId CustomerId => new(Id.Value);

    public ConversationId? ConversationId { get; set; }

    /// <summary>As the visitor gave them; an address that somebody types into a chat is not proof that it is theirs.</summary>
    public string? Name { get; private set; }

    public string? Email { get; private set; }

    /// <summary>The address for which the shop has signed; that is proof.</summary>
    public string? SignedAs { get; set; }
    public required Instant BegunAt { get; init; }

    public string Topic => TopicOf(Id);

    public static string TopicOf(VisitId visit) => $"visit:{visit.Value}";

    /// <summary>What the desk calls them until they say who they are.</summary>
    public string Called => Name ?? string.Create(CultureInfo.InvariantCulture, $"Visitor {Convert.ToInt32(Id.Value.ToString()[^4..], 16) % 10_000:0000}");

    public Customer Become(Instant at)
    {
        var customer = Customer.Meet(Called, at, CustomerId);
        if (Email is not null) customer.Claim(Id.Value, Email);
        return customer;
    }

    public void Introduce(Customer customer, Who who)
    {
        Name = Given(who.Name) ?? Name;
        Email = Given(who.Email) ?? Email;
        // Where the desk has found out who this is, a chat does not rename them.
        if (customer.Id == CustomerId) customer.Rename(Called);
        if (Email is not null) customer.Claim(Id.Value, Email);
    }

    static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    /// <summary>What a visitor says of themselves, if they like.</summary>
    public readonly record struct Who(string? Name, string? Email)
    {
        public bool IsEmpty => Given(Name) is null && Given(Email) is null;

        public Check Check(Check check) => check.AtMost("name", Name, Customer.LongestName).Email("email", Given(Email));
    }
}

/// <summary>The visitor who is calling; features that take one are for visitors only.</summary>
public sealed record Visitor(VisitId Visit, CustomerId Customer)
{
    public static Visitor? Of(HttpContext http) => Caller.Of(http) is { Customer: { } id } ? new Visitor(new VisitId(id), new CustomerId(id)) : null;
}

public static class Visits
{
    const int Handful = 5000;

    public static async Task<Visit> VisitOf(this RapportDb db, Visitor me, CancellationToken cancel) =>
        await db.Visits.AsNoTracking().SingleOrDefaultAsync(v => v.Id == me.Visit, cancel) ?? throw Forgotten();

    /// <summary>A browser that hears this begins anew.</summary>
    public static Refusal Forgotten() => new("This chat is not known here any more. Begin a new one.", "unauthenticated", 401);

    /// <summary>On PostgreSQL a visitor's second tab waits here, so that two first messages do not open two conversations.</summary>
    public static async Task<Visit> VisitToChange(this RapportDb db, Visitor me, CancellationToken cancel)
    {
        if (!db.Database.IsNpgsql()) return await db.Visits.SingleOrDefaultAsync(v => v.Id == me.Visit, cancel) ?? throw Forgotten();
        return (await db.Visits.FromSql($"SELECT * FROM visits WHERE id = {me.Visit.Value} FOR UPDATE").ToListAsync(cancel)).SingleOrDefault() ?? throw Forgotten();
    }

    /// <summary>The visitor as a customer of the desk, who is made when first needed.</summary>
    public static async Task<Customer> CustomerOf(this RapportDb db, Visit visit, Visit.Who who, Instant at, CancellationToken cancel)
    {
        var whole = await db.WholeToServe(await db.KnownBehind(visit, cancel) ?? visit.CustomerId, cancel);
        var customer = await db.Customers.Include(c => c.Addresses).SingleOrDefaultAsync(c => c.Id == whole, cancel);
        if (customer is null)
        {
            db.Add(customer = visit.Become(at));
            if (visit.SignedAs is { } email) customer.Reach(AddressKind.Email, email);
        }
        if (!who.IsEmpty) visit.Introduce(customer, who);
        await db.Index(customer, cancel);
        return customer;
    }

    /// <summary>Of a visitor for whom the shop has signed: whose matter it is, or whose address that is. Nobody for all others.</summary>
    public static async Task<CustomerId?> KnownBehind(this RapportDb db, Visit visit, CancellationToken cancel) =>
        visit.SignedAs is not { } email ? null
        : visit.ConversationId is { } begun ? await db.Conversations.Where(c => c.Id == begun).Select(c => (CustomerId?)c.CustomerId).SingleOrDefaultAsync(cancel)
        : await db.Addresses.Where(a => a.Kind == AddressKind.Email && a.Normal == email).Select(a => (CustomerId?)a.CustomerId).SingleOrDefaultAsync(cancel);

    /// <summary>The number of the visitor's conversation, by which notices are told.</summary>
    public static Task<long?> NumberOf(this RapportDb db, Visitor me, CancellationToken cancel) => (
        from v in db.Visits
        join c in db.Conversations on v.ConversationId equals c.Id
        where v.Id == me.Visit
        select (long?)c.Number).SingleOrDefaultAsync(cancel);

    /// <summary>Visits in which nothing was ever said go after a while, with their keys.</summary>
    public static async Task ForgetSilentVisits(this RapportDb db, Instant before, CancellationToken cancel)
    {
        var silent = await db.Visits.Where(v => v.ConversationId == null && v.Name == null && v.Email == null && v.BegunAt < before).Select(v => v.Id).Take(Handful).ToListAsync(cancel);
        var keys = silent.ConvertAll(v => v.Value);
        await db.VisitorTokens.Where(t => keys.Contains(t.Customer)).ExecuteDeleteAsync(cancel);
        await db.Visits.Where(v => silent.Contains(v.Id)).ExecuteDeleteAsync(cancel);
    }
}
