using Rapport.Access;
using Rapport.Customers;
using Rapport.Foundation;

namespace Rapport.Memory;

/// <summary>Something happened to what is remembered about a customer. The log says that, and never in which words: those can be deleted.</summary>
public interface IMemoryFact : IFact
{
    CustomerId Customer { get; }

    Subjects IFact.About => new(Customer: Customer.Value);
    IEnumerable<string> IFact.Topics => [$"customer:{Customer.Value}"];
}

public sealed record MemoryKept(RememberedId Memory, CustomerId Customer, MemoryKind Kind, ToldBy ToldBy, bool Sensitive) : IMemoryFact;

public sealed record MemoryCorrected(RememberedId Memory, CustomerId Customer) : IMemoryFact;

/// <summary>It is not to be asked about any more.</summary>
public sealed record MemoryClosed(RememberedId Memory, CustomerId Customer, Over Over) : IMemoryFact;

public sealed record MemoryReopened(RememberedId Memory, CustomerId Customer) : IMemoryFact;

public enum ForgottenBecause { Asked, Expired, NothingWanted }

public sealed record MemoryForgotten(RememberedId Memory, CustomerId Customer, ForgottenBecause Because) : IMemoryFact;

/// <summary>The customer said yes to being remembered.</summary>
public sealed record MemoryAgreed(CustomerId Customer) : IMemoryFact;

/// <summary>The customer wants nothing to be remembered.</summary>
public sealed record MemoryDeclined(CustomerId Customer) : IMemoryFact;

public sealed record OwnPageMade(OwnPageId Page, CustomerId Customer, PersonId? By) : IMemoryFact;

public sealed record OwnPagesRevoked(CustomerId Customer) : IMemoryFact;
