using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Foundation;

namespace Rapport.Tests.Desk;

public class PromiseTests
{
    [Theory, OnBothDatabases]
    [Trait("Proves", "E101")]
    public async Task Whoever_has_it_is_reminded_before_a_promise_is_due_and_by_one_errand(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (dana, sam) = (await desk.Person("Dana"), await desk.Person("Sam"));
        var number = await Owned(desk, dana.Client);
        var promise = await Promise(dana.Client, number, desk.Now + Duration.FromHours(2));
        Assert.Empty(await Near(dana.Client));

        await desk.Pass(TimeSpan.FromMinutes(91));
        Assert.Equal("Call when the courier answers", Assert.Single(await Near(dana.Client)).GetProperty("text").GetString());
        Assert.Empty(await Near(sam.Client));
        Assert.Equal(1, await Minding(desk));

        await dana.Client.Post($"/api/v1/conversations/{number}/promises/{promise}/keeping");
        Assert.Empty(await Near(dana.Client));
        await desk.Pass(TimeSpan.FromHours(1));
        Assert.Equal((0, false), (await Minding(desk), await Broken(desk)));
    }

    [Fact]
    public async Task Nothing_is_promised_for_a_day_of_which_nobody_will_know_any_more()
    {
        await using var desk = await TestDesk.Open("SQLite");
        var dana = await desk.Person("Dana");
        var number = await Owned(desk, dana.Client);
        var promise = await Promise(dana.Client, number, desk.Now + Duration.FromDays(700));
        var far = new { text = "Call again", due_at = (desk.Now + Duration.FromDays(800)).Rfc3339() };

        var (made, words) = await dana.Client.Try(HttpMethod.Post, $"/api/v1/conversations/{number}/promises", far);
        var (moved, _) = await dana.Client.Try(HttpMethod.Patch, $"/api/v1/conversations/{number}/promises/{promise}", new { far.due_at });

        Assert.Equal((422, 422), (made, moved));
        Assert.Contains("more than two years away", words.GetProperty("detail").GetString()!, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    [Trait("Proves", "E101")]
    public async Task A_promise_that_is_moved_is_reminded_of_and_broken_at_its_new_time(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var dana = await desk.Person("Dana");
        var number = await Owned(desk, dana.Client);
        var promise = await Promise(dana.Client, number, desk.Now + Duration.FromHours(2));
        var path = $"/api/v1/conversations/{number}/promises/{promise}";

        Assert.Equal(200, (await dana.Client.Try(HttpMethod.Patch, path, new { due_at = (desk.Now + Duration.FromHours(6)).Rfc3339() })).Status);
        Assert.Equal(1, await Minding(desk));
        await desk.Pass(TimeSpan.FromHours(3));
        Assert.Empty(await Near(dana.Client));
        Assert.False(await Broken(desk));

        // Nearer again, than its errand was waiting for.
        Assert.Equal(200, (await dana.Client.Try(HttpMethod.Patch, path, new { due_at = (desk.Now + Duration.FromMinutes(40)).Rfc3339() })).Status);
        await desk.Pass(TimeSpan.FromMinutes(31));
        Assert.Single(await Near(dana.Client));
        Assert.Equal(1, await Minding(desk));
        await desk.Pass(TimeSpan.FromMinutes(10));
        Assert.True(await Broken(desk));
        Assert.Equal((422, 400), ((await dana.Client.Try(HttpMethod.Patch, path, new { due_at = (desk.Now + Duration.FromHours(6)).Rfc3339() })).Status, (await dana.Client.Try(HttpMethod.Patch, path, new { })).Status));
        // It stays open until it is kept.
        Assert.Single(await Near(dana.Client));
        Assert.Equal(0, await Minding(desk));
    }

    [Theory, OnBothDatabases]
    [Trait("Proves", "E101")]
    public async Task Who_covers_is_reminded_too(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (dana, sam) = (await desk.Person("Dana"), await desk.Person("Sam"));
        var number = await Owned(desk, dana.Client);
        await Promise(dana.Client, number, desk.Now + Duration.FromHours(2));
        await dana.Client.Post("/api/v1/me/away", new { covered_by = "sam@desk.example", until = (desk.Now + Duration.FromHours(8)).Rfc3339() });
        await desk.Pass(TimeSpan.FromMinutes(100));

        Assert.True(Assert.Single(await Near(sam.Client)).GetProperty("covers").GetBoolean());
        Assert.Contains("you cover", await sam.Client.GetStringAsync(new Uri("/desk/list", UriKind.Relative)), StringComparison.Ordinal);
        await dana.Client.Try(HttpMethod.Delete, "/api/v1/me/away");
        Assert.Empty(await Near(sam.Client));
    }

    [Theory, OnBothDatabases]
    [Trait("Proves", "E095")]
    public async Task An_update_is_offered_with_its_reason_and_the_next_time_is_kept_as_a_promise(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var dana = await desk.Person("Dana");
        var number = await Owned(desk, dana.Client);
        Assert.Empty(await Updates(dana.Client));
        await desk.Pass(TimeSpan.FromMinutes(20));

        var offered = Assert.Single(await Updates(dana.Client));
        Assert.Equal("has not heard from you for 20 min", offered.GetProperty("because").GetString());
        Assert.Equal(JsonValueKind.Null, offered.GetProperty("expected_by").ValueKind);
        await dana.Client.Post($"/api/v1/conversations/{number}/next_update", new { minutes = 30 });
        // Who knows when they hear next is not offered again until then.
        Assert.Empty(await Updates(dana.Client));
        await desk.Pass(TimeSpan.FromMinutes(31));

        offered = Assert.Single(await Updates(dana.Client));
        Assert.Equal("has not heard from you for 51 min; they expected an answer by 09:50", offered.GetProperty("because").GetString());
        // Nothing was sent by itself.
        Assert.Single((await dana.Client.Get($"/api/v1/conversations/{number}/messages")).GetProperty("items").EnumerateArray());
        Assert.Empty(await desk.InDatabase(db => db.Told.ToListAsync()));
        Assert.Equal(400, (await dana.Client.Try(HttpMethod.Post, $"/api/v1/conversations/{number}/next_update", new { })).Status);
    }

    [Theory, OnBothDatabases]
    [Trait("Proves", "E101")]
    public async Task A_promise_that_was_a_mistake_is_taken_back_and_no_figure_counts_it(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var dana = await desk.Person("Dana");
        var number = await Owned(desk, dana.Client);
        var (slip, meant) = (await Promise(dana.Client, number, desk.Now + Duration.FromHours(1)), await Promise(dana.Client, number, desk.Now + Duration.FromHours(3)));
        string Path(Guid promise) => $"/api/v1/conversations/{number}/promises/{promise}";
        Assert.Contains("It was a mistake", await dana.Client.GetStringAsync(new Uri($"/desk/{number}/person", UriKind.Relative)), StringComparison.Ordinal);

        Assert.Equal(204, (await dana.Client.Try(HttpMethod.Delete, Path(slip))).Status);

        Assert.Equal(meant, await desk.InDatabase(db => db.Promises.Select(p => p.Id.Value).SingleAsync()));
        Assert.Equal(desk.Now + Duration.FromHours(3), await desk.InDatabase(db => db.Conversations.Select(c => c.PromisedUntil).SingleAsync()));
        Assert.Contains("Dana took a promise back: it was a mistake", await dana.Client.GetStringAsync(new Uri($"/desk/{number}/thread", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Equal(404, (await dana.Client.Try(HttpMethod.Delete, Path(slip))).Status);
        await dana.Client.Post(Path(meant) + "/keeping");
        Assert.Equal(422, (await dana.Client.Try(HttpMethod.Delete, Path(meant))).Status);
        await desk.Pass(TimeSpan.FromHours(4));
        Assert.Equal((0, false), (await Minding(desk), await Broken(desk)));

        // What was broken stays broken, or the share of what was kept would be whatever one likes.
        var broken = await Promise(dana.Client, number, desk.Now + Duration.FromHours(1));
        await desk.Pass(TimeSpan.FromHours(2));
        Assert.Equal(422, (await dana.Client.Try(HttpMethod.Delete, Path(broken))).Status);
        Assert.DoesNotContain("It was a mistake", await dana.Client.GetStringAsync(new Uri($"/desk/{number}/person", UriKind.Relative)), StringComparison.Ordinal);
    }

    static async Task<long> Owned(TestDesk desk, HttpClient who)
    {
        var number = await desk.Conversation();
        await who.Put($"/api/v1/conversations/{number}/owner", new { person = "me" });
        return number;
    }

    static async Task<Guid> Promise(HttpClient who, long number, Instant due) =>
        (await who.Post($"/api/v1/conversations/{number}/promises", new { text = "Call when the courier answers", due_at = due.Rfc3339() })).GetProperty("id").GetGuid();

    static async Task<JsonElement[]> Near(HttpClient who) => [.. (await who.Get("/api/v1/me/soon")).GetProperty("promises").EnumerateArray()];

    static async Task<JsonElement[]> Updates(HttpClient who) => [.. (await who.Get("/api/v1/me/soon")).GetProperty("updates").EnumerateArray()];

    static Task<int> Minding(TestDesk desk) => desk.InDatabase(db => db.Errands.CountAsync(e => e.Handler == "NoticeBrokenPromise"));

    static Task<bool> Broken(TestDesk desk) => desk.InDatabase(db => db.Promises.AnyAsync(p => p.BrokenAt != null));
}
