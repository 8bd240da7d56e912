using System.Data.Common;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Rapport.Customers;
using Rapport.Desk;
using Rapport.Tests.Customers;
using Rapport.Tests.Memory;

namespace Rapport.Tests.Workspace;

public class TimelineTests
{
    const int Long = 10_000, MostQuestions = 30;

    static async Task<List<JsonElement>> All(HttpClient who, Guid customer, int limit)
    {
        var all = new List<JsonElement>();
        for (var next = ""; next is not null;)
        {
            var page = await who.Get($"/api/v1/customers/{customer}/timeline?limit={limit}&after={next}");
            all.AddRange(page.GetProperty("items").EnumerateArray());
            next = page.GetProperty("next").GetString();
        }
        return all;
    }

    static string Kind(JsonElement entry) => entry.GetProperty("kind").GetString()!;

    [Theory, OnBothDatabases, Trait("Proves", "E160")]
    public async Task Everything_that_happened_stands_in_one_order_over_every_channel(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var chat = await desk.Conversation("Ruth Adeyemi", "The bag is torn", "ruth@example.com");
        var ruth = await desk.CustomerOf(chat);
        var (sam, asSam) = await desk.Person("Sam Ito");
        async Task Then(Task what)
        {
            await what;
            await desk.Pass(TimeSpan.FromSeconds(1));
        }
        await desk.Pass(TimeSpan.FromSeconds(1));
        await Then(desk.Owner.Post($"/api/v1/conversations/{chat}/messages", new { from = "agent", body = "I look into it" }));
        await Then(desk.Owner.Post($"/api/v1/conversations/{chat}/notes", new { body = "Asks for Dana" }));
        await Then(desk.Owner.Post($"/api/v1/conversations/{chat}/promises", new { text = "Call about the bag", due_at = "2026-11-25T09:00:00Z" }));
        await Then(desk.Owner.Remember(ruth, "Max, a chocolate Labrador"));
        await Then(desk.Owner.Post($"/api/v1/conversations/{chat}/handover", new { to = sam, brief = "A new bag", reason = "time" }));
        await Then(desk.Owner.Post("/api/v1/conversations", new { channel = "phone", customer = new { name = "R", email = "ruth@example.com" }, body = "On the phone" }));
        var other = await desk.Customer("R. Adeyemi", "ra@example.com");
        await Then(desk.Owner.Merge(other, ruth));

        var all = await All(desk.Owner, ruth, 3);

        Assert.Equal(["merged", "message", "opened", "handover_offered", "remembered", "promise_made", "note", "message", "message", "opened"], all.Where(e => Kind(e) != "told").Select(Kind));
        Assert.Equal(all.Select(e => e.GetProperty("at").GetString()).OrderDescending(StringComparer.Ordinal), all.Select(e => e.GetProperty("at").GetString()));
        Assert.Equal(all.Count, all.DistinctBy(e => (Kind(e), e.GetProperty("id").GetGuid())).Count());
        Assert.Equal(400, (await asSam.Try(HttpMethod.Get, $"/api/v1/customers/{ruth}/timeline?after=nonsense")).Status);
        Assert.Equal(404, (await asSam.Try(HttpMethod.Get, $"/api/v1/customers/{Guid.NewGuid()}/timeline")).Status);
    }

    [Theory, OnBothDatabases, Trait("Proves", "E160")]
    public async Task A_moment_is_shown_to_its_giver_and_to_nobody_else(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var chat = await desk.Conversation("Ruth Adeyemi", "The bag is torn", "ruth@example.com");
        var ruth = await desk.CustomerOf(chat);
        var (_, asSam) = await desk.Person("Sam Ito", "lead");
        await desk.Owner.Post($"/api/v1/conversations/{chat}/moments", new { behavior = "interest", words = "Asked after the hat" });

        Assert.Contains(await All(desk.Owner, ruth, 50), e => Kind(e) == "moment");
        Assert.DoesNotContain(await All(asSam, ruth, 50), e => Kind(e) == "moment");
        Assert.DoesNotContain("Asked after", (await asSam.Get($"/api/v1/customers/{ruth}/timeline")).GetRawText(), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases, Trait("Proves", "E160")]
    public async Task A_page_of_ten_thousand_asks_no_more_than_a_page_of_ten(string database)
    {
        var counted = new Counted();
        await using var desk = await TestDesk.Open(database, b => b.Services.AddSingleton<IStartupFilter>(counted).ConfigureDbContext<RapportDb>(o => o.AddInterceptors(counted)));
        var (brief, full) = (await desk.Customer("Brief", "brief@example.com"), await desk.Customer("Full", "full@example.com"));
        await desk.Change(async db =>
        {
            await Fill(db, new(full), 20, Long / 20, desk.Now);
            await Fill(db, new(brief), 1, 10, desk.Now);
        });
        async Task<int> Questions(Guid of, string after = "")
        {
            var before = counted.Count;
            await desk.Owner.Get($"/api/v1/customers/{of}/timeline?after={after}");
            return counted.Count - before;
        }
        await Questions(brief);

        var few = await Questions(brief);
        var next = (await desk.Owner.Get($"/api/v1/customers/{full}/timeline?limit=200")).GetProperty("next").GetString()!;
        Assert.Equal((few, few), (await Questions(full), await Questions(full, next)));
        Assert.InRange(few, 1, MostQuestions);
        var all = await All(desk.Owner, full, 200);
        // Each conversation is opened, too; and many share an instant.
        Assert.Equal(Long + 20, all.DistinctBy(e => (Kind(e), e.GetProperty("id").GetGuid())).Count());
        Assert.Equal(Long + 20, all.Count);
    }

    static async Task Fill(RapportDb db, CustomerId customer, int conversations, int each, Instant now)
    {
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        for (var c = 0; c < conversations; c++)
        {
            var conversation = Conversation.Open(await db.NextNumber(default), Channel.Mail, customer, "A letter", "A letter", now - Duration.FromDays(400));
            db.Add(conversation);
            for (var m = 0; m < each; m++) db.Add(conversation.Hear("Full", $"Letter {m}", now - Duration.FromHours(each - m)));
        }
        await db.SaveChangesAsync();
        db.ChangeTracker.Clear();
        db.ChangeTracker.AutoDetectChangesEnabled = true;
    }

    /// <summary>Everything that is asked of the database while somebody waits for a page; what the desk does by itself meanwhile asks for nobody.</summary>
    sealed class Counted : DbCommandInterceptor, IStartupFilter
    {
        readonly AsyncLocal<bool> isForPage = new();
        int count;

        public int Count => Volatile.Read(ref count);

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((http, then) =>
            {
                isForPage.Value = http.Request.Path.Value!.EndsWith("/timeline", StringComparison.Ordinal);
                return then(http);
            });
            next(app);
        };

        public override DbCommand CommandCreated(CommandEndEventData eventData, DbCommand result)
        {
            if (isForPage.Value) Interlocked.Increment(ref count);
            return result;
        }
    }
}
