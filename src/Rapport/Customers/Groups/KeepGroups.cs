using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Customers.Groups;

/// <summary>Somebody notes who belongs together: a household, a company. Whoever leaves it leaves nothing behind.</summary>
public sealed class KeepGroups : IFeature
{
    public sealed record Request(string? Name, string? Kind, IReadOnlyList<CustomerId>? Members);

    public sealed record MemberView(CustomerId Id, string Name);

    public sealed record View(CustomerGroupId Id, string Name, GroupKind Kind, IReadOnlyList<MemberView> Members);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/customers/{customer}/groups", Of).For(Who.Agent);
        app.MapGet("/api/v1/groups/{group}", async (CustomerGroupId group, RapportDb db, CancellationToken cancel) => Answer.Ok(await db.GroupView(await db.Group(group, cancel), cancel))).For(Who.Agent);
        app.MapPost("/api/v1/groups", Make).For(Who.Agent);
        app.MapPost("/customers/{customer}/groups", MakeWith).For(Who.Agent);
        foreach (var route in new[] { "/api/v1/groups/{group}", "/groups/{group}" })
        {
            app.MapPatch(route, Rename).For(Who.Agent);
            app.MapDelete(route, Dissolve).For(Who.Agent);
            app.MapPut(route + "/members/{customer}", Join).For(Who.Agent);
            app.MapDelete(route + "/members/{customer}", Leave).For(Who.Agent);
        }
    }

    static async Task<Answer<PageOf<View>>> Of(CustomerId customer, RapportDb db, CancellationToken cancel)
    {
        await db.NameOf(customer, cancel);
        return Answer.Ok(Paging.All(await db.GroupsOf(customer, cancel)));
    }

    static async Task<Created<View>> Make(Request request, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        new Check().Text("name", request.Name, CustomerGroup.LongestName).OneOf("kind", request.Kind, "household", "company").That(request.Kind is not null, "kind", "“kind” is missing. Give household or company.")
            .That(request.Members is null or { Count: <= CustomerGroup.MostMembers }, "members", $"“members” are too many: at most {CustomerGroup.MostMembers}.").Done();
        var group = new CustomerGroup { Name = request.Name!.Trim(), Kind = Enum.Parse<GroupKind>(request.Kind!, ignoreCase: true), MadeById = me.Id, MadeAt = time.Now() };
        foreach (var member in request.Members ?? []) group.Add((await db.ToServe(member, cancel)).Id, me.Id, time.Now());
        db.Add(group);
        db.TellMembers(group);
        await db.SaveChangesAsync(cancel);
        return Answer.Created($"/api/v1/groups/{group.Id.Value}", await db.GroupView(group, cancel));
    }

    static Task<Created<View>> MakeWith(CustomerId customer, Request request, Me me, RapportDb db, TimeProvider time, CancellationToken cancel) => Make(request with { Members = [customer] }, me, db, time, cancel);

    static async Task<Answer<View>> Rename(CustomerGroupId group, Request request, RapportDb db, CancellationToken cancel)
    {
        new Check().Text("name", request.Name, CustomerGroup.LongestName).Done();
        var found = await db.Group(group, cancel);
        found.Name = request.Name!.Trim();
        db.TellMembers(found);
        await db.SaveChangesAsync(cancel);
        return Answer.Ok(await db.GroupView(found, cancel));
    }

    static async Task<Answer<View>> Join(CustomerGroupId group, CustomerId customer, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var found = await db.Group(group, cancel);
        var member = await db.ToServe(customer, cancel);
        Refusal.If(member.ErasedAt is not null, "They were erased. There is nobody left to belong to it.", "erased");
        found.Add(member.Id, me.Id, time.Now());
        db.TellMembers(found);
        await db.SaveChangesAsync(cancel);
        return Answer.Ok(await db.GroupView(found, cancel));
    }

    static async Task<NoContent> Leave(CustomerGroupId group, CustomerId customer, RapportDb db, CancellationToken cancel)
    {
        var found = await db.Group(group, cancel);
        db.TellMembers(found);
        found.Remove(customer);
        if (found.Members.Count == 0) db.Remove(found);
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static async Task<NoContent> Dissolve(CustomerGroupId group, RapportDb db, CancellationToken cancel)
    {
        var found = await db.Group(group, cancel);
        db.TellMembers(found);
        found.Dissolve();
        found.Members.Clear();
        db.Remove(found);
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }
}

public static class Groups
{
    public static async Task<CustomerGroup> Group(this RapportDb db, CustomerGroupId group, CancellationToken cancel) =>
        await db.CustomerGroups.Include(g => g.Members).SingleOrDefaultAsync(g => g.Id == group, cancel) ?? throw new NotFound("household or company");

    public static async Task<List<KeepGroups.View>> GroupsOf(this RapportDb db, CustomerId customer, CancellationToken cancel)
    {
        var rows = await (
            from mine in db.GroupMembers
            join g in db.CustomerGroups on mine.GroupId equals g.Id
            join m in db.GroupMembers on g.Id equals m.GroupId
            join c in db.Customers on m.CustomerId equals c.Id
            where mine.CustomerId == customer && !db.Merges.Any(x => x.FromId == c.Id && x.UndoneAt == null)
            orderby g.MadeAt, g.Id, m.Since, c.Name
            select new { g.Id, Group = g.Name, g.Kind, Customer = c.Id, c.Name }).ToListAsync(cancel);
        return [.. rows.GroupBy(r => (r.Id, r.Group, r.Kind)).Select(g => new KeepGroups.View(g.Key.Id, g.Key.Group, g.Key.Kind, [.. g.Select(m => new KeepGroups.MemberView(m.Customer, m.Name))]))];
    }

    public static async Task<KeepGroups.View> GroupView(this RapportDb db, CustomerGroup group, CancellationToken cancel)
    {
        var ids = group.Members.ConvertAll(m => m.CustomerId);
        var members = await db.Customers.Where(c => ids.Contains(c.Id) && !db.Merges.Any(x => x.FromId == c.Id && x.UndoneAt == null)).OrderBy(c => c.Name).Select(c => new KeepGroups.MemberView(c.Id, c.Name)).ToListAsync(cancel);
        return new(group.Id, group.Name, group.Kind, members);
    }

    public static void TellMembers(this RapportDb db, CustomerGroup group)
    {
        foreach (var member in group.Members) db.Touch($"customer:{member.CustomerId.Value}");
    }
}
