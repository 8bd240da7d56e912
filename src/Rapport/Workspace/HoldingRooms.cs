using Rapport.Bonds;
using Rapport.Channels.Chat;
using Rapport.Channels.Mail;
using Rapport.Customers;
using Rapport.Essence;
using Rapport.Handovers;
using Rapport.Promoters;

namespace Rapport.Workspace;

/// <summary>Every room above memory that holds something of customers, so that they get it with the rest.</summary>
public static class HoldingRooms
{
    public static IServiceCollection AddWhatIsHeld(this IServiceCollection services) => services
        .AddScoped<IHoldOfCustomer, HoldGroups>()
        .AddScoped<IHoldOfCustomer, HoldEntries>()
        .AddScoped<IHoldOfCustomer, HoldVisits>()
        .AddScoped<IHoldOfCustomer, HoldLetters>()
        .AddScoped<IHoldOfCustomer, HoldBonds>()
        .AddScoped<IHoldOfCustomer, HoldBriefs>()
        .AddScoped<IHoldOfCustomer, HoldSurprises>()
        .AddScoped<IHoldOfCustomer, HoldAnswers>();
}
