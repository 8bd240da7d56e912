using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Rapport.Access;
using Rapport.Bonds.Lanes;
using Rapport.Bonds.Leaving;
using Rapport.Customers;
using Rapport.Customers.Merging;
using Rapport.Desk;
using Rapport.Foundation;
using Rapport.Handovers;

namespace Rapport.Bonds;

/// <summary>What bonds are made of.</summary>
public static class BondParts
{
    public static void KnowBonds(this Errands errands)
    {
        errands.When<ConversationResolved, CountBonds>();
        errands.When<OwnerPassed, CountBondsOfPassed>();
        errands.When<CustomerErased, ForgetBonds>();
        errands.When<CustomersMerged, CountBondsOfMerged>();
        errands.When<CustomersUnmerged, CountBondsOfUnmerged>();
        errands.Learn<LaneDue, ReturnToEverybody>();
        errands.When<OwnerTaken, NoticeLaneAnswered>();
        errands.When<HandoverMoved, NoticeLaneHandedOver>();
        errands.When<ConversationResolved, EndLaneOfResolved>();
        errands.When<BondEnded, EndLaneOfBond>();
        errands.When<PersonLeft, EndLanesOf>();
        errands.When<PersonLeft, IntroduceNext>();
        errands.When<PersonReturned, EndIntroductionsOf>();
        errands.When<OwnerTaken, TellOfNext>();
        errands.When<ToldAnswered, SettleIntroduction>();
    }
}

sealed class BondTables : IEntityTypeConfiguration<Bond>, IEntityTypeConfiguration<NoBonds>, IEntityTypeConfiguration<Lane>
{
    public void Configure(EntityTypeBuilder<Bond> builder) => builder.Ignore(b => b.Holds);

    public void Configure(EntityTypeBuilder<NoBonds> builder)
    {
        builder.HasKey(n => n.CustomerId);
        builder.Property(n => n.CustomerId).StaysWhenMerged("each keeps what they said; of whoever stays, Memory works out the stricter");
    }

    public void Configure(EntityTypeBuilder<Lane> builder) => builder.HasKey(l => l.PersonId);
}
