using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Rapport.Bench.Load;

/// <summary>
/// Linux's own way of waiting for many sockets on one thread. The load generator shares two cores with the server it measures,
/// and async sockets would cost it a thread hop per answer.
/// </summary>
public sealed partial class Epoll : IDisposable
{
    const uint Readable = 1;
    const int Add = 1;

    readonly Event[] ready = new Event[512];
    readonly int handle = epoll_create1(0);

    public void Watch(Socket socket, int key)
    {
        var wanted = new Event { Events = Readable, Key = key };
        if (epoll_ctl(handle, Add, (int)socket.Handle, ref wanted) != 0)
            throw new SocketException(Marshal.GetLastPInvokeError());
    }

    /// <summary>Fills <paramref name="keys"/> with the sockets that have something to read; returns how many.</summary>
    public int Wait(Span<int> keys, TimeSpan atMost)
    {
        var count = epoll_wait(handle, ready, Math.Min(ready.Length, keys.Length), (int)Math.Max(0, atMost.TotalMilliseconds));
        for (var i = 0; i < count; i++) keys[i] = (int)ready[i].Key;
        return Math.Max(count, 0);
    }

    public void Dispose() => _ = close(handle);

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    struct Event
    {
        public uint Events;
        public long Key;
    }

    [LibraryImport("libc")]
    private static partial int epoll_create1(int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_ctl(int epoll, int operation, int socket, ref Event wanted);

    [LibraryImport("libc")]
    private static partial int epoll_wait(int epoll, [Out] Event[] ready, int most, int milliseconds);

    [LibraryImport("libc")]
    private static partial int close(int handle);
}
