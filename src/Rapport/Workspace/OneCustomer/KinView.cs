using Rapport.Customers;
using Rapport.Customers.Alike;
using Rapport.Customers.Groups;

namespace Rapport.Workspace.OneCustomer;

/// <summary>To whom somebody belongs, and who may be the same person.</summary>
public sealed record KinView(IReadOnlyList<KeepGroups.View> Groups, IReadOnlyList<MayBe> MayBe)
{
    public static async Task<KinView> Load(RapportDb db, Customer customer, CancellationToken cancel) => new(await db.GroupsOf(customer.Id, cancel), await db.WhoMayBe(customer, cancel));
}
