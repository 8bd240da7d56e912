using Rapport.Language;

namespace Rapport.Essence.Moments;

/// <summary>What proposals are made of.</summary>
public static class MomentParts
{
    public static IServiceCollection AddMoments(this IServiceCollection services) => services.AddSingleton<Proposals>().AddHostedService<LearnToRead>();

    /// <summary>Reads the weights once the program serves, so that neither its start nor anybody's first message waits for them.</summary>
    sealed class LearnToRead(IServiceProvider services, IHostApplicationLifetime life) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var serves = life.ApplicationStarted.Register(started.SetResult);
            await using var stops = stoppingToken.Register(() => started.TrySetCanceled(stoppingToken));
            await started.Task;
            services.GetRequiredService<Recognizer>();
        }
    }
}
