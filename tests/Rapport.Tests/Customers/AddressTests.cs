using Rapport.Tests.Memory;

namespace Rapport.Tests.Customers;

public class AddressTests
{
    [Theory, OnBothDatabases, Trait("Proves", "E160")]
    public async Task An_address_is_added_corrected_and_taken_away(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var ruth = await desk.Customer("Ruth Adeyemi", "rut@example.com");
        var path = $"/api/v1/customers/{ruth}/addresses";
        var mail = (await desk.Owner.Get(path)).GetProperty("items")[0].GetProperty("id").GetGuid();

        Assert.Equal(200, (await desk.Owner.Try(HttpMethod.Patch, $"{path}/{mail}", new { value = "Ruth@example.com" })).Status);
        var card = (await desk.Owner.Post(path, new { kind = "card", value = "77-1234" })).GetProperty("id").GetGuid();
        Assert.Equal(ruth, await desk.CustomerOf(await desk.Conversation("R", "Hello", "ruth@example.com")));
        Assert.NotEmpty((await desk.Owner.Get("/api/v1/search?q=771234")).GetProperty("items").EnumerateArray());
        Assert.Equal(204, (await desk.Owner.Try(HttpMethod.Delete, $"{path}/{card}")).Status);

        Assert.Empty((await desk.Owner.Get("/api/v1/search?q=771234")).GetProperty("items").EnumerateArray());
        Assert.Equal(["Ruth@example.com"], (await desk.Owner.Get(path)).GetProperty("items").EnumerateArray().Select(a => a.GetProperty("value").GetString()!));
        Assert.Equal(200, (await desk.Owner.Try(HttpMethod.Patch, $"/api/v1/customers/{ruth}", new { name = "Ruth A. Adeyemi" })).Status);
    }

    [Theory, OnBothDatabases, Trait("Proves", "E160")]
    public async Task An_address_that_is_anothers_stays_theirs_and_says_whose_it_is(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (ruth, tom) = (await desk.Customer("Ruth Adeyemi", "ruth@example.com"), await desk.Customer("Tom Ito", "tom@example.com"));

        var (status, problem) = await desk.Owner.Try(HttpMethod.Post, $"/api/v1/customers/{tom}/addresses", new { kind = "email", value = "RUTH@example.com" });

        Assert.Equal((409, "address-taken", ruth), (status, problem.Code(), problem.GetProperty("customer").GetProperty("id").GetGuid()));
        foreach (var wrong in new object[] { new { kind = "email", value = "no address" }, new { kind = "phone", value = "none" }, new { kind = "pigeon", value = "x" }, new { kind = "email" }, new { value = "x@example.com" } })
            Assert.Equal(400, (await desk.Owner.Try(HttpMethod.Post, $"/api/v1/customers/{tom}/addresses", wrong)).Status);
        var hers = (await desk.Owner.Get($"/api/v1/customers/{ruth}/addresses")).GetProperty("items")[0].GetProperty("id").GetGuid();
        Assert.Equal(404, (await desk.Owner.Try(HttpMethod.Delete, $"/api/v1/customers/{tom}/addresses/{hers}")).Status);
    }
}
