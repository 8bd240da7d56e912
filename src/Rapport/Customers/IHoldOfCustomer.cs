namespace Rapport.Customers;

/// <summary>
/// A room says what it holds of a customer, so that they can download it. Rooms that come later add their own part; the room that
/// gives the file does not know them.
/// </summary>
public interface IHoldOfCustomer
{
    /// <summary>What the part is called in the file.</summary>
    string Part { get; }

    Task<object> Of(CustomerId customer, CancellationToken cancel);
}
