using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Rapport.Foundation;

/// <summary>The database went away in the middle of a commit, so nobody can say whether it happened.</summary>
public sealed class MaybeSaved(Exception cause) : Exception("The database went away while this was being saved, so it may be there or not. Look before you do it again.", cause);

/// <summary>
/// What a loop that goes on by itself says in the log. While the database is away or the disk is full that is one line for each outage,
/// or the log would fill what is left of the disk; anything else is a bug and keeps its trace.
/// </summary>
public sealed class Outage(ILogger log)
{
    int told;

    public void Tell(Exception e, string what)
    {
        if (!IsOne(e)) log.LogWarning(e, "{What}", what);
        else if (Interlocked.Exchange(ref told, 1) == 0) log.LogWarning("{What}: {Reason}", what, e.GetBaseException().Message);
    }

    public void IsOver() => Volatile.Write(ref told, 0);

    static bool IsOne(Exception e) => e is DiskFull || DatabaseIsAway(e);

    /// <summary>Whether the database could not be asked at all, rather than having refused what it was asked.</summary>
    public static bool DatabaseIsAway(Exception? e) => e switch
    {
        null or HttpRequestException or NpgsqlOperationInProgressException => false,
        PostgresException { SqlState: var state } => state is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.TooManyConnections,
        NpgsqlException or SocketException => true,
        _ => DatabaseIsAway(e.InnerException),
    };
}
