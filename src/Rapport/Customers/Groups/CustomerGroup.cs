using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Customers.Groups;

public readonly record struct CustomerGroupId(Guid Value) : IId<CustomerGroupId>
{
    public static CustomerGroupId From(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? _, out CustomerGroupId id) => Ids.TryParse(text, out id);
}

public enum GroupKind { Household, Company }

public sealed record JoinedGroup(CustomerGroupId Group, GroupKind Kind, CustomerId Customer) : IFact
{
    public Subjects About => new(Customer: Customer.Value);
}

public sealed record LeftGroup(CustomerGroupId Group, GroupKind Kind, CustomerId Customer) : IFact
{
    public Subjects About => new(Customer: Customer.Value);
}

public sealed record GroupDissolved(CustomerGroupId Group, GroupKind Kind) : IFact
{
    public Subjects About => default;
}

/// <summary>Customers who belong together. Only that is known of it: what one of them told stays theirs.</summary>
public sealed class CustomerGroup : Entity
{
    public const int LongestName = 200, MostMembers = 200;

    public CustomerGroupId Id { get; init; } = Ids.New<CustomerGroupId>();
    public required string Name { get; set; }
    public required GroupKind Kind { get; init; }
    public required PersonId MadeById { get; init; }
    public required Instant MadeAt { get; init; }
    public List<GroupMember> Members { get; init; } = [];

    public void Add(CustomerId customer, PersonId by, Instant at)
    {
        if (Members.Exists(m => m.CustomerId == customer)) return;
        Refusal.If(Members.Count >= MostMembers, $"There are {MostMembers} in it already, which is as many as fit.");
        Members.Add(new GroupMember { GroupId = Id, CustomerId = customer, Since = at, AddedById = by });
        Announce(new JoinedGroup(Id, Kind, customer));
    }

    public void Remove(CustomerId customer)
    {
        if (Members.RemoveAll(m => m.CustomerId == customer) > 0) Announce(new LeftGroup(Id, Kind, customer));
    }

    public void Dissolve() => Announce(new GroupDissolved(Id, Kind));
}

public sealed class GroupMember
{
    public required CustomerGroupId GroupId { get; init; }
    public required CustomerId CustomerId { get; init; }
    public required Instant Since { get; init; }
    public required PersonId AddedById { get; init; }
}

sealed class GroupTables : IEntityTypeConfiguration<CustomerGroup>, IEntityTypeConfiguration<GroupMember>
{
    public void Configure(EntityTypeBuilder<CustomerGroup> builder) => builder.HasMany(g => g.Members).WithOne().HasForeignKey(m => m.GroupId);

    public void Configure(EntityTypeBuilder<GroupMember> builder) => builder.HasKey(m => new { m.GroupId, m.CustomerId });
}
