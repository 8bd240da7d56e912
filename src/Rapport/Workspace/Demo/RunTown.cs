using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore;
using Rapport.Foundation;
using Rapport.Town;
using Rapport.Town.Line;

namespace Rapport.Workspace.Demo;

/// <summary>Opens the town before the first page is served, fills in its past behind that, and keeps it at work until the program ends.</summary>
public sealed class RunTown(OpenTown open, SettleTown settle, TownContent town, IServer server, IServiceScopeFactory scopes, IHostApplicationLifetime life, ILogger<RunTown> log) : BackgroundService
{
    OpenTown.Desk? desk;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        desk = await open.Open(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Served(stoppingToken);
            var url = Address();
            Say(url);
            if (desk is null) return;
            var numbers = await settle.Settle(desk, stoppingToken);
            using var http = DeskLine.Dial(url);
            var line = new DeskLine(http, new CallTimes());
            var staff = town.Staff.ToDictionary(s => s.Key, s => new Colleague(line, desk.People[s.Key].Id.Value.ToString(), s.Name, desk.Tokens[s.Key]), StringComparer.Ordinal);
            await new LivingTown(line, town, new TownDesk(staff, numbers)).Run(await HeldSoFar(stoppingToken), trouble => log.LogDebug("A conversation of the town ended early. {Trouble}", trouble), stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The program ends, and the town with it.
        }
        catch (Exception e) when (e is Refusal or Invalid or DeskSaidNo or DeskIsSilent or DbUpdateException)
        {
            log.LogError(e, "The demo's town has stopped. The desk itself goes on.");
        }
    }

    async Task Served(CancellationToken cancel)
    {
        var started = new TaskCompletionSource();
        await using var on = life.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancel);
    }

    /// <summary>Where this program answers itself.</summary>
    Uri Address()
    {
        var given = server.Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new Uri(given.Replace("//0.0.0.0:", "//127.0.0.1:", StringComparison.Ordinal).Replace("//[::]:", "//127.0.0.1:", StringComparison.Ordinal).Replace("//+:", "//127.0.0.1:", StringComparison.Ordinal).Replace("//*:", "//127.0.0.1:", StringComparison.Ordinal));
    }

    async Task<int> HeldSoFar(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        return Math.Max(await scope.ServiceProvider.GetRequiredService<RapportDb>().Conversations.CountAsync(cancel) - town.Past.Count, 0);
    }

    void Say(Uri url) => Console.WriteLine(desk is null
        ? """

          This desk is in use, so the demo's town stays out of it. Give the demo an empty folder: RAPPORT_DATA=data/demo ./run --demo

          """
        : $"""

          {town.House} is open: {url}
            Sign in as {desk.People[town.Visitor].Name}: {desk.Email}
            Password: {desk.Password}
            The customers' side: {url}shop

          """);
}
