using Microsoft.EntityFrameworkCore;
using Rapport.Customers.Merging;
using Rapport.Foundation;
using Rapport.Foundation.Search;

namespace Rapport.Customers;

/// <summary>How somebody introduces themselves: a name, and perhaps an address.</summary>
public sealed record Introduction(string? Name, string? Email, string? Phone)
{
    public void Check(Check check, string field = "customer") => check
        .That(!string.IsNullOrWhiteSpace(Name) || !string.IsNullOrWhiteSpace(Email) || !string.IsNullOrWhiteSpace(Phone), $"{field}.name", $"“{field}.name” is missing. Give a name, or at least an email or a phone.")
        .AtMost($"{field}.name", Name, Customer.LongestName)
        .Email($"{field}.email", string.IsNullOrWhiteSpace(Email) ? null : Email.Trim())
        .AtMost($"{field}.phone", Phone, 50)
        .That(string.IsNullOrWhiteSpace(Phone) || Phone.Any(char.IsAsciiDigit), $"{field}.phone", $"“{field}.phone” has no digits. Give a number like +49 30 901820.");
}

public static class FindCustomer
{
    /// <summary>The customer with one of these addresses, or a new one. A name alone never finds anybody: two people may share it.</summary>
    /// <param name="db">The database.</param>
    /// <param name="who">How they introduce themselves.</param>
    /// <param name="time">The time.</param>
    /// <param name="cancel">Ends the asking.</param>
    /// <param name="isNew">Nobody has the mail address: that was asked already, in this unit of work.</param>
    public static async Task<Customer> Meet(this RapportDb db, Introduction who, TimeProvider time, CancellationToken cancel, bool isNew = false)
    {
        var byEmail = isNew ? null : await ByAddress(db, AddressKind.Email, who.Email, cancel);
        var customer = byEmail ?? await ByAddress(db, AddressKind.Phone, who.Phone, cancel);
        // Nothing of them is new, so they are found as before.
        if (customer is not null && customer == byEmail && string.IsNullOrWhiteSpace(who.Phone)) return customer;
        if (customer is null)
        {
            customer = Customer.Meet(First(who.Name, who.Email?.Split('@')[0], who.Phone), time.Now());
            db.Add(customer);
        }
        // Of an address that was just looked for it is known whose it is.
        if (byEmail is null && !string.IsNullOrWhiteSpace(who.Email)) customer.Reach(AddressKind.Email, who.Email);
        if (!string.IsNullOrWhiteSpace(who.Phone)) await Reach(db, customer, AddressKind.Phone, who.Phone, cancel);
        await db.Index(customer, cancel);
        return customer;
    }

    public static async Task<string> NameOf(this RapportDb db, CustomerId customer, CancellationToken cancel) =>
        await db.Customers.Where(c => c.Id == customer).Select(c => c.Name).SingleOrDefaultAsync(cancel) ?? throw new NotFound("customer");

    /// <summary>Whether a mail address is this customer's own.</summary>
    public static Task<bool> IsTheirs(this RapportDb db, CustomerId customer, string email, CancellationToken cancel)
    {
        var normal = Address.NormalOf(AddressKind.Email, email);
        return db.Addresses.AnyAsync(a => a.CustomerId == customer && a.Kind == AddressKind.Email && a.Normal == normal, cancel);
    }

    public static async Task<Customer?> ByAddress(RapportDb db, AddressKind kind, string? value, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(value)) return null;
        var normal = Address.NormalOf(kind, value);
        var id = await db.Addresses.Where(a => a.Kind == kind && a.Normal == normal).Select(a => (CustomerId?)a.CustomerId).SingleOrDefaultAsync(cancel);
        return id is null ? null : await db.ToServe(id.Value, cancel);
    }

    /// <summary>A customer for whom something is about to be kept; whoever went into another is served as that one.</summary>
    public static async Task<Customer> ToServe(this RapportDb db, CustomerId customer, CancellationToken cancel)
    {
        var whole = await db.WholeToServe(customer, cancel);
        return await db.Customers.Include(c => c.Addresses).SingleOrDefaultAsync(c => c.Id == whole, cancel) ?? throw new NotFound("customer");
    }

    /// <summary>An address that already belongs to somebody else stays theirs.</summary>
    static async Task Reach(RapportDb db, Customer customer, AddressKind kind, string value, CancellationToken cancel)
    {
        var normal = Address.NormalOf(kind, value);
        if (!await db.Addresses.AnyAsync(a => a.Kind == kind && a.Normal == normal && a.CustomerId != customer.Id, cancel)) customer.Reach(kind, value);
    }

    /// <summary>Makes a customer findable by name and address; call it after either has changed.</summary>
    public static async Task Index(this RapportDb db, Customer customer, CancellationToken cancel)
    {
        var before = db.Entry(customer).State is EntityState.Added ? [] : await db.NamesBefore(customer.Id, cancel);
        var words = Words.ToIndex([customer.Name, .. before, .. customer.Addresses.OrderBy(a => a.Id).SelectMany(a => a.Kind is AddressKind.Visitor ? [a.Value] : new[] { a.Value, a.Normal })]);
        var id = customer.Id.Value;
        var entry = db.Entry(customer).State is EntityState.Added ? null : await db.SearchEntries.SingleOrDefaultAsync(e => e.Kind == "customer" && e.Customer == id, cancel);
        if (entry is null) db.Add(new SearchEntry { Kind = "customer", Customer = id, Words = words });
        else if (entry.Words != words) entry.Words = words;
    }

    static string First(params string?[] names) => names.First(n => !string.IsNullOrWhiteSpace(n))!;
}
