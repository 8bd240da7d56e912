using System.Threading.RateLimiting;
using Polly;
using Polly.CircuitBreaker;
using Rapport.Foundation;
using Rapport.Language;

namespace Rapport.Proposing;

/// <summary>
/// The language model reads, and where it does not answer in time, this program. A few messages are read at once and some wait; after
/// failures the model is left in peace for a while. Nobody waits for it: whoever shows a page looks at what has been read so far.
/// </summary>
public sealed partial class ModelOrHere : IReadMessages, IDisposable
{
    const int AtOnce = 4, Waiting = 64, Failures = 5;
    static readonly TimeSpan Rest = TimeSpan.FromMinutes(1), Quiet = TimeSpan.FromMinutes(10);

    readonly ReadByModel model;
    readonly ReadHere here;
    readonly TimeProvider time;
    readonly ILogger<ModelOrHere> log;
    readonly ConcurrencyLimiter places = new(new() { PermitLimit = AtOnce, QueueLimit = Waiting });
    readonly ResiliencePipeline breaker;
    readonly Lock gate = new();
    CancellationTokenSource underWay = new();
    DateTimeOffset quietUntil;
    int failed;

    public ModelOrHere(ReadByModel model, ReadHere here, Topics topics, TimeProvider time, ILogger<ModelOrHere> log)
    {
        (this.model, this.here, this.time, this.log) = (model, here, time, log);
        breaker = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddCircuitBreaker(new() { FailureRatio = 0.5, MinimumThroughput = Failures, SamplingDuration = Rest, BreakDuration = Rest, ShouldHandle = new PredicateBuilder().Handle<ModelSaidNothing>() }).Build();
        // What has just been erased, on any node, does not leave the house any more.
        topics.OnTold(topic => { if (topic is "erased" or Topics.All) LetGo(renew: true); });
    }

    public ModelAt? Elsewhere => model.Elsewhere;

    public Task<DeskReading> Desk(ToRead message, CancellationToken cancel) => Task.Run(() => Ask(model.Desk, here.Desk, message, cancel), cancel);

    public Task<CustomerReading> Customer(ToRead message, CancellationToken cancel) => Task.Run(() => Ask(model.Customer, here.Customer, message, cancel), cancel);

    async Task<T> Ask<T>(Func<ToRead, CancellationToken, Task<T>> there, Func<ToRead, CancellationToken, Task<T>> ours, ToRead message, CancellationToken cancel)
    {
        CancellationToken erased;
        lock (gate) erased = underWay.Token;
        using var late = new CancellationTokenSource(ModelCalls.Patience, time);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(late.Token, erased, cancel);
        try
        {
            return await breaker.ExecuteAsync(async _ =>
            {
                try
                {
                    using var place = await places.AcquireAsync(1, any.Token);
                    return place.IsAcquired ? await there(message, any.Token) : await ours(message, cancel);
                }
                catch (OperationCanceledException) when (late.IsCancellationRequested) { throw new ModelSaidNothing(ModelCalls.Late); }
            }, CancellationToken.None);
        }
        catch (ModelSaidNothing e) { Complain(e.Message); }
        catch (BrokenCircuitException) { Complain("it had failed before"); }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested) { }
        return await ours(message, cancel);
    }

    /// <summary>Says so once, and then how often, every few minutes at most.</summary>
    void Complain(string why)
    {
        int times;
        lock (gate)
        {
            failed++;
            if (time.GetUtcNow() < quietUntil) return;
            (times, failed, quietUntil) = (failed, 0, time.GetUtcNow() + Quiet);
        }
        Silent(log, Elsewhere!.Model, Elsewhere.Host, why, times);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The language model {Model} at {Host} gives no reading: {Why}. Messages that this program read instead since this was last said: {Times}.")]
    static partial void Silent(ILogger log, string model, string host, string why, int times);

    void LetGo(bool renew)
    {
        CancellationTokenSource before;
        lock (gate) (before, underWay) = (underWay, renew ? new() : underWay);
        before.Cancel();
    }

    public void Dispose()
    {
        LetGo(renew: false);
        places.Dispose();
    }
}
