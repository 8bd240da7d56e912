using System.Net.Sockets;
using Npgsql;
using Rapport.Foundation;

namespace Rapport.Tests.Faults;

public class DatabaseAwayTests
{
    const string Away = "The database does not answer. Nothing was saved; try again in a moment.";

    [Fact]
    public async Task While_PostgreSQL_is_away_whoever_asks_is_told_so_and_the_log_does_not_grow()
    {
        var server = await PostgresServer.Start();
        var address = await server.FreshDatabase();
        var folder = Directory.CreateTempSubdirectory("rapport-away-").FullName;
        await using var desk = await DeskProcess.Start(folder, address);
        await desk.Owner.Post("/api/v1/conversations", new { customer = new { name = "Ruth" }, body = "Hello" });
        await server.DisposeAsync();

        var (status, problem) = await desk.Owner.Try(HttpMethod.Post, "/api/v1/conversations", new { customer = new { name = "Ruth" }, body = "Are you there?" });
        Assert.Equal(503, status);
        Assert.Equal(Away, problem.GetProperty("detail").GetString());
        // The loops come round once a second and more.
        for (var waited = 0; waited < 600 && !desk.Output.Contains("Errands could not be claimed", StringComparison.Ordinal); waited++) await Task.Delay(50);
        await Task.Delay(TimeSpan.FromSeconds(5));

        Assert.Single(desk.Output.Split('\n'), line => line.Contains("Errands could not be claimed", StringComparison.Ordinal));
        Assert.Single(desk.Output.Split('\n'), line => line.Contains("The line between the nodes is down", StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", desk.Output, StringComparison.Ordinal);
        Assert.InRange(desk.Output.Length, 1, 4000);
    }

    [Fact]
    public void A_refusal_of_the_database_is_not_taken_for_its_silence_nor_another_servers_silence_for_its_own()
    {
        var silent = new NpgsqlException("Failed to connect", new SocketException(111));
        Assert.Equal((503, Away), Said(new InvalidOperationException("Likely a transient failure.", silent)));
        Assert.Equal((503, Away), Said(new PostgresException("the database system is shutting down", "FATAL", "FATAL", PostgresErrorCodes.CannotConnectNow)));
        Assert.Equal(500, Said(new PostgresException("syntax error", "ERROR", "ERROR", PostgresErrorCodes.SyntaxError)).Status);
        Assert.Equal(500, Said(new HttpRequestException("No answer", new SocketException(111))).Status);
    }

    [Fact]
    public void What_may_have_been_saved_is_not_called_lost()
    {
        var (status, detail) = Said(new MaybeSaved(new NpgsqlException("Exception while reading from stream", new IOException())));
        Assert.Equal(503, status);
        Assert.Contains("it may be there or not", detail, StringComparison.Ordinal);
    }

    static (int Status, string Detail) Said(Exception e)
    {
        var problem = Problem.Of(e);
        return (problem.Status, problem.Detail);
    }
}
