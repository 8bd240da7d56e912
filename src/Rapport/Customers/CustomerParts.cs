using Rapport.Customers.Alike;
using Rapport.Customers.Merging;
using Rapport.Foundation;

namespace Rapport.Customers;

/// <summary>What happens to customers by itself, after something else has.</summary>
public static class CustomerParts
{
    public static void KnowCustomers(this Errands errands) => errands
        .When<AddressAdded, LookWhoHasTheAddress>()
        .When<AddressCorrected, LookWhoHasTheCorrectedAddress>()
        .When<CustomerRenamed, LookWhoHasTheName>()
        .When<CustomersMerged, GatherLateArrivals>();
}
