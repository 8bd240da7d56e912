using Microsoft.EntityFrameworkCore;
using Rapport.Customers.Merging;
using Rapport.Tests.Channels;
using Rapport.Tests.Memory;

namespace Rapport.Tests.Customers;

public class MergeTests
{
    [Theory, OnBothDatabases, Trait("Proves", "E160")]
    public async Task Two_entries_of_one_person_become_one_and_can_be_two_again(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (first, second) = (await desk.Conversation("Ruth Adeyemi", "The bag arrived torn", "ruth@example.com"), await desk.Conversation("R. Adeyemi", "My order is late", "r.adeyemi@example.com"));
        var (ruth, r) = (await desk.CustomerOf(first), await desk.CustomerOf(second));
        await desk.Owner.Remember(r, "Max, a chocolate Labrador");

        var preview = await desk.Owner.Get($"/api/v1/customers/{ruth}/merges/preview?from={r}");
        Assert.Equal(["1 address", "1 conversation", "1 thing that is remembered"], preview.GetProperty("moves").EnumerateArray().Select(m => m.GetString()!));
        var merge = await desk.Owner.Merge(r, ruth, "She said so at the counter");

        Assert.Equal(ruth, await desk.CustomerOf(second));
        Assert.Equal("Max, a chocolate Labrador", Assert.Single(await desk.Owner.Memories(ruth)).GetProperty("text").GetString());
        Assert.Equal(["r.adeyemi@example.com", "ruth@example.com"], (await desk.Owner.Get($"/api/v1/customers/{ruth}")).GetProperty("addresses").EnumerateArray().Select(a => a.GetProperty("value").GetString()!).Order(StringComparer.Ordinal));
        var found = Assert.Single((await desk.Owner.Get("/api/v1/search?q=r.adeyemi")).GetProperty("items").EnumerateArray(), h => h.GetProperty("kind").GetString() == "customer");
        Assert.Equal(ruth, found.GetProperty("id").GetGuid());
        Assert.Equal(ruth, await desk.CustomerOf(await desk.Conversation("R. Adeyemi", "And another thing", "r.adeyemi@example.com")));

        await desk.Owner.Unmerge(ruth, merge);

        Assert.Equal((ruth, r), (await desk.CustomerOf(first), await desk.CustomerOf(second)));
        Assert.Empty(await desk.Owner.Memories(ruth));
        Assert.Single(await desk.Owner.Memories(r));
        Assert.Equal(409, (await desk.Owner.Try(HttpMethod.Post, $"/api/v1/customers/{ruth}/merges/{merge}/undoing", new { })).Status);
    }

    [Theory, OnBothDatabases, Trait("Proves", "E160")]
    public async Task Whoever_looks_for_a_name_that_went_in_finds_the_one_it_went_into(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (ruth, lina) = (await desk.Customer("Ruth Adeyemi", "ruth@example.com"), await desk.Customer("Lina Quillfeather", "lina@example.com"));
        var merge = await desk.Owner.Merge(lina, ruth);

        var found = Assert.Single(await Found());
        Assert.Equal(ruth, found.GetProperty("id").GetGuid());
        Assert.Contains("also noted as Lina <mark>Quillfeather</mark>", found.GetProperty("snippet").GetString(), StringComparison.Ordinal);
        // Also after something else about her was changed.
        await desk.Owner.Post($"/api/v1/customers/{ruth}/addresses", new { kind = "phone", value = "+49 40 12345678" });
        Assert.Equal(ruth, Assert.Single(await Found()).GetProperty("id").GetGuid());

        await desk.Owner.Unmerge(ruth, merge);
        Assert.Equal(lina, Assert.Single(await Found()).GetProperty("id").GetGuid());

        async Task<System.Text.Json.JsonElement[]> Found() => [.. (await desk.Owner.Get("/api/v1/search?q=quillfeather")).GetProperty("items").EnumerateArray()];
    }

    [Theory, OnBothDatabases, Trait("Proves", "E160")]
    public async Task An_old_id_leads_on_at_every_door(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (a, b) = (await desk.Customer("Ruth Adeyemi", "ruth@example.com"), await desk.Customer("Ruth A.", "ra@example.com"));
        await desk.Owner.Merge(b, a);

        foreach (var (method, path) in new[] { (HttpMethod.Get, ""), (HttpMethod.Get, "/memories"), (HttpMethod.Post, "/memories"), (HttpMethod.Get, "/timeline?limit=5"), (HttpMethod.Post, "/own_page"), (HttpMethod.Post, "/erasure") })
        {
            using var request = new HttpRequestMessage(method, $"/api/v1/customers/{b}{path}") { Content = method == HttpMethod.Post ? System.Net.Http.Json.JsonContent.Create(new { }) : null };
            using var answer = await desk.Owner.SendAsync(request);
            Assert.Equal((307, $"/api/v1/customers/{a}{path}"), ((int)answer.StatusCode, answer.Headers.Location?.ToString()));
            Assert.Contains(a.ToString(), await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        var me = await desk.SignIn();
        Assert.Equal(307, (int)(await me.GetAsync(new Uri($"/customers/{b}", UriKind.Relative))).StatusCode);
        Assert.Equal(1, (await desk.Owner.Get($"/api/v1/customers/{b}", followed: a)).GetProperty("addresses").EnumerateArray().Count(x => x.GetProperty("value").GetString() == "ra@example.com"));
    }

    [Theory, OnBothDatabases, Trait("Proves", "E160")]
    public async Task What_came_since_stays_except_what_a_person_gives(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (a, b) = (await desk.Customer("Ruth Adeyemi", "ruth@example.com"), await desk.Customer("Tom Adeyemi", "tom@example.com"));
        var merge = await desk.Owner.Merge(b, a);
        var (his, hers) = (await desk.Conversation("Tom", "Mine", "tom@example.com"), await desk.Conversation("Ruth", "Hers", "ruth@example.com"));
        var fact = (await desk.Owner.Remember(a, "Plays the cello", "hobby")).GetProperty("id").GetGuid();

        var since = await desk.Owner.Get($"/api/v1/customers/{a}/merges/{merge}/since");
        Assert.Equal([his, hers], since.GetProperty("conversations").EnumerateArray().Select(c => c.GetProperty("number").GetInt64()).Order());
        Assert.Equal(422, (await desk.Owner.Try(HttpMethod.Post, $"/api/v1/customers/{a}/merges/{merge}/undoing", new { conversations = new[] { 99999 } })).Status);
        await desk.Owner.Unmerge(a, merge, new { conversations = new[] { his }, memories = new[] { fact } });

        Assert.Equal((b, a), (await desk.CustomerOf(his), await desk.CustomerOf(hers)));
        Assert.Equal(0, await desk.InDatabase(db => db.Remembered.CountAsync(r => r.CustomerId == a.Id())));
        Assert.Equal(1, await desk.InDatabase(db => db.Remembered.CountAsync(r => r.CustomerId == b.Id())));
    }

    [Theory, OnBothDatabases, Trait("Proves", "E160")]
    public async Task Chains_come_apart_the_last_link_first(string database)
    {
        await using var desk = await TestDesk.Open(database);
        foreach (var firstOut in new[] { true, false })
        {
            var mark = firstOut ? "x" : "y";
            var talks = new[] { await desk.Conversation("A", "a", $"a{mark}@example.com"), await desk.Conversation("B", "b", $"b{mark}@example.com"), await desk.Conversation("C", "c", $"c{mark}@example.com") };
            var ids = new[] { await desk.CustomerOf(talks[0]), await desk.CustomerOf(talks[1]), await desk.CustomerOf(talks[2]) };
            foreach (var id in ids) await desk.Owner.Remember(id, $"Something of {id}", "other");
            await desk.Pass(TimeSpan.FromMinutes(2));
            var before = await desk.Everything();

            var (one, two) = (await desk.Owner.Merge(ids[0], ids[1]), await desk.Owner.Merge(ids[1], ids[2]));
            Assert.All(talks, t => Assert.Equal(ids[2], desk.CustomerOf(t).Result));
            Assert.Equal(409, (await desk.Owner.Try(HttpMethod.Post, $"/api/v1/customers/{ids[2]}/merges", new { from = ids[0] })).Status);
            if (firstOut) Assert.Equal(409, (await desk.Owner.Try(HttpMethod.Post, $"/api/v1/customers/{ids[2]}/merges/{one}/undoing", new { })).Status);
            await desk.Owner.Unmerge(ids[2], two);
            await desk.Owner.Unmerge(ids[1], one);

            Entries.Same(before, await desk.Everything());
        }
    }

    [Theory, OnBothDatabases, Trait("Proves", "E160")]
    public async Task Two_who_put_each_into_the_other_at_once_leave_one(string database)
    {
        await using var desk = await TestDesk.Open(database);
        for (var round = 0; round < 5; round++)
        {
            var (a, b) = (await desk.Customer("A", $"a{round}@example.com"), await desk.Customer("B", $"b{round}@example.com"));
            var answers = await Task.WhenAll(desk.Owner.Try(HttpMethod.Post, $"/api/v1/customers/{a}/merges", new { from = b }), desk.Owner.Try(HttpMethod.Post, $"/api/v1/customers/{b}/merges", new { from = a }));

            Assert.Equal([201, 409], answers.Select(x => x.Status is 307 ? 409 : x.Status).Order());
            Assert.Equal(1, await desk.InDatabase(db => db.Merges.CountAsync(m => m.UndoneAt == null && (m.FromId == a.Id() || m.FromId == b.Id()))));
        }
    }

    [Theory, OnBothDatabases, Trait("Proves", "E160")]
    public async Task Nothing_that_arrives_while_two_are_put_together_is_left_behind(string database)
    {
        await using var desk = await TestDesk.Open(database);
        for (var round = 0; round < 4; round++)
        {
            var visitor = await ChatVisitor.Arrive(desk);
            var chat = await visitor.Says("Hello");
            var (a, b) = (await desk.Customer("Ruth", $"ruth{round}@example.com"), await desk.CustomerOf(chat));
            await desk.Owner.Post($"/api/v1/customers/{b}/addresses", new { kind = "email", value = $"b{round}@example.com" });
            await desk.Owner.Remember(b, "First", "other");
            var work = new List<Task>();
            for (var i = 0; i < 6; i++)
            {
                var n = i;
                work.Add(visitor.Says($"message {n}"));
                work.Add(desk.Conversation("R", $"letter {n}", $"b{round}@example.com"));
                work.Add(desk.Owner.Try(HttpMethod.Post, $"/desk/{chat}/memories", new { kind = "other", text = $"Fact number {n}" }));
            }
            var merging = desk.Owner.Merge(b, a);
            await Task.WhenAll(work.Append(merging));

            Assert.Equal(0, await desk.CountAt(b));
            Assert.Equal(7, (await desk.Owner.Get($"/api/v1/conversations?customer={a}")).GetProperty("items").GetArrayLength());
            Assert.Equal(7, await desk.InDatabase(db => db.Remembered.CountAsync(r => r.CustomerId == a.Id())));
            Assert.Equal(7, (await visitor.Reads()).Length);
        }
    }

    [Theory, OnBothDatabases]
    public async Task Nobody_is_put_together_with_themselves_with_nobody_or_with_somebody_who_was_erased(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (a, b) = (await desk.Customer("A", "a@example.com"), await desk.Customer("B", "b@example.com"));
        async Task<(int, string?)> Try(Guid from, Guid into)
        {
            var (status, problem) = await desk.Owner.Try(HttpMethod.Post, $"/api/v1/customers/{into}/merges", new { from });
            return (status, problem.GetProperty("type").GetString()!.Split('/')[^1]);
        }

        Assert.Equal((422, "same-customer"), await Try(a, a));
        Assert.Equal(404, (await Try(Guid.NewGuid(), a)).Item1);
        Assert.Equal(400, (await desk.Owner.Try(HttpMethod.Post, $"/api/v1/customers/{a}/merges", new { })).Status);
        Assert.Equal(404, (await desk.Owner.Try(HttpMethod.Post, $"/api/v1/customers/{a}/merges/{Guid.NewGuid()}/undoing", new { })).Status);
        await desk.Owner.Try(HttpMethod.Post, $"/api/v1/customers/{b}/erasure", new { });
        Assert.Equal((422, "erased"), await Try(b, a));
        Assert.Equal((422, "erased"), await Try(a, b));
    }

    /// <summary>A column that points at a customer and that nobody has thought of would be left behind; this finds it.</summary>
    [Theory, OnBothDatabases, Trait("Proves", "E160")]
    public async Task Every_column_that_points_at_a_customer_moves_or_says_why_not(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var forgotten = await desk.InDatabase(db =>
        {
            var looksLikeOne = db.Model.GetEntityTypes().Where(e => e.GetTableName() is not null).SelectMany(e => e.GetProperties())
                .Where(p => Pointers.PointsAtCustomer(p) || ((Nullable.GetUnderlyingType(p.ClrType) ?? p.ClrType) == typeof(Guid) && p.Name.Contains("Customer", StringComparison.Ordinal)));
            var moved = Pointers.Of(db);
            return Task.FromResult(looksLikeOne.Where(p => Pointers.WhyItStays(p) is null && !moved.Any(m => m.Place == $"{p.DeclaringType.GetTableName()}.{p.GetColumnName()}")).Select(p => $"{p.DeclaringType.GetTableName()}.{p.GetColumnName()}")
                .Concat(moved.Where(m => m.IsAlone).Select(m => $"{m.Place} has one row a customer: its room must say what becomes of two")).ToArray());
        });

        Assert.Empty(forgotten);
    }
}
