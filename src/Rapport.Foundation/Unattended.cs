using Microsoft.Extensions.Logging;

namespace Rapport.Foundation;

/// <summary>Work that nobody waits for. What fails is told in the log of the program and tried again, each time a little later, so that a database that is away for a moment costs nothing.</summary>
public static class Unattended
{
    const int Tries = 9;
    static readonly TimeSpan First = TimeSpan.FromMilliseconds(200);

    public static async Task Do(Func<Task> work, TimeProvider time, ILogger log, CancellationToken over)
    {
        var outage = new Outage(log);
        for (var attempt = 1; !over.IsCancellationRequested; attempt++)
        {
            try
            {
                await work();
                return;
            }
            catch (Exception e)
            {
                if (over.IsCancellationRequested) return;
                outage.Tell(e, "What nobody waits for failed; trying again, a few times");
                if (attempt == Tries) return;
            }
            try { await Task.Delay(First * Math.Pow(2, attempt - 1), time, over); }
            catch (OperationCanceledException) { return; }
        }
    }
}
