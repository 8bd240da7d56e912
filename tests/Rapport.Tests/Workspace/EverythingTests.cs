using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Rapport.Channels.Mail;
using Rapport.Channels.Mail.SigningIn;
using Rapport.Tests.Essence;
using Rapport.Tests.Roles;
using Rapport.Workspace.Everything;

namespace Rapport.Tests.Workspace;

/// <summary>Everything that is set up is what must be done, what may be given, or both with how much of each.</summary>
[Trait("Proves", "E117")]
public class EverythingTests
{
    [Theory, OnBothDatabases]
    public async Task Every_table_is_of_items_or_says_what_else_it_holds(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var tables = await desk.InDatabase(db => Task.FromResult(db.Model.GetEntityTypes().Select(e => e.GetTableName()).OfType<string>().Distinct().ToList()));

        Assert.Empty(tables.Except(Tables.OfItems).Except(Tables.OfNoItems.Keys));
        Assert.Empty(Tables.OfItems.Concat(Tables.OfNoItems.Keys).Except(tables));
        Assert.Empty(Tables.OfItems.Intersect(Tables.OfNoItems.Keys));
    }

    [Theory, OnBothDatabases]
    public async Task What_is_set_up_in_any_table_goes_out_with_its_half(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await SetUp(desk);
        var everything = await desk.Owner.Get("/api/v1/everything");
        var items = everything.GetProperty("items").EnumerateArray().ToList();

        Assert.Empty(Tables.OfItems.Except(items.Select(i => i.Of("table")).OfType<string>()));
        foreach (var item in items)
        {
            Assert.Contains(item.Of("half"), new[] { "function", "essence", "both" });
            Assert.False(string.IsNullOrEmpty(item.Of("key")));
            if (item.Of("half") == "both")
                Assert.Equal(1, item.GetProperty("split").GetProperty("function").GetDouble() + item.GetProperty("split").GetProperty("essence").GetDouble(), 3);
            else Assert.Equal(JsonValueKind.Null, item.GetProperty("split").ValueKind);
        }
        Assert.Equal(items.Count, everything.GetProperty("function").GetInt32() + everything.GetProperty("essence").GetInt32() + everything.GetProperty("both").GetInt32());
        Assert.Equal("function", One("step", "torn/send").Of("half"));
        Assert.Equal("essence", One("behavior", "checkout/1/b1").Of("half"));
        Assert.InRange(One("charter", "checkout/1").GetProperty("split").GetProperty("essence").GetDouble(), 0.01, 0.99);
        Assert.Equal("essence", items.Single(i => i.Of("kind") == "weave").Of("half"));

        JsonElement One(string kind, string key) => items.Single(i => i.Of("kind") == kind && i.Of("key") == key);
    }

    [Theory, OnBothDatabases]
    public async Task It_comes_as_a_file_for_leads_and_tells_nobodys_own(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var ((_, ana), (_, lea)) = (await desk.Person("Ana"), await desk.Person("Lea", "lead"));
        await ana.Post("/api/v1/questions", new { question = "What does your hedgehog do all winter?", about = "hedgehog" });

        var lines = (await lea.Page("/roles/everything")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.True(lines.Length > 100);
        Assert.All(lines, line => Assert.NotNull(JsonDocument.Parse(line).RootElement.Of("half")));
        Assert.DoesNotContain(lines, line => line.Contains("hedgehog", StringComparison.OrdinalIgnoreCase));
        Assert.Contains("href=\"/roles/everything\"", await lea.Page("/roles/charters"), StringComparison.Ordinal);
        Assert.Equal(403, (await ana.Try(HttpMethod.Get, "/api/v1/everything")).Status);
    }

    static async Task SetUp(TestDesk desk)
    {
        await desk.Owner.Post("/api/v1/charters", CharterTests.Checkout());
        await desk.Owner.Post("/api/v1/contact-types", new { key = "torn", name = "Torn", steps = new[] { new { key = "send", name = "Send a new one" } } });
        await desk.Owner.Post("/api/v1/maps/supermarket-checkout/copy", new { name = "Our checkout" });
        await desk.Owner.Post("/api/v1/weaves", new { contact_type = "torn", step = "send", kind = "interest", opening = "The dog who waits", reason = "They mention it" });
        await desk.Owner.Post("/api/v1/designs", new { kind = "tool", what = "A second screen at the counter", answers = "tool" });
        await desk.Owner.Tidbit();
        await desk.Owner.Post("/api/v1/reasons", new { product = "raised bowl", fact = "It stands at 30 cm", source = "the maker's data sheet", suits = "tall dogs" });
        await desk.Owner.Post("/api/v1/questions", new { question = "What kind of a dog do you have?", about = "dog", own = false });
        await desk.Owner.Gesture("A treat", 500);
        await desk.Owner.Allowance();
        await desk.Owner.Put("/api/v1/cues/budget", new { per_hour = 6 });
        await desk.Owner.Post("/api/v1/deny-list", new { words = "lottery" });
        await desk.Change(async db =>
        {
            db.Add(new Mailbox { Address = "hello@example.com", Name = "Harbor Pets", MadeAt = desk.Now });
            db.Add(new Provider { Key = "example", Name = "Example", AuthorizeUrl = "", TokenUrl = "", Scopes = "", Extra = "", ReceivingText = "", SendingText = "", Help = "" });
            await db.SaveChangesAsync();
        });
    }
}
