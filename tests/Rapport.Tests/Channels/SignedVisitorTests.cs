using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Rapport.Channels.Chat;
using Rapport.Tests.Memory;

namespace Rapport.Tests.Channels;

[Trait("Proves", "E167"), Trait("Proves", "E171")]
public class SignedVisitorTests
{
    const string Secret = "a secret of the shop and the desk", Ruth = "ruth@example.com";

    [Theory, OnBothDatabases]
    public async Task Who_is_signed_in_at_the_shop_is_known_at_the_desk_from_the_first_word_on(string database)
    {
        await using var desk = await Open(database);
        var customer = await desk.CustomerOf(await desk.Conversation("Ruth Adeyemi", email: Ruth));
        await desk.Owner.Remember(customer, "Max, a chocolate Labrador");
        var visitor = await ChatVisitor.Arrive(desk);

        Assert.Equal(204, (await Signs(visitor, "Ruth@Example.com", In(desk, 3600))).Status);
        var number = await visitor.Says("Do you have dog beds, too?", name: "Somebody", email: "typed@example.com");

        Assert.Equal(customer, await desk.CustomerOf(number));
        Assert.Equal(["Max, a chocolate Labrador"], (await desk.Owner.Recognizes(number)).Texts("facts"));
        Assert.Equal("Ruth Adeyemi", (await desk.Owner.Get($"/api/v1/customers/{customer}")).GetProperty("name").GetString());
        Assert.Equal(number, await visitor.Says("And blankets?"));
        Assert.Equal(customer, await desk.CustomerOf(number));
        // What a key of the chat opens is one conversation still.
        Assert.Equal(["Do you have dog beds, too?", "And blankets?"], await visitor.Reads());
        Assert.Equal("ask-the-desk", (await visitor.Http.Try(HttpMethod.Post, "/chat/v1/own-page", new { })).Body.Code());
    }

    [Theory, OnBothDatabases]
    public async Task Somebody_new_for_whom_the_shop_signs_has_that_address(string database)
    {
        await using var desk = await Open(database);
        var visitor = await ChatVisitor.Arrive(desk);
        await Signs(visitor, Ruth, In(desk, 3600));

        var customer = await desk.CustomerOf(await visitor.Says("The bag arrived torn", name: "Ruth Adeyemi"));

        Assert.Contains((await desk.Owner.Get($"/api/v1/customers/{customer}")).GetProperty("addresses").EnumerateArray(), a => a.GetProperty("kind").GetString() == "email" && a.GetProperty("value").GetString() == Ruth);
        Assert.Equal(201, (await visitor.Http.Try(HttpMethod.Post, "/chat/v1/own-page", new { })).Status);
        Assert.Equal(customer, await desk.CustomerOf(await desk.Conversation("Ruth Adeyemi", "By mail now", Ruth)));
    }

    [Theory, OnBothDatabases]
    public async Task Without_the_shops_own_signature_nobody_is_anybody(string database)
    {
        await using var desk = await Open(database);
        var customer = await desk.CustomerOf(await desk.Conversation("Ruth Adeyemi", email: Ruth));
        var visitor = await ChatVisitor.Arrive(desk);
        var (soon, past, far) = (In(desk, 3600), In(desk, -1), In(desk, 3 * 24 * 3600));

        foreach (var signed in new[] { $"{soon}.{SignedVisitor.Sign("somebody else's secret, just as long", Ruth, soon)}", $"{soon}.{SignedVisitor.Sign(Secret, "eve@example.com", soon)}", $"{soon + 1}.{SignedVisitor.Sign(Secret, Ruth, soon)}", $"{past}.{SignedVisitor.Sign(Secret, Ruth, past)}", $"{far}.{SignedVisitor.Sign(Secret, Ruth, far)}", "nonsense", $"{soon}." })
            Assert.Equal("bad-signature", (await visitor.Http.Try(HttpMethod.Put, "/chat/v1/visit/signature", new { email = Ruth, signature = signed })).Body.Code());
        Assert.NotEqual(customer, await desk.CustomerOf(await visitor.Says("It is me", name: "Ruth Adeyemi", email: Ruth)));

        // What was begun as somebody else stays theirs.
        Assert.Equal(204, (await Signs(visitor, Ruth, soon)).Status);
        Assert.NotEqual(customer, await desk.CustomerOf(await visitor.Says("Really")));
    }

    [Theory, OnBothDatabases]
    public async Task A_desk_without_a_secret_takes_no_signature(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var visitor = await ChatVisitor.Arrive(desk);

        Assert.Equal("bad-signature", (await Signs(visitor, Ruth, In(desk, 3600))).Body.Code());
    }

    static Task<TestDesk> Open(string database) => TestDesk.Open(database, b => b.Services.Replace(ServiceDescriptor.Singleton(new Shop("Harbor Pets", Secret))));

    static long In(TestDesk desk, int seconds) => desk.Now.ToUnixTimeSeconds() + seconds;

    static Task<(int Status, System.Text.Json.JsonElement Body)> Signs(ChatVisitor visitor, string email, long until) =>
        visitor.Http.Try(HttpMethod.Put, "/chat/v1/visit/signature", new { email, signature = $"{until}.{SignedVisitor.Sign(Secret, email, until)}" });
}
