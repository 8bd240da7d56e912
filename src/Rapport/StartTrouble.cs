using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Data.Sqlite;
using Npgsql;
using Rapport.Foundation;

namespace Rapport;

/// <summary>What keeps the program from starting, where whoever runs it can mend it: one sentence. Anything else is a bug and keeps its trace.</summary>
static class StartTrouble
{
    const string WebServer = "Microsoft.AspNetCore.Server.Kestrel.Core";

    public static string? InWords(Exception? e) => e switch
    {
        null => null,
        WrongSetting or DiskFull => e.Message,
        IOException { InnerException: AddressInUseException or AggregateException } => $"{e.Message} Stop what listens there, perhaps another Rapport, or choose another port with RAPPORT_URL.",
        SocketException { SocketErrorCode: SocketError.AddressNotAvailable or SocketError.AccessDenied } => $"Rapport cannot listen where RAPPORT_URL says: {e.Message}. Give an address and a port that are this machine's and free for this program.",
        InvalidOperationException { Source: WebServer } => $"Rapport cannot serve where RAPPORT_URL says: {e.Message.Split('\n')[0].Trim()} Behind a proxy that speaks TLS, http:// is right.",
        SqliteException sqlite => InWords(sqlite),
        PostgresException { SqlState: var state } when IsOfWhoeverRunsIt(state) => $"PostgreSQL does not let the program work: {((PostgresException)e).MessageText}. Look at RAPPORT_DATABASE, and at what its user may do.",
        _ when Outage.DatabaseIsAway(e) => $"The database that RAPPORT_DATABASE names does not answer: {e.GetBaseException().Message}. Start it, or correct the setting.",
        _ => InWords(e.InnerException),
    };

    static string? InWords(SqliteException e) => e.SqliteErrorCode switch
    {
        8 => "The database, rapport.db in RAPPORT_DATA, can be read and not written. Let the program's account write to it and to its folder.",
        14 => "The database, rapport.db in RAPPORT_DATA, cannot be opened. Let the program's account read and write it, and its folder.",
        26 => "rapport.db in RAPPORT_DATA is no database of Rapport. Put back the right file, or give another folder with RAPPORT_DATA.",
        13 => new DiskFull(e).Message,
        5 or 6 => "Another program holds the database, rapport.db in RAPPORT_DATA. Wait for it or stop it, then start again.",
        _ => null,
    };

    /// <summary>Wrong names and passwords, no such database, no room for one more, rights that are missing.</summary>
    static bool IsOfWhoeverRunsIt(string state) => state is PostgresErrorCodes.InsufficientPrivilege || state[..2] is "28" or "3D" or "53";
}
