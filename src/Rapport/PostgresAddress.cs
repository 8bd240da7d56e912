using Npgsql;
using Rapport.Foundation;

namespace Rapport;

/// <summary>The PostgreSQL that keeps the data; none where SQLite does.</summary>
static class PostgresAddress
{
    const string Name = "RAPPORT_DATABASE";

    public static string? From(IConfiguration settings)
    {
        if (settings[Name] is not { Length: > 0 } given) return null;
        try
        {
            var asked = new NpgsqlConnectionStringBuilder(given);
            if (string.IsNullOrEmpty(asked.Host)) throw new FormatException("It names no host.");
            // Statements are parsed and planned once a connection, unless whoever runs it has said otherwise (a pooler between may not allow it).
            if (!given.Contains("auto prepare", StringComparison.OrdinalIgnoreCase)) asked.MaxAutoPrepare = 100;
            return asked.ConnectionString;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            throw new WrongSetting($"{Name} is no connection string of PostgreSQL. Give one like Host=127.0.0.1;Username=rapport;Password=…;Database=rapport; the form postgres://… is not taken.");
        }
    }
}
