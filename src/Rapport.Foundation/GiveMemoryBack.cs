using Microsoft.Extensions.Hosting;

namespace Rapport.Foundation;

/// <summary>After a busy time the runtime keeps the memory it no longer needs. A small machine has it back once the desk is quiet.</summary>
public sealed class GiveMemoryBack : BackgroundService
{
    static readonly TimeSpan Look = TimeSpan.FromSeconds(2);
    const long Quiet = 1 << 20, WorthIt = 8 << 20;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Look);
        long before = 0, given = 0;
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                var used = GC.GetTotalAllocatedBytes();
                if (used - before < Quiet && used - given > WorthIt)
                {
                    // It stops everything for as long as it takes: a tenth of a second, when nobody asks for anything.
                    GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                    given = used;
                }
                before = used;
            }
        }
        catch (OperationCanceledException) { }
    }
}
