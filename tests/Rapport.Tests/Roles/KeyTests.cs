using System.Net;
using System.Text.Json;
using Rapport.Roles;
using Rapport.Tests.Essence;

namespace Rapport.Tests.Roles;

/// <summary>What a house calls in words of its own has a key in any script, and no second thing takes the place of a first.</summary>
public class KeyTests
{
    static readonly object[] Steps = [new { name = "查询", busy = "csr", seconds = 5 }, new { name = "等待", busy = "machine", seconds = 5 }];

    [Theory]
    [InlineData("Front desk (night)", "front-desk-night")]
    [InlineData("客服", "客服")]
    [InlineData("Caf\u0065\u0301 Zoë", "cafe-zoe")]
    [InlineData("Café Zoe\u0308", "cafe-zoe")]
    [InlineData("स्वागत कक्ष", "स्वागत-कक्ष")]
    [InlineData("𠮷野家", "𠮷野家")]
    [InlineData("❤️ ★", "role")]
    public void A_key_keeps_letters_and_digits_of_any_script(string name, string key)
    {
        Assert.Equal(key, Keys.Of(name, "role"));
        Assert.Equal(key, Keys.Of(key, "role"));
    }

    [Fact]
    public void A_step_is_known_by_its_name_and_no_other_takes_its_key()
    {
        Assert.Equal(["gr-e", "wait", "wait-2"], Keys.Each([(null, "Größe"), (null, "Wait"), (null, "Wait")], [("gr-e", "Größe")]));
        Assert.Equal(["c-2"], Keys.Each([(null, "C#")], [("c", "C++")]));
        Assert.Equal(["c", "c-2"], Keys.Each([("c", "C#"), (null, "C++")], [("c", "C++")]));
    }

    [Theory, OnBothDatabases]
    public async Task Names_of_any_script_are_charters_maps_and_kinds_of_matter_of_their_own(string database)
    {
        await using var desk = await TestDesk.Open(database);
        foreach (var (door, names) in new (string, string[])[] { ("charters", ["客服", "前台", "C++", "C#", "★", "☆"]), ("contact-types", ["退货", "换货", "C++", "C#", "★", "☆"]), ("maps", ["退货", "换货", "C++", "C#", "★", "☆"]) })
        {
            foreach (var name in names)
            {
                var (status, made) = await desk.Owner.Try(HttpMethod.Post, $"/api/v1/{door}", door == "charters" ? new { name } : new { name, steps = Steps });
                Assert.Equal((name, 201), (name, status));
                if (door == "contact-types") continue;
                var key = (door == "charters" ? made.GetProperty("role") : made).Of("key");
                Assert.Equal(door == "charters" ? JsonValueKind.Object : JsonValueKind.String, (await desk.Owner.Get($"/api/v1/{door}/{Uri.EscapeDataString(key!)}")).GetProperty(door == "charters" ? "role" : "name").ValueKind);
            }
            var kept = (await desk.Owner.Get($"/api/v1/{door}")).GetProperty("items").EnumerateArray().Select(i => (door == "charters" ? i.GetProperty("role") : i).Of("name"));
            Assert.Equal(names.Order(StringComparer.Ordinal), kept.Intersect(names, StringComparer.Ordinal).Order(StringComparer.Ordinal));
        }
        // Written again by its name it is the same thing still.
        Assert.Equal(200, (await desk.Owner.Try(HttpMethod.Post, "/api/v1/charters", new { name = "C#" })).Status);
        Assert.Equal(200, (await desk.Owner.Try(HttpMethod.Post, "/api/v1/contact-types", new { name = "换货", steps = Steps.Take(1) })).Status);
        Assert.Equal(200, (await desk.Owner.Try(HttpMethod.Put, "/api/v1/charters/" + Uri.EscapeDataString("客服"), new { highest_priority = "a promoter" })).Status);
    }

    [Theory, OnBothDatabases]
    public async Task The_page_of_a_new_thing_takes_nobody_elses_place(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var me = await desk.SignIn();
        await desk.Owner.Post("/api/v1/charters", CharterTests.Checkout());
        await desk.Owner.Post("/api/v1/charters/checkout/publication");
        await desk.Owner.Post("/api/v1/contact-types", new { name = "Refund", steps = new[] { new { name = "Check the order" } } });

        foreach (var (path, name, words) in new[] { ("/roles/charters", "checkout", "There is a role called “Checkout” already"), ("/settings/contact-types", "Refund", "There is a contact type called “Refund” already") })
        {
            var (status, page) = await Send(path, name);
            Assert.Equal(422, status);
            Assert.Contains(words, page, StringComparison.Ordinal);
        }
        Assert.Equal((302, 302, 302), ((await Send("/roles/charters", "客服")).Status, (await Send("/roles/charters", "前台")).Status, (await Send("/settings/contact-types", "退货")).Status));
        Assert.Equal("Check the order", (await desk.Owner.Get("/api/v1/contact-types")).GetProperty("items").EnumerateArray().Single(t => t.Of("name") == "Refund").GetProperty("steps")[0].Of("name"));
        Assert.Equal(JsonValueKind.Null, (await desk.Owner.Get("/api/v1/charters/checkout")).GetProperty("draft").ValueKind);
        Assert.Equal(3, (await desk.Owner.Get("/api/v1/charters")).GetProperty("items").GetArrayLength());

        async Task<(int Status, string Page)> Send(string path, string name)
        {
            using var form = new FormUrlEncodedContent([new("role", ""), new("key", ""), new("name", name), new("seen", "nothing"), new("steps", "Anything")]);
            using var answer = await me.PostAsync(new Uri(path, UriKind.Relative), form);
            return ((int)answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()));
        }
    }

    [Theory, OnBothDatabases]
    public async Task Two_steps_of_one_name_stay_two_when_their_kind_of_matter_is_kept_again(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var me = await desk.SignIn();
        foreach (var key in new[] { "", "repair" })
        {
            using var form = new FormUrlEncodedContent([new("key", key), new("name", "Repair"), new("steps", "Ask\nWait\nFix\nWait")]);
            Assert.Equal(302, (int)(await me.PostAsync(new Uri("/settings/contact-types", UriKind.Relative), form)).StatusCode);
        }
        Assert.Equal(["ask", "wait", "fix", "wait-2"], (await desk.Owner.Get("/api/v1/contact-types")).GetProperty("items")[0].GetProperty("steps").EnumerateArray().Select(s => s.Of("key")));
    }
}
