using Microsoft.Extensions.Configuration;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Tests.Access;

public class OwnerSettingsTests
{
    const string Long = "a few long words", Token = "0123456789abcdef";

    [Theory]
    [InlineData("mara@example.com", null, null, "nothing to come in with")]
    [InlineData("foo", Long, null, "RAPPORT_OWNER_EMAIL: “address” is not a mail address")]
    [InlineData("mara@example.com", "x", null, "RAPPORT_OWNER_PASSWORD: Choose a password of at least 10 characters")]
    [InlineData("mara@example.com", null, "t", "RAPPORT_OWNER_TOKEN opens everything and can be guessed")]
    [InlineData("mara@example.com", Long, "0123456789abcde", "Give 16 or more")]
    [InlineData("mara@example.com", Long, "0123456789abcdeé", "no call can carry it")]
    [InlineData("mara@example.com", Long, "0123456789abcdef\n", "no call can carry it")]
    [InlineData(null, Long, null, "RAPPORT_OWNER_PASSWORD is set and RAPPORT_OWNER_EMAIL is not")]
    [InlineData(" ", null, Token, "RAPPORT_OWNER_TOKEN is set and RAPPORT_OWNER_EMAIL is not")]
    public void An_owner_is_held_to_what_the_page_asks(string? email, string? password, string? token, string says)
    {
        var wrong = Assert.Throws<WrongSetting>(() => From(email, password, token));
        Assert.Contains(says, wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("0123", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_with_a_password_or_a_token_is_an_owner_and_nothing_is_none()
    {
        Assert.Equal(new OwnerSettings("mara@example.com", Long, null), From(" mara@example.com ", Long, ""));
        Assert.Equal(new OwnerSettings("mara@example.com", null, Token), From("mara@example.com", null, Token));
        Assert.Null(From("", null, ""));
    }

    [Fact]
    public async Task Once_there_is_an_owner_what_made_them_may_be_taken_away()
    {
        var address = await (await PostgresServer.Shared).FreshDatabase();
        await using (await TestDesk.OpenOn(address)) { /* the first start makes them */ }
        await using var second = await TestDesk.OpenOn(address, b => b.Configuration["RAPPORT_OWNER_PASSWORD"] = b.Configuration["RAPPORT_OWNER_TOKEN"] = "");
        await second.SignIn();
    }

    static OwnerSettings? From(string? email, string? password, string? token) =>
        OwnerSettings.From(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { ["RAPPORT_OWNER_EMAIL"] = email, ["RAPPORT_OWNER_PASSWORD"] = password, ["RAPPORT_OWNER_TOKEN"] = token }).Build());
}
