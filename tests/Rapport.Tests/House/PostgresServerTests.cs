using Npgsql;

namespace Rapport.Tests.House;

public class PostgresServerTests
{
    [Fact]
    public async Task A_test_gets_an_empty_database_of_its_own()
    {
        var server = await PostgresServer.Shared;
        var one = await server.FreshDatabase();
        var other = await server.FreshDatabase();

        await Run(one, "CREATE TABLE parcels (id int)");

        await Assert.ThrowsAsync<PostgresException>(() => Run(other, "SELECT * FROM parcels"));
        await server.Drop(one);
        await server.Drop(other);
        await Assert.ThrowsAsync<PostgresException>(() => Run(one, "SELECT 1"));
    }

    [Fact]
    public async Task Databases_are_copies_of_one_that_was_prepared_once()
    {
        await using var server = await PostgresServer.Start(durable: true);
        var prepared = 0;
        Task Prepare(string address)
        {
            Interlocked.Increment(ref prepared);
            return Run(address, "CREATE TABLE parcels (id int)");
        }

        var made = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => server.FreshDatabase(Prepare)));

        foreach (var address in made) await Run(address, "INSERT INTO parcels VALUES (1)");
        Assert.Equal(1, prepared);
        Assert.Equal(6, made.Distinct(StringComparer.Ordinal).Count());
    }

    static async Task Run(string address, string sql)
    {
        await using var connection = new NpgsqlConnection(address);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
