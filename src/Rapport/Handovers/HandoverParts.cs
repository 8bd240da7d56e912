using Rapport.Access;
using Rapport.Desk;
using Rapport.Foundation;

namespace Rapport.Handovers;

/// <summary>What handovers are made of.</summary>
public static class HandoverParts
{
    public static IServiceCollection AddHandovers(this IServiceCollection services) => services.AddSingleton<Lines>().AddHostedService(s => s.GetRequiredService<Lines>());

    public static void KnowHandovers(this Errands errands)
    {
        errands.Learn<HandoverDue, ExpireHandover>();
        errands.Learn<CoverDue, EndCover>();
        errands.When<OwnerTaken, TellWhoCovers>();
        errands.When<ConversationResolved, EndHandoverOfResolved>();
        errands.When<PersonLeft, SettleHandoversOf>();
        errands.When<CustomerLineDropped, KnowCustomerIsLost>();
        errands.When<CustomerCameBack, KnowCustomerIsBack>();
        errands.When<CustomerWrittenBack, KnowCustomerWasWrittenBack>();
    }
}
