using System.Diagnostics;
using Rapport.Bench.Servers;

namespace Rapport.Bench.Load;

/// <summary>What a number of clients did that each send their next request as soon as they have their answer.</summary>
public sealed record Measured(int Count, int Failed, TimeSpan Took, TimeSpan GeneratorCpu, long[] Sorted, TimeSpan ServerCpu = default)
{
    public double PerSecond => Count / Took.TotalSeconds;

    /// <summary>What one request costs the server, in milliseconds of one core.</summary>
    public double CpuEach => ServerCpu.TotalMilliseconds / Count;

    /// <summary>The time below which <paramref name="share"/> of the answers came, in milliseconds.</summary>
    public double Percentile(double share) => Sorted.Length == 0
        ? double.NaN
        : TimeSpan.FromTicks(Sorted[Math.Min(Sorted.Length - 1, (int)Math.Ceiling(share * Sorted.Length) - 1)]).TotalMilliseconds;

    public static Measured Join(IReadOnlyCollection<Measured> parts) => new(
        parts.Sum(p => p.Count), parts.Sum(p => p.Failed),
        parts.Aggregate(TimeSpan.Zero, (sum, p) => sum + p.Took), parts.Aggregate(TimeSpan.Zero, (sum, p) => sum + p.GeneratorCpu),
        [.. parts.SelectMany(p => p.Sorted).Order()], parts.Aggregate(TimeSpan.Zero, (sum, p) => sum + p.ServerCpu));
}

public static class ClosedLoop
{
    /// <summary>Runs on the calling thread alone. <paramref name="next"/> is asked for the client's next request each time.</summary>
    public static Measured Run(Server server, int clients, TimeSpan time, Func<int, byte[]> next, int expect = 200)
    {
        using var epoll = new Epoll();
        var wires = Enumerable.Range(0, clients).Select(_ => new Wire(server.Port)).ToArray();
        for (var i = 0; i < clients; i++) epoll.Watch(wires[i].Socket, i);

        var took = new List<long>(1 << 20);
        var failed = 0;
        var open = clients;
        Span<int> ready = stackalloc int[clients];
        var (cpu, serverCpu) = (OwnCpu(), server.Cpu);
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < clients; i++) wires[i].Send(next(i));
        while (open > 0)
        {
            var count = epoll.Wait(ready, TimeSpan.FromSeconds(30));
            if (count == 0) throw new TimeoutException("no answer for 30 s");
            for (var i = 0; i < count; i++)
            {
                var wire = wires[ready[i]];
                if (!wire.Receive()) continue;
                took.Add(Stopwatch.GetElapsedTime(wire.SentAt).Ticks);
                if (wire.Status != expect) failed++;
                if (Stopwatch.GetElapsedTime(start) < time) wire.Send(next(ready[i]));
                else open--;
            }
        }
        var elapsed = Stopwatch.GetElapsedTime(start);
        (cpu, serverCpu) = (OwnCpu() - cpu, server.Cpu - serverCpu);
        foreach (var wire in wires) wire.Dispose();
        took.Sort();
        return new(took.Count, failed, elapsed, cpu, [.. took], serverCpu);
    }

    static TimeSpan OwnCpu()
    {
        using var self = Process.GetCurrentProcess();
        return self.TotalProcessorTime;
    }
}
