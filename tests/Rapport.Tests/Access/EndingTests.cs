using System.Net;

namespace Rapport.Tests.Access;

/// <summary>What somebody had in their hands opens nothing any more once it has ended.</summary>
public class EndingTests
{
    [Theory, OnBothDatabases]
    public async Task A_copied_session_ends_when_its_owner_signs_out(string database)
    {
        await using var desk = await TestDesk.Open(database);
        using var form = new FormUrlEncodedContent([new("email", TestDesk.OwnerEmail), new("password", TestDesk.OwnerPassword)]);
        using var browser = desk.With(null);
        using var entered = await browser.PostAsync(new Uri("/sign-in", UriKind.Relative), form);
        using var copy = desk.With(null);
        copy.DefaultRequestHeaders.Add("Cookie", entered.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
        Assert.Equal(HttpStatusCode.OK, await Sees(copy));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, await Press(desk.Owner, "/sign-out")); // a token ends no session
        Assert.Equal(HttpStatusCode.OK, await Sees(copy));
        Assert.Equal(HttpStatusCode.Redirect, await Press(browser, "/sign-out"));

        Assert.Equal(HttpStatusCode.Unauthorized, await Sees(copy));
        await desk.SignIn();
    }

    [Theory, OnBothDatabases]
    public async Task Letting_somebody_in_again_does_not_bring_their_tokens_back(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (id, asAna) = await desk.Person("Ana");
        var admin = await desk.SignIn();

        await Press(admin, $"/settings/people/{id}/leaving");
        await Press(admin, $"/settings/people/{id}/return");

        Assert.Equal(401, (await asAna.Try(HttpMethod.Get, "/api/v1/conversations")).Status);
    }

    [Theory, OnBothDatabases]
    public async Task A_token_ends_those_of_others_only_where_it_may_do_what_an_admin_does(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (_, lead) = await desk.Person("Lea", "lead");
        var (_, writes) = await desk.Person("Adi", "admin", "write");
        var (_, governs) = await desk.Person("Ada", "admin", "write", "admin");
        var theirs = (await desk.InDatabase(db => Task.FromResult((from t in db.ApiTokens join p in db.People on t.PersonId equals p.Id where p.Name == "Lea" select t.Id).Single()))).Value;

        Assert.Equal(HttpStatusCode.NotFound, await Press(writes, $"/settings/tokens/{theirs}/revocation"));
        await lead.Get("/api/v1/conversations");
        Assert.Equal(HttpStatusCode.Redirect, await Press(governs, $"/settings/tokens/{theirs}/revocation"));
        Assert.Equal(401, (await lead.Try(HttpMethod.Get, "/api/v1/conversations")).Status);
    }

    /// <summary>What somebody saw here is not in the browser when the next one sits down at it.</summary>
    [Fact]
    public async Task No_browser_keeps_what_it_was_shown()
    {
        await using var desk = await TestDesk.Open("SQLite");
        var number = await desk.Conversation();
        var me = await desk.SignIn();
        foreach (var path in new[] { "/desk", $"/desk/{number}", "/settings/tokens", "/book", "/book/moments", "/api/v1/conversations", $"/desk/{number}/thread", "/desk/999999" })
        {
            using var answer = await me.GetAsync(new Uri(path, UriKind.Relative));
            Assert.Equal((path, true), (path, answer.Headers.CacheControl?.NoStore ?? false));
        }
    }

    static async Task<HttpStatusCode> Sees(HttpClient client) => (await client.GetAsync(new Uri("/settings/people", UriKind.Relative))).StatusCode;

    static async Task<HttpStatusCode> Press(HttpClient client, string path) => (await client.PostAsync(new Uri(path, UriKind.Relative), null)).StatusCode;
}
