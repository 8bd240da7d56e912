using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Rapport.Browser.Tests.Channels;

/// <summary>Nothing a customer typed is lost: not by a reload, a crash of the page, a lost connection or a desk that restarts.</summary>
public class WidgetKeepsTests
{
    [BrowserFact]
    public async Task What_was_written_while_the_desk_was_away_arrives_once_and_in_order_even_after_a_reload()
    {
        await using var desk = new RestartingDesk();
        await desk.Start();
        await using var shop = await StrictShop.Open(desk.Url);
        var page = await shop.Visit();
        await page.OpenChat();
        await page.Write("Before");
        await page.Sees("delivered");

        await desk.Stop();
        await page.Write("While you were away, one");
        await page.Write("While you were away, two");
        await page.Field().FillAsync("Half a thou");
        await page.Sees("We cannot be reached right now. What you write is kept");
        await page.ReloadAsync(); // the browser has the script; the desk is still away
        await page.Sees("While you were away, two");
        Assert.Equal("Half a thou", await page.Field().InputValueAsync());

        await desk.Start();
        await page.WaitForFunctionAsync("() => !document.querySelector('rapport-chat').shadowRoot.querySelector('.waits')", null, new() { Timeout = 60_000 });

        string[] all = ["Before", "While you were away, one", "While you were away, two"];
        await page.Sees("Before");
        Assert.Equal(all, await page.Thread());
        Assert.Equal(all, await desk.Words());
        Assert.Equal("Half a thou", await page.Field().InputValueAsync());
        await page.GetByText("We cannot be reached right now.").WaitForAsync(new() { State = WaitForSelectorState.Hidden });

        // The live line is there again as well.
        await desk.Say("Now I am back");
        await page.Sees("Now I am back");
    }

    [BrowserFact]
    public async Task A_reload_shows_the_conversation_and_the_draft_again_and_the_next_page_of_the_shop_too()
    {
        await using var desk = new RestartingDesk();
        await desk.Start();
        await using var shop = await StrictShop.Open(desk.Url);
        var page = await shop.Visit();
        await page.OpenChat();
        await page.Write("Hello");
        await page.Sees("delivered");
        await page.Field().FillAsync("A draft");

        await page.ReloadAsync();
        await page.Sees("Hello");
        Assert.Equal("A draft", await page.Field().InputValueAsync());
        await page.GetByRole(AriaRole.Link, new() { Name = "another page" }).ClickAsync();
        await page.WaitForURLAsync("**/other");
        await page.Sees("Hello");
        Assert.Equal("A draft", await page.Field().InputValueAsync());

        // A tab that is killed leaves its draft to the next one.
        await page.CloseAsync(new() { RunBeforeUnload = false });
        // (Playwright's context is the browser: it keeps what the shop's address stored.)
        var next = await shop.AnotherTab(page);
        await next.OpenChat();
        Assert.Equal("A draft", await next.Field().InputValueAsync());
        await next.Field().PressAsync("Enter");
        await next.Sees("A draft");
        Assert.Equal("", await next.Field().InputValueAsync());
    }

    [BrowserFact]
    public async Task What_the_desk_refuses_comes_back_to_be_changed()
    {
        await using var desk = new RestartingDesk();
        await desk.Start();
        await using var shop = await StrictShop.Open(desk.Url);
        var page = await shop.Visit();
        await page.OpenChat();
        await page.Field().FillAsync(new string('x', 20_001));
        await page.Sees("That is 1 character too long; 20,000 fit in one message.");
        await page.Field().PressAsync("Enter");
        Assert.Equal(20_001, (await page.Field().InputValueAsync()).Length);

        // What only the desk knows to be wrong.
        await page.RouteAsync("**/chat/v1/messages", route => route.FulfillAsync(new() { Status = 422, ContentType = "application/problem+json", Body = """{"title":"Not possible","detail":"We cannot take this."}""", Headers = [new("Access-Control-Allow-Origin", "*")] }));
        await page.Write("Something");
        await page.Sees("Not sent. We cannot take this.");
        await page.UnrouteAllAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Change it" }).ClickAsync();
        Assert.Equal("Something", await page.Field().InputValueAsync());
        await page.Write("Something else");
        await page.Sees("delivered");
        Assert.Equal(["Something else"], await page.Thread());
    }

    /// <summary>A desk that can be away for a while and comes back at the same address with what it knew.</summary>
    sealed class RestartingDesk : IAsyncDisposable
    {
        readonly string folder = Directory.CreateTempSubdirectory("rapport-test-").FullName;
        WebApplication? app;

        public Uri Url { get; } = new($"http://127.0.0.1:{FreePort()}");

        public async Task Start()
        {
            app = RapportHost.Build([], null, new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["RAPPORT_URL"] = Url.GetLeftPart(UriPartial.Authority),
                ["RAPPORT_DATA"] = folder,
                ["RAPPORT_OWNER_EMAIL"] = "owner@example.com",
                ["RAPPORT_OWNER_TOKEN"] = "the owner's token",
            });
            await RapportHost.Prepare(app);
            await app.StartAsync();
        }

        public async Task Stop()
        {
            await app!.StopAsync();
            await app.DisposeAsync();
            app = null;
        }

        public async Task<List<string>> Words()
        {
            await using var scope = app!.Services.CreateAsyncScope();
            return await scope.ServiceProvider.GetRequiredService<RapportDb>().Messages.OrderBy(m => m.Position).Select(m => m.Body).ToListAsync();
        }

        public async Task Say(string words)
        {
            using var http = new HttpClient { BaseAddress = Url };
            http.DefaultRequestHeaders.Authorization = new("Bearer", "the owner's token");
            await using var scope = app!.Services.CreateAsyncScope();
            var number = await scope.ServiceProvider.GetRequiredService<RapportDb>().Conversations.Select(c => c.Number).SingleAsync();
            await Rapport.Tests.Calls.Post(http, $"/api/v1/conversations/{number}/messages", new { from = "agent", body = words });
        }

        public async ValueTask DisposeAsync()
        {
            if (app is not null) await Stop();
            Directory.Delete(folder, recursive: true);
        }

        static int FreePort()
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
    }
}
