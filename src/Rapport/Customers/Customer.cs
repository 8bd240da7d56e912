using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Rapport.Customers.Alike;
using Rapport.Foundation;

namespace Rapport.Customers;

public readonly record struct CustomerId(Guid Value) : IId<CustomerId>
{
    public static CustomerId From(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? _, out CustomerId id) => Ids.TryParse(text, out id);
}

public sealed record CustomerMet(CustomerId Customer, string Name) : IFact
{
    public Subjects About => new(Customer: Customer.Value);
}

public sealed record CustomerRenamed(CustomerId Customer, string From, string To) : IFact
{
    public Subjects About => new(Customer: Customer.Value);
    public IEnumerable<string> Topics => ["inbox", $"customer:{Customer.Value}"];
}

public sealed record AddressAdded(CustomerId Customer, AddressKind Kind) : IFact
{
    public Subjects About => new(Customer: Customer.Value);
    public IEnumerable<string> Topics => [$"customer:{Customer.Value}"];
}

public sealed record AddressCorrected(CustomerId Customer, AddressKind Kind) : IFact
{
    public Subjects About => new(Customer: Customer.Value);
    public IEnumerable<string> Topics => [$"customer:{Customer.Value}"];
}

public sealed record AddressRemoved(CustomerId Customer, AddressKind Kind) : IFact
{
    public Subjects About => new(Customer: Customer.Value);
    public IEnumerable<string> Topics => [$"customer:{Customer.Value}"];
}

/// <summary>Everything about this customer is to be forgotten. Every room that holds words of theirs does its part.</summary>
public sealed record CustomerErased(CustomerId Customer) : IFact
{
    public Subjects About => new(Customer: Customer.Value);
    public IEnumerable<string> Topics => ["inbox", "erased", $"customer:{Customer.Value}"];
}

/// <summary>Somebody who is served.</summary>
public sealed class Customer : Entity
{
    public const int LongestName = 200;

    public CustomerId Id { get; init; } = Ids.New<CustomerId>();
    public required string Name
    {
        get;
        set => (field, Alike) = (value, Likenesses.KeyOf(value));
    }

    /// <summary>The words of the name, by which two of the same name are found.</summary>
    public string? Alike { get; private set; }

    public required Instant Since { get; init; }
    public Instant? ErasedAt { get; private set; }
    public List<Address> Addresses { get; init; } = [];

    public static Customer Meet(string name, Instant at, CustomerId? id = null)
    {
        var customer = new Customer { Id = id ?? Ids.New<CustomerId>(), Name = name.Trim(), Since = at };
        customer.Announce(new CustomerMet(customer.Id, customer.Name));
        return customer;
    }

    public void Rename(string name)
    {
        name = name.Trim();
        if (name == Name) return;
        Announce(new CustomerRenamed(Id, Name, name));
        Name = name;
    }

    public void Reach(AddressKind kind, string value)
    {
        var normal = Address.NormalOf(kind, value);
        if (Addresses.Any(a => a.Kind == kind && a.Normal == normal)) return;
        Addresses.Add(Address.Of(Id, kind, value.Trim(), normal));
        Announce(new AddressAdded(Id, kind));
    }

    /// <summary>As it should be written; it stays the same address, and whoever it came with goes with it.</summary>
    public void Correct(Address address, string value)
    {
        (address.Value, address.Normal) = (value.Trim(), Address.NormalOf(address.Kind, value));
        address.Alike = Likenesses.KeyOf(address.Kind, address.Value, address.Normal);
        Announce(new AddressCorrected(Id, address.Kind));
    }

    public void Drop(Address address)
    {
        Addresses.Remove(address);
        Announce(new AddressRemoved(Id, address.Kind));
    }

    /// <summary>Without a name and an address; what happened stays, and says of nobody that it was them.</summary>
    public void Erase(Instant at)
    {
        (Name, Alike, ErasedAt) = ("Erased customer", null, at);
        Addresses.Clear();
        Announce(new CustomerErased(Id));
    }

    /// <summary>An address that a visitor typed into the chat. The desk may write to it, but nobody is known again by it: it is not proof.</summary>
    /// <param name="visit">In which chat; what was claimed in another stays.</param>
    /// <param name="email">As it was typed.</param>
    public void Claim(Guid visit, string email)
    {
        var normal = $"{visit} {Address.NormalOf(AddressKind.Email, email)}";
        if (Addresses.Any(a => a.Normal == normal)) return;
        Addresses.RemoveAll(a => a.Kind is AddressKind.Visitor && a.Normal.StartsWith($"{visit} ", StringComparison.Ordinal));
        Addresses.Add(Address.Of(Id, AddressKind.Visitor, email.Trim(), normal));
        Announce(new AddressAdded(Id, AddressKind.Visitor));
    }
}

public enum AddressKind { Email, Phone, Visitor, Card }

/// <summary>One way to reach a customer, and to know them again.</summary>
public sealed class Address
{
    public const int Longest = 254;

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required CustomerId CustomerId { get; init; }
    public required AddressKind Kind { get; init; }

    /// <summary>As it was given.</summary>
    public required string Value { get; set; }

    /// <summary>As it is compared.</summary>
    public required string Normal { get; set; }

    /// <summary>By which it may be another's too: the last digits of a phone, the mail address that a visitor gave.</summary>
    public string? Alike { get; set; }

    public static Address Of(CustomerId customer, AddressKind kind, string value, string normal) => new() { CustomerId = customer, Kind = kind, Value = value, Normal = normal, Alike = Likenesses.KeyOf(kind, value, normal) };

    /// <summary>Mail addresses without case, phone and card numbers without blanks and dashes.</summary>
    public static string NormalOf(AddressKind kind, string value) => kind is AddressKind.Phone or AddressKind.Card
        ? string.Concat(value.Where(c => char.IsAsciiDigit(c) || c == '+'))
        : value.Trim().ToLowerInvariant();
}

sealed class CustomerTable : IEntityTypeConfiguration<Customer>
{
    public void Configure(EntityTypeBuilder<Customer> builder) => builder.HasMany(c => c.Addresses).WithOne().HasForeignKey(a => a.CustomerId);
}
