using Rapport.Customers.Alike;
using Rapport.Tests.Channels;
using Rapport.Tests.Memory;

namespace Rapport.Tests.Customers;

public class LikenessTests
{
    static async Task<(Guid Id, string Reason)[]> MayBe(TestDesk desk, Guid customer)
    {
        await desk.Pass(TimeSpan.FromSeconds(1));
        return [.. (await desk.Owner.Get($"/api/v1/customers/{customer}/likenesses")).GetProperty("items").EnumerateArray().Select(l => (l.GetProperty("id").GetGuid(), l.GetProperty("reason").GetString()!))];
    }

    [Theory, OnBothDatabases, Trait("Proves", "E160")]
    public async Task What_speaks_for_one_person_is_proposed_with_its_reason_and_a_name_alone_never_is(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var ruth = await desk.Customer("Ruth Adeyemi", "ruth@harbor.example", "+49 30 90182077");
        var namesake = await desk.Customer("Ruth Adeyemi", "ra@gmail.com");
        Assert.Empty(await MayBe(desk, namesake));

        var byPhone = await desk.Customer("R. A.", phone: "030/90182077");
        var byLetter = await desk.Customer("Adeyemi, Ruth", "rut@harbor.example");
        var byCompany = await desk.Customer("ruth adeyemi", "office@harbor.example");
        var visitor = await ChatVisitor.Arrive(desk);
        var byChat = await desk.CustomerOf(await visitor.Says("Hello", email: "Ruth@harbor.example"));

        Assert.Equal([
            (byCompany, "the same name, and mail addresses of the same company"), (byLetter, "the same name, and a mail address one letter apart"),
            (byChat, "a mail address that was given in the chat"), (byPhone, "the same phone number"),
        ], (await MayBe(desk, ruth)).OrderByDescending(m => m.Reason.Length).ThenBy(m => m.Reason, StringComparer.Ordinal));
        Assert.Contains((ruth, "the same phone number"), await MayBe(desk, byPhone));
        var page = await (await desk.SignIn()).GetStringAsync(new Uri("/customers", UriKind.Relative));
        Assert.Contains("the same phone number", page, StringComparison.Ordinal);
        Assert.True((await desk.Owner.Get("/api/v1/likenesses?limit=2")).GetProperty("items").GetArrayLength() == 2);
        // Nothing is put together by itself.
        Assert.Empty((await desk.Owner.Get($"/api/v1/customers/{ruth}/merges")).GetProperty("items").EnumerateArray());
    }

    [Theory, OnBothDatabases, Trait("Proves", "E160")]
    public async Task Two_who_are_said_to_be_two_are_not_proposed_again(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (a, b) = (await desk.Customer("Ruth", "ruth@example.com", "+49 30 90182077"), await desk.Customer("Tom", "tom@example.com", "030 90182077"));
        Assert.Single(await MayBe(desk, a));

        Assert.Equal(204, (await desk.Owner.Try(HttpMethod.Put, $"/api/v1/customers/{b}/likenesses/{a}/two-people", new { })).Status);
        await desk.Owner.Post($"/api/v1/customers/{b}/addresses", new { kind = "phone", value = "0049 30 90182077" });

        Assert.Empty(await MayBe(desk, a));
        Assert.Empty(await MayBe(desk, b));
        Assert.NotNull((await desk.Owner.Get($"/api/v1/customers/{a}/merges/preview?from={b}")).GetProperty("said_two_by").GetString());
        Assert.Equal(204, (await desk.Owner.Try(HttpMethod.Delete, $"/api/v1/customers/{a}/likenesses/{b}/two-people")).Status);
        Assert.Single(await MayBe(desk, b));
        // Whoever takes two apart has said so too.
        var merge = await desk.Owner.Merge(b, a);
        Assert.Empty(await MayBe(desk, a));
        await desk.Owner.Unmerge(a, merge);
        Assert.Empty(await MayBe(desk, a));
    }

    [Theory, OnBothDatabases, Trait("Proves", "E160")]
    public async Task What_no_longer_speaks_for_it_is_not_shown(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (a, b) = (await desk.Customer("Ruth", phone: "+49 30 90182077"), await desk.Customer("Tom", phone: "030 90182077"));
        Assert.Single(await MayBe(desk, a));
        var phone = (await desk.Owner.Get($"/api/v1/customers/{b}/addresses")).GetProperty("items")[0].GetProperty("id").GetGuid();

        Assert.Equal(200, (await desk.Owner.Try(HttpMethod.Patch, $"/api/v1/customers/{b}/addresses/{phone}", new { value = "030 5550100" })).Status);

        Assert.Empty(await MayBe(desk, a));
    }

    [Theory, OnBothDatabases, Trait("Proves", "E160")]
    public async Task What_nothing_speaks_for_any_more_hides_nothing_behind_it(string database)
    {
        await using var desk = await TestDesk.Open(database);
        foreach (var (name, phone) in new[] { ("Ruth", "+49 30 90182077"), ("Tom", "030 90182077"), ("Lea", "+49 30 5550100"), ("Sam", "030 5550100"), ("Ida", "+49 30 5550200"), ("Max", "030 5550200") }) await desk.Customer(name, phone: phone);
        await desk.Pass(TimeSpan.FromSeconds(1));
        var other = await desk.Customer("Zoë");
        await desk.Change(async db =>
        {
            for (var i = 0; i < 120; i++)
            {
                var one = new Rapport.Customers.Customer { Name = $"Nobody {i}", Since = desk.Now };
                db.Add(one);
                db.Add(Likeness.Of(one.Id, new(other), "", desk.Now + NodaTime.Duration.FromSeconds(1)));
            }
            await db.SaveChangesAsync();
        });

        var found = new List<Guid>();
        for (string? after = "", path = "/api/v1/likenesses?limit=2"; after is not null; path = $"/api/v1/likenesses?limit=2&after={after}")
        {
            var page = await desk.Owner.Get(path);
            found.AddRange(page.GetProperty("items").EnumerateArray().Select(l => l.GetProperty("likeness").GetGuid()));
            after = page.GetProperty("next").GetString();
        }

        Assert.Equal((3, 3), (found.Count, found.Distinct().Count()));
    }

    [Theory]
    [InlineData("ruth@example.com", "rut@example.com", true)]
    [InlineData("ruth@example.com", "rtuh@example.com", true)]
    [InlineData("ruth@example.com", "ruth@example.con", true)]
    [InlineData("ruth@example.com", "ruth@example.com", false)]
    [InlineData("ruth@example.com", "ru@example.com", false)]
    [InlineData("", "a", true)]
    [InlineData("ab", "cd", false)]
    public void One_letter_is_one_letter(string one, string other, bool apart)
    {
        Assert.Equal(apart, Likenesses.OneLetterApart(one, other));
        Assert.Equal(apart, Likenesses.OneLetterApart(other, one));
    }
}
