using Rapport.Channels.Chat;
using Rapport.Channels.Mail;
using Rapport.Customers;
using Rapport.Desk;
using Rapport.Essence;
using Rapport.Foundation;
using Rapport.Handovers;
using Rapport.Promoters;

namespace Rapport.Workspace;

/// <summary>Every room that holds words of customers, and what it does when one is erased.</summary>
public static class ErasingRooms
{
    public static void KnowErasure(this Errands errands) => errands
        .When<CustomerErased, ForgetWhatWasSaid>()
        .When<CustomerErased, ForgetLetters>()
        .When<CustomerErased, ForgetVisit>()
        .When<CustomerErased, ForgetBriefs>()
        .When<CustomerErased, ForgetWhatWasGiven>()
        .When<CustomerErased, ForgetAnswers>();
}
