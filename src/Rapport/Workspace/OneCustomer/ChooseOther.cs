using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Customers;
using Rapport.Customers.Alike;
using Rapport.Customers.Groups;
using Rapport.Desk;
using Rapport.Foundation;
using Rapport.Foundation.Search;

namespace Rapport.Workspace.OneCustomer;

/// <summary>Somebody looks for another customer: the same person's other entry, or who belongs to the same household. And the list of who may be one.</summary>
public sealed class ChooseOther : IFeature
{
    const int Shown = 20, Listed = 50;

    public sealed record Found(CustomerId Id, string Name, string Reach);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/customers/{customer}/others", Show).For(Who.Agent);
        app.MapGet("/customers", List).For(Who.Agent);
        app.MapGet("/customers/alike", Part).For(Who.Agent);
    }

    static async Task<IResult> Show(CustomerId customer, string? q, Guid? group, Me me, RapportDb db, CancellationToken cancel)
    {
        var words = Words.ToFind(q is { Length: > 300 } ? q[..300] : q);
        var ids = words.Length == 0 ? [] : (await db.Matching(words, customers: true, Shown, cancel)).Select(e => new CustomerId(e.Customer!.Value)).Where(id => id != customer).ToList();
        var found = await db.Customers.AsNoTracking().Include(c => c.Addresses).Where(c => ids.Contains(c.Id)).ToListAsync(cancel);
        return Pages.Show<OthersPage>(new
        {
            Customer = customer,
            Name = await db.NameOf(customer, cancel),
            Q = q ?? "",
            Others = found.OrderBy(c => ids.IndexOf(c.Id)).Select(c => new Found(c.Id, c.Name, string.Join(" · ", c.Addresses.Where(a => a.Kind is not AddressKind.Visitor).Select(a => a.Value)))).ToList(),
            Group = group is { } id ? await db.GroupView(await db.Group(new(id), cancel), cancel) : null,
            Me = me,
        });
    }

    static async Task<IResult> List(Me me, RapportDb db, TimeProvider time, CancellationToken cancel) =>
        Pages.Show<AlikePage>(new { Pairs = await db.WhoMayBeOne(null, Listed, cancel), Me = me, Now = time.Now() });

    static async Task<IResult> Part(Me me, RapportDb db, TimeProvider time, HttpContext http, CancellationToken cancel) =>
        Fragment.Of<AlikeList>(http, new { Pairs = await db.WhoMayBeOne(null, Listed, cancel), Now = time.Now(), me.Zone });
}
