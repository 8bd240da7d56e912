using Rapport.Bonds.Leaving;
using Rapport.Customers;
using Rapport.Foundation;
using Rapport.Memory.Erasing;
using Rapport.Memory.Own;

namespace Rapport.Memory;

/// <summary>What memory is made of.</summary>
public static class MemoryParts
{
    public static IServiceCollection AddMemory(this IServiceCollection services)
    {
        services.AddSingleton(s => LinkInLetters.Line(s.GetRequiredService<IConfiguration>(), s.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>(), s.GetRequiredService<TimeProvider>()));
        return services.AddSingleton<FactsSaid>().AddSingleton<WipeTraces>().AddHostedService(s => s.GetRequiredService<WipeTraces>());
    }

    public static void KnowMemory(this Errands errands)
    {
        errands.Learn<MemoryDue, ForgetExpired>();
        errands.When<CustomerErased, BlankTheLog>();
        errands.When<IntroductionAnswered, ForgetWhatWasToldTo>();
    }
}
