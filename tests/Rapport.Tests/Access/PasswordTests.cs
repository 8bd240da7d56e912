using System.Net;
using System.Text.RegularExpressions;
using Rapport.Access;
using Rapport.Tests.Channels;

namespace Rapport.Tests.Access;

public partial class PasswordTests
{
    const string First = "a few long words", Second = "some other long words";

    [Theory, OnBothDatabases]
    public async Task Whoever_has_lost_their_password_chooses_a_new_one_by_a_link_and_stays_who_they_are(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var admin = await desk.SignIn();
        await Accept(desk, await Invite(admin, "ines@example.com", "lead"), First, "Ines Okafor");
        var before = await desk.SignIn("ines@example.com", First);
        using var line = await Line.Open(before, "/live?topics=inbox");
        await line.Next();

        // A second link to the same address takes the place of the first.
        var (forgotten, link) = (await Invite(admin, "Ines@Example.com"), await Invite(admin, "ines@example.com"));
        Assert.Equal(HttpStatusCode.NotFound, await Sees(desk.With(null), forgotten));
        var page = await desk.With(null).GetStringAsync(new Uri(link, UriKind.Relative));
        Assert.Contains("Ines Okafor, ines@example.com", page, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"name\"", page, StringComparison.Ordinal);
        using var after = desk.With(null);
        Assert.Equal(HttpStatusCode.BadRequest, (await Post(after, link, ("password", "short"))).StatusCode);
        Assert.Equal("/desk", (await Post(after, link, ("name", "Eve"), ("password", Second))).Headers.Location!.ToString());

        Assert.Equal(HttpStatusCode.OK, await Sees(after, "/settings/contact-types")); // a lead still
        Assert.Equal(HttpStatusCode.Redirect, await Sees(before, "/desk"));
        await Assert.ThrowsAsync<InvalidOperationException>(line.Next);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Post(desk.With(null), "/sign-in", ("email", "ines@example.com"), ("password", First))).StatusCode);
        await desk.SignIn("ines@example.com", Second);
        foreach (var used in new[] { link, forgotten }) Assert.Equal(HttpStatusCode.NotFound, (await Post(desk.With(null), used, ("password", "a third one of words"))).StatusCode);
        Assert.Equal("Ines Okafor", await desk.InDatabase(db => Task.FromResult(db.People.Single(p => p.Email == "ines@example.com").Name)));
    }

    [Theory, OnBothDatabases]
    public async Task Once_somebody_signs_in_to_an_account_only_they_make_its_tokens(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (id, program) = await desk.Person("Ana"); // added by program, with a token that an admin made
        await program.Get("/api/v1/moments");
        var admin = await desk.SignIn();

        using var ana = await Accept(desk, await Invite(admin, "ana@desk.example"), First);

        Assert.Equal(401, (await program.Try(HttpMethod.Get, "/api/v1/moments")).Status);
        var (status, problem) = await desk.Owner.Try(HttpMethod.Post, $"/api/v1/people/{id}/tokens", new { name = "theirs", scopes = new[] { "read" } });
        Assert.Equal((422, "their-own-to-make"), (status, problem.GetProperty("type").GetString()!.Split('/')[^1]));
        var made = await (await Post(ana, "/settings/tokens", ("name", "my script"), ("scopes", "read"))).Content.ReadAsStringAsync();
        await desk.With(Token().Match(made).Value).Get("/api/v1/moments");
    }

    [Theory, OnBothDatabases]
    public async Task Whoever_is_signed_in_changes_their_password_and_stays_signed_in_here_alone(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (here, elsewhere) = (await desk.SignIn(), await desk.SignIn());
        var link = await Invite(elsewhere, TestDesk.OwnerEmail);
        Assert.Contains("href=\"/settings/password\"", await here.GetStringAsync(new Uri("/desk", UriKind.Relative)), StringComparison.Ordinal);

        var wrong = await Post(here, "/settings/password", ("present", "not this"), ("password", Second));
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Contains("This is not your present password.", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await Post(here, "/settings/password", ("present", TestDesk.OwnerPassword), ("password", "short"))).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Post(desk.Owner, "/settings/password", ("present", TestDesk.OwnerPassword), ("password", Second))).StatusCode); // a token
        Assert.Equal(HttpStatusCode.OK, (await Post(here, "/settings/password", ("present", TestDesk.OwnerPassword), ("password", Second))).StatusCode);

        Assert.Equal(HttpStatusCode.OK, await Sees(here, "/desk"));
        Assert.Equal(HttpStatusCode.Redirect, await Sees(elsewhere, "/desk"));
        Assert.Equal(HttpStatusCode.NotFound, await Sees(desk.With(null), link));
        await desk.SignIn(password: Second);
    }

    [Theory, OnBothDatabases]
    public async Task A_present_password_can_not_be_guessed_at_a_browser_that_was_left_open(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var me = await desk.SignIn();
        for (var i = 0; i < 5; i++) await Post(me, "/settings/password", ("present", $"guess {i}"), ("password", Second));

        var right = await Post(me, "/settings/password", ("present", TestDesk.OwnerPassword), ("password", Second));

        Assert.Equal(HttpStatusCode.BadRequest, right.StatusCode);
        Assert.Contains(Guesses.Resting, await right.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task Whoever_has_left_is_not_let_in_by_a_link(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (id, _) = await desk.Person("Ana");
        var admin = await desk.SignIn();
        var link = await Invite(admin, "ana@desk.example");

        await Post(admin, $"/settings/people/{id}/leaving");

        Assert.Equal(HttpStatusCode.NotFound, (await Post(desk.With(null), link, ("password", First))).StatusCode);
        var again = await Post(admin, "/settings/people/invitations", ("email", "ana@desk.example"));
        Assert.Equal(HttpStatusCode.BadRequest, again.StatusCode);
        Assert.Contains("has left. Let them in again above", await again.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    static async Task<string> Invite(HttpClient admin, string email, string role = "agent") =>
        Link().Match(await (await Post(admin, "/settings/people/invitations", ("email", email), ("role", role))).Content.ReadAsStringAsync()).Value;

    static async Task<HttpClient> Accept(TestDesk desk, string link, string password, string name = "")
    {
        var client = desk.With(null);
        Assert.Equal(HttpStatusCode.Redirect, (await Post(client, link, ("name", name), ("password", password))).StatusCode);
        return client;
    }

    static async Task<HttpStatusCode> Sees(HttpClient client, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Accept", "text/html" } } };
        return (await client.SendAsync(request)).StatusCode;
    }

    static async Task<HttpResponseMessage> Post(HttpClient client, string path, params (string Key, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Key, f.Value)));
        return await client.PostAsync(new Uri(path, UriKind.Relative), form);
    }

    [GeneratedRegex("/invitations/[0-9a-f]{48}", RegexOptions.None, 1000)] private static partial Regex Link();

    [GeneratedRegex("rpt_[0-9a-f]{48}", RegexOptions.None, 1000)] private static partial Regex Token();
}
