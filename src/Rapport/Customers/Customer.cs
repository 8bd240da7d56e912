using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
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
    public required string Name { get; set; }
    public required Instant Since { get; init; }
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
        Addresses.Add(new Address { CustomerId = Id, Kind = kind, Value = value.Trim(), Normal = normal });
        Announce(new AddressAdded(Id, kind));
    }

    /// <summary>Without a name and an address; what happened stays, and says of nobody that it was them.</summary>
    public void Erase()
    {
        Name = "Erased customer";
        Addresses.Clear();
        Announce(new CustomerErased(Id));
    }

    /// <summary>An address that a visitor typed into the chat. The desk may write to it, but nobody is known again by it: it is not proof.</summary>
    public void Claim(string email)
    {
        var normal = $"{Id.Value} {Address.NormalOf(AddressKind.Email, email)}";
        if (Addresses.Any(a => a.Normal == normal)) return;
        Addresses.RemoveAll(a => a.Kind is AddressKind.Visitor);
        Addresses.Add(new Address { CustomerId = Id, Kind = AddressKind.Visitor, Value = email.Trim(), Normal = normal });
        Announce(new AddressAdded(Id, AddressKind.Visitor));
    }
}

public enum AddressKind { Email, Phone, Visitor, Card }

/// <summary>One way to reach a customer, and to know them again.</summary>
public sealed class Address
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required CustomerId CustomerId { get; init; }
    public required AddressKind Kind { get; init; }

    /// <summary>As it was given.</summary>
    public required string Value { get; init; }

    /// <summary>As it is compared.</summary>
    public required string Normal { get; init; }

    /// <summary>Mail addresses without case, phone and card numbers without blanks and dashes.</summary>
    public static string NormalOf(AddressKind kind, string value) => kind is AddressKind.Phone or AddressKind.Card
        ? string.Concat(value.Where(c => char.IsAsciiDigit(c) || c == '+'))
        : value.Trim().ToLowerInvariant();
}

sealed class CustomerTable : IEntityTypeConfiguration<Customer>
{
    public void Configure(EntityTypeBuilder<Customer> builder) => builder.HasMany(c => c.Addresses).WithOne().HasForeignKey(a => a.CustomerId);
}
