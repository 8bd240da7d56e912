using Rapport.Channels.Mail.SigningIn;
using Rapport.Desk;
using Rapport.Foundation;

namespace Rapport.Channels.Mail;

/// <summary>What mail is made of.</summary>
public static class MailParts
{
    public static IServiceCollection AddMail(this IServiceCollection services) => services
        .AddSingleton(MailroomScript.Beside(AppContext.BaseDirectory))
        .AddSingleton<Mailroom>().AddHostedService(s => s.GetRequiredService<Mailroom>())
        .AddSingleton<SealedSecrets>().AddSingleton<PictureProxy>().AddSingleton<Seals>().AddSingleton(MailNode.New()).AddSingleton<Watch>().AddSingleton<MailLeases>()
        .AddSingleton<TokenCalls>().AddHostedService<KeepSignedIn>()
        .AddScoped<KnownToMail>().AddScoped<PutAway>().AddScoped<FindsPlace>().AddScoped<TakeReport>().AddScoped<Acknowledge>();

    public static void KnowMail(this Errands errands)
    {
        errands.Learn<MailboxTrouble, TellOfTrouble>();
        errands.Learn<CorrespondentErased, ForgetInCopy>();
        errands.When<AnsweredByMail, WriteLetter>();
    }
}
