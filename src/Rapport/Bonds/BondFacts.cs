using Rapport.Access;
using Rapport.Customers;
using Rapport.Foundation;

namespace Rapport.Bonds;

/// <summary>What is told of a bond: that it changed, on the customer's card and to the one whom it is with.</summary>
static class BondTopics
{
    public static string Of(PersonId person) => $"bonds:{person.Value}";

    public static IEnumerable<string> Changed(CustomerId customer, PersonId person) => [$"customer:{customer.Value}", Of(person)];
}

public sealed record BondGrew(BondId Bond, CustomerId Customer, PersonId Person) : IFact
{
    public Subjects About => new(Customer: Customer.Value);
    public IEnumerable<string> Topics => BondTopics.Changed(Customer, Person);
}

public sealed record BondSaid(BondId Bond, CustomerId Customer, PersonId Person, BondSide By) : IFact
{
    public Subjects About => new(Customer: Customer.Value);
    public IEnumerable<string> Topics => BondTopics.Changed(Customer, Person);
}

/// <summary>Either side said no. Which of them, the log does not say.</summary>
public sealed record BondEnded(BondId Bond, CustomerId Customer, PersonId Person) : IUnsigned
{
    public Subjects About => new(Customer: Customer.Value);
    public IEnumerable<string> Topics => BondTopics.Changed(Customer, Person);
}
