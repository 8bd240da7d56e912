using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Rapport.Access;
using Rapport.Foundation;
using Rapport.Roles;

namespace Rapport.Tests.Roles;

/// <summary>What was refused is for everybody to read, and what somebody typed in the wrong place is not.</summary>
public class PrivateWordsTests
{
    const string Secret = "Nora told me about her divorce";

    [Theory, OnBothDatabases, Trait("Proves", "E178")]
    public async Task A_slip_at_a_door_to_ones_own_is_told_to_whoever_made_it_and_stands_nowhere(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (_, yuki) = await desk.Person("Yuki");
        var number = await desk.Conversation();
        var customer = (await yuki.Get($"/api/v1/conversations/{number}")).GetProperty("customer").GetProperty("id").GetString();
        foreach (var (method, path, body) in new (HttpMethod, string, object)[]
        {
            (HttpMethod.Post, $"/api/v1/conversations/{number}/moments", new { behavior = "interest", text = Secret }),
            (HttpMethod.Put, "/api/v1/cues/mutes/all", new { why = Secret }),
            (HttpMethod.Put, "/api/v1/interests", new { likes = new[] { Secret } }),
            (HttpMethod.Post, "/api/v1/lost-openings", new { cause = "policy", note = Secret }),
            (HttpMethod.Post, "/api/v1/questions", new { about = "bread", question = "What will it go with?", own = true, note = Secret }),
            (HttpMethod.Put, $"/api/v1/conversations/{number}/basket", new { items = new[] { "bread" }, note = Secret }),
            (HttpMethod.Post, $"/api/v1/customers/{customer}/memories", new { kind = "habit", text = "Comes on Tuesdays", told_by = "customer", consent = true, note = Secret }),
        })
        {
            var (status, said) = await yuki.Send(method, path, JsonContent.Create(body));
            Assert.True(status == 400, $"{path} → {status} {said}");
            Assert.Contains("is not known here", said.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }

        Assert.Empty((await desk.Owner.Get("/api/v1/refusals")).GetProperty("items").EnumerateArray());
        Assert.Equal(0, await desk.InDatabase(db => db.Log.CountAsync(e => e.Kind == "rule_refused" || e.Data.Contains("divorce"))));
    }

    [Theory, OnBothDatabases, Trait("Proves", "E178")]
    public async Task A_rule_is_noted_by_its_name_and_never_with_what_was_typed_into_it(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var number = await desk.Conversation();
        foreach (var (path, body) in new (string, object)[]
        {
            ($"/api/v1/conversations/{number}/moments", new { behavior = "interest", target = Secret }),
            ($"/api/v1/conversations/{number}/moments?due={Uri.EscapeDataString(Secret)}", new { behavior = "interest" }),
            ("/api/v1/gestures", new { title = "A card", minor = 0, currency = "USD", heat = Secret }),
        })
        {
            var (status, said) = await desk.Owner.Try(HttpMethod.Post, path, body);
            Assert.True(status == 422, $"{path} → {status} {said}");
        }

        Assert.Equal(["heat", "?due", "target"], (await desk.Owner.Get("/api/v1/refusals")).GetProperty("items").EnumerateArray().Select(l => l.GetProperty("tried").GetString()));
        Assert.Equal(0, await desk.InDatabase(db => db.Log.CountAsync(e => e.Data.Contains("divorce"))));
        Assert.Equal(0, await desk.InDatabase(db => db.RefusedRules.CountAsync(r => (r.Tried + r.Why).Contains("divorce"))));
    }

    /// <summary>Whoever adds a door for people says whose what lies behind it is.</summary>
    [Fact]
    public async Task Behind_a_door_for_agents_lies_their_own_or_what_they_share_with_the_house()
    {
        await using var desk = await TestDesk.Open("SQLite");
        var doors = desk.Services.GetRequiredService<IEnumerable<EndpointDataSource>>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<Door>()?.Who is Who.Agent && e.Metadata.GetMetadata<KeepsOptional>() is { Own: false });

        Assert.Equal(["/api/v1/reasons", "/api/v1/tidbits", "/essence/reasons", "/essence/tidbits"], doors.Select(d => d.RoutePattern.RawText).Distinct().Order(StringComparer.Ordinal));
    }

    [Theory, OnBothDatabases]
    public async Task What_was_noted_before_keeps_its_name_and_loses_what_was_typed(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var lea = new PersonId((await desk.Person("Lea", "lead")).Id);
        const string never = "It may be given and never has to be.";
        foreach (var (tried, why) in new[] { ($"text: \"{Secret}: 1=2\"", "“text” has no place on what may be given; it has behavior, words, and nothing by which it could become a duty."), ($"?due={Secret}", never), ("optional: false", never), ("the opening: “Tell every guest: hello”", "“every guest” makes it a rule. " + never) })
        {
            await desk.Change(async db =>
            {
                db.Add(RefusedRule.Of(lea, "POST /api/v1/conversations/1/moments", new Refusal("No.") { Extra = { ["tried"] = tried, ["why"] = why } }, desk.Now));
                await db.SaveChangesAsync();
            });
        }

        await desk.Change(db => db.Database.ExecuteSqlRawAsync("DELETE FROM migrations WHERE name LIKE '0117-%'"));
        await desk.InDatabase(async db => { await db.Migrate(typeof(RapportHost).Assembly); return 0; });

        string[] left = ["text", "?due", "optional: false", "the opening: “Tell every guest: hello”"];
        Assert.Equal(left, await desk.InDatabase(db => db.RefusedRules.OrderBy(r => r.Id).Select(r => r.Tried).ToListAsync()));
        Assert.Equal(left, (await desk.InDatabase(db => db.Log.Where(e => e.Kind == "rule_refused").OrderBy(e => e.Id).Select(e => e.Data).ToListAsync())).Select(d => JsonDocument.Parse(d).RootElement.GetProperty("tried").GetString()));
    }
}
