using System.Diagnostics;

namespace Rapport.Town.Line;

/// <summary>How long calls took, in steps of about 2%, however many there are.</summary>
public sealed class CallTimes
{
    const double Step = 1.02;
    const int Buckets = 1024;
    readonly long[] counts = new long[Buckets];
    readonly long started = Stopwatch.GetTimestamp();
    long total;

    public long Count => Interlocked.Read(ref total);
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(started);
    public double PerSecond => Count / Math.Max(Elapsed.TotalSeconds, 0.001);

    public void Add(TimeSpan took)
    {
        var bucket = (int)Math.Ceiling(Math.Log(Math.Max(took.TotalMilliseconds, 0.01) / 0.01, Step));
        Interlocked.Increment(ref counts[Math.Clamp(bucket, 0, Buckets - 1)]);
        Interlocked.Increment(ref total);
    }

    /// <summary>The time within which the given share of all calls was answered, in milliseconds.</summary>
    public double Milliseconds(double share)
    {
        var wanted = (long)Math.Ceiling(share * Count);
        if (wanted == 0) return 0;
        long seen = 0;
        for (var i = 0; i < Buckets; i++)
        {
            seen += Interlocked.Read(ref counts[i]);
            if (seen >= wanted) return 0.01 * Math.Pow(Step, i);
        }
        return 0.01 * Math.Pow(Step, Buckets - 1);
    }
}
