using Microsoft.Extensions.DependencyInjection.Extensions;
using Rapport.Language;

namespace Rapport.Essence.Moments;

/// <summary>What proposals are made of.</summary>
public static class MomentParts
{
    public static IServiceCollection AddMoments(this IServiceCollection services)
    {
        services.TryAddSingleton(_ => Recognizer.Load());
        return services.AddSingleton<Proposals>().AddHostedService<LearnToRead>();
    }

    /// <summary>Reads the weights while the program starts, so that nobody's first message waits for them.</summary>
    sealed class LearnToRead(IServiceProvider services) : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(() => services.GetRequiredService<Recognizer>(), stoppingToken);
    }
}
