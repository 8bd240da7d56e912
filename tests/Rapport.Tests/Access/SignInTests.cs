using System.Net;
using System.Text.RegularExpressions;

namespace Rapport.Tests.Access;

public partial class SignInTests
{
    [Theory, OnBothDatabases]
    public async Task The_first_visit_makes_the_owner_and_then_the_door_is_closed(string database)
    {
        await using var desk = await TestDesk.Open(database, b => b.Configuration["RAPPORT_OWNER_EMAIL"] = b.Configuration["RAPPORT_OWNER_PASSWORD"] = b.Configuration["RAPPORT_OWNER_TOKEN"] = "");
        var first = desk.With(null);
        Assert.Equal("/setup", (await first.GetAsync(new Uri("/sign-in", UriKind.Relative))).Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.BadRequest, (await Post(first, "/setup", ("name", "Mara"), ("email", "mara@example.com"), ("password", "short"))).StatusCode);

        var made = await Post(first, "/setup", ("name", "Mara Lind"), ("email", "Mara@Example.com"), ("password", "a few long words"));

        Assert.Equal("/desk", made.Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.OK, (await first.GetAsync(new Uri("/settings/people", UriKind.Relative))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Post(desk.With(null), "/setup", ("name", "Eve"), ("email", "eve@example.com"), ("password", "a few long words"))).StatusCode);
        await desk.SignIn("mara@example.com", "a few long words");
    }

    [Theory, OnBothDatabases]
    public async Task After_five_wrong_passwords_from_one_place_an_address_rests_there_for_a_quarter_of_an_hour(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var guesser = desk.With(null);
        for (var i = 0; i < 5; i++) await Post(guesser, "/sign-in", ("email", TestDesk.OwnerEmail), ("password", $"guess {i}"));

        Assert.Equal(HttpStatusCode.Locked, (await Post(guesser, "/sign-in", ("email", TestDesk.OwnerEmail), ("password", TestDesk.OwnerPassword))).StatusCode);
        desk.Time.Advance(TimeSpan.FromMinutes(16));
        await desk.SignIn();
        Assert.Equal(5, await desk.InDatabase(db => Task.FromResult(db.Log.Count(e => e.Kind == "sign_in_refused"))));
    }

    [Theory, OnBothDatabases]
    public async Task Guessing_is_answered_the_same_whether_or_not_somebody_has_the_address(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await desk.Person("Ana"); // has no password yet
        var heard = new List<string>();
        foreach (var email in new[] { TestDesk.OwnerEmail, "nobody.here@example.com", "ana@desk.example" })
        {
            using var guesser = From(desk, $"203.0.113.{email.Length}");
            var answers = new List<string>();
            for (var i = 0; i < 7; i++)
            {
                using var answer = await Post(guesser, "/sign-in", ("email", email), ("password", $"guess {i}"));
                answers.Add($"{(int)answer.StatusCode} {(await answer.Content.ReadAsStringAsync()).Replace(email, "", StringComparison.Ordinal)}");
            }
            heard.Add(string.Join('\n', answers));
        }

        Assert.StartsWith("401", heard[0], StringComparison.Ordinal);
        Assert.Contains("\n423", heard[0], StringComparison.Ordinal);
        Assert.Single(heard.Distinct(StringComparer.Ordinal));
    }

    [Theory, OnBothDatabases]
    public async Task Whoever_guesses_keeps_nobody_else_out(string database)
    {
        await using var desk = await TestDesk.Open(database);
        using var guesser = From(desk, "2001:db8:0:1::1");
        for (var i = 0; i < 6; i++) await Post(guesser, "/sign-in", ("email", TestDesk.OwnerEmail), ("password", $"guess {i}"));

        Assert.Equal(HttpStatusCode.Locked, await Enters("2001:db8:0:1::ffff")); // the same network
        Assert.Equal(HttpStatusCode.Redirect, await Enters("2001:db8:0:2::1"));
        Assert.Equal(HttpStatusCode.Redirect, await Enters("203.0.113.7"));

        async Task<HttpStatusCode> Enters(string from)
        {
            using var client = From(desk, from);
            return (await Post(client, "/sign-in", ("email", TestDesk.OwnerEmail), ("password", TestDesk.OwnerPassword))).StatusCode;
        }
    }

    static HttpClient From(TestDesk desk, string address)
    {
        var client = desk.With(null);
        client.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        return client;
    }

    [Theory, OnBothDatabases]
    public async Task Guessing_from_one_place_is_slowed_down(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var guesser = desk.With(null);
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 25; i++) answers.Add((await Post(guesser, "/sign-in", ("email", $"p{i}@example.com"), ("password", "guess"))).StatusCode);
        Assert.Equal(20, answers.Count(a => a == HttpStatusCode.Unauthorized));
        Assert.Equal(HttpStatusCode.TooManyRequests, answers[^1]);
    }

    [Theory, OnBothDatabases]
    public async Task Somebody_joins_by_a_link_that_works_once(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var admin = await desk.SignIn();
        var page = await (await Post(admin, "/settings/people/invitations", ("email", "ines@example.com"), ("role", "lead"))).Content.ReadAsStringAsync();
        var link = Link().Match(page).Value;
        var ines = desk.With(null);
        Assert.Contains("ines@example.com", await ines.GetStringAsync(new Uri(link, UriKind.Relative)), StringComparison.Ordinal);

        var joined = await Post(ines, link, ("name", "Ines Okafor"), ("persona", "Ines"), ("password", "a few long words"));

        Assert.Equal("/desk", joined.Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.NotFound, (await Post(desk.With(null), link, ("name", "Eve"), ("password", "a few long words"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await ines.GetAsync(new Uri("/settings/contact-types", UriKind.Relative))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await ines.GetAsync(new Uri("/settings/people", UriKind.Relative))).StatusCode);
    }

    [Theory, OnBothDatabases]
    public async Task Whoever_leaves_is_out_at_once_in_the_browser_and_by_token(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (id, asAna) = await desk.Person("Ana");
        await asAna.Get("/api/v1/conversations");
        var admin = await desk.SignIn();

        await Post(admin, $"/settings/people/{id}/leaving");

        Assert.Equal(401, (await asAna.Try(HttpMethod.Get, "/api/v1/conversations")).Status);
    }

    [Theory, OnBothDatabases]
    public async Task A_revoked_token_opens_nothing_and_secrets_are_kept_as_hashes(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (id, _) = await desk.Person("Ana");
        var made = await desk.Owner.Post($"/api/v1/people/{id}/tokens", new { name = "script", scopes = new[] { "read" } });
        var secret = made.GetProperty("token").GetString()!;
        var script = desk.With(secret);
        await script.Get("/api/v1/conversations");
        Assert.Equal(403, (await script.Try(HttpMethod.Post, "/api/v1/customers", new { name = "Ruth" })).Status);

        await desk.Owner.Try(HttpMethod.Delete, $"/api/v1/tokens/{made.GetProperty("id").GetString()}");

        Assert.Equal(401, (await script.Try(HttpMethod.Get, "/api/v1/conversations")).Status);
        Assert.Empty(await desk.InDatabase(db => Task.FromResult(db.ApiTokens.Where(t => t.TokenHash.Contains(secret)).ToList())));
        Assert.DoesNotContain(TestDesk.OwnerPassword, await desk.InDatabase(db => Task.FromResult(db.People.First(p => p.PasswordHash != null).PasswordHash!)), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task Another_sites_page_can_not_use_a_session(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var number = await desk.Conversation();
        var me = await desk.SignIn();
        foreach (var (header, value) in new[] { ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "same-site"), ("Origin", "https://evil.example"), ("Origin", "null") })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/desk/{number}/ownership");
            request.Headers.Add(header, value);
            Assert.Equal(HttpStatusCode.Forbidden, (await me.SendAsync(request)).StatusCode);
        }
    }

    [Theory]
    [InlineData("SQLite", "//evil.example"), InlineData("PostgreSQL", "//evil.example")]
    [InlineData("SQLite", "https://evil.example"), InlineData("PostgreSQL", "https://evil.example")]
    [InlineData("SQLite", "/\\evil.example"), InlineData("PostgreSQL", "/\\evil.example")]
    public async Task Signing_in_never_leads_to_another_site(string database, string back)
    {
        await using var desk = await TestDesk.Open(database);
        var answer = await Post(desk.With(null), "/sign-in", ("email", TestDesk.OwnerEmail), ("password", TestDesk.OwnerPassword), ("back", back));
        Assert.Equal("/desk", answer.Headers.Location!.ToString());
    }

    static async Task<HttpResponseMessage> Post(HttpClient client, string path, params (string Key, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Key, f.Value)));
        return await client.PostAsync(new Uri(path, UriKind.Relative), form);
    }

    [GeneratedRegex("/invitations/[0-9a-f]{48}", RegexOptions.None, 1000)] private static partial Regex Link();
}
