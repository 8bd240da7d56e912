using Microsoft.EntityFrameworkCore;
using Rapport.Customers;

namespace Rapport.Tests.Customers;

/// <summary>Who is nearly called what was typed is shown as that, before a second entry is made.</summary>
public class NearNamesTests
{
    [Theory]
    [InlineData("ruth", "ruth", 0), InlineData("rutt", "ruth", 1), InlineData("adeymi", "adeyemi", 1), InlineData("solhiem", "solheim", 1)]
    [InlineData("herera", "herrera", 1), InlineData("zielinsky", "zielinski", 1), InlineData("ca", "abc", 3), InlineData("", "abc", 3), InlineData("zilenski", "zielinski", 2)]
    public void Letters_left_out_put_in_mistaken_and_swapped_count_one_each(string one, string other, int apart)
    {
        Assert.Equal(apart, NearNames.Apart(one, other));
        Assert.Equal(apart, NearNames.Apart(other, one));
    }

    [Theory, OnBothDatabases]
    public async Task A_misspelt_name_is_found_at_the_counter_and_by_the_palette(string database)
    {
        await using var desk = await TestDesk.Open(database);
        foreach (var name in new[] { "Piotr Zieliński", "Ruth Adeyemi", "Anna Solheim", "Tomás Herrera" }) await desk.Owner.Post("/api/v1/customers", new { name });

        foreach (var (typed, name) in new[] { ("Zielinsky", "Piotr Zieliński"), ("Rutt Adeyemi", "Ruth Adeyemi"), ("ruth adeymi", "Ruth Adeyemi"), ("Solhiem", "Anna Solheim"), ("tomas herera", "Tomás Herrera"), ("Adeymi Rut", "Ruth Adeyemi") })
            foreach (var found in await Look(desk, typed))
            {
                Assert.Contains("Perhaps", found, StringComparison.Ordinal);
                Assert.Contains($"<b>{name}</b>", found, StringComparison.Ordinal);
            }
        // Who is called that is nobody perhaps; and who is called otherwise is nobody.
        foreach (var typed in new[] { "Ruth Adeyemi", "giraffe", "Ruth Herrera", "0170 1234567", "b" })
            foreach (var found in await Look(desk, typed)) Assert.DoesNotContain("Perhaps", found, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task In_a_large_house_each_word_begins_as_it_was_typed(string database)
    {
        await using var desk = await TestDesk.Open(database);
        foreach (var name in new[] { "Ruth Adeyemi", "Anna Solheim" }) await desk.Owner.Post("/api/v1/customers", new { name });
        await desk.Change(db => db.Database.IsNpgsql()
            ? db.Database.ExecuteSqlRawAsync("INSERT INTO customers (id, name, since, alike) SELECT gen_random_uuid(), 'Guest', now(), 'guest' FROM generate_series(1, 20001)")
            : db.Database.ExecuteSqlRawAsync("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20001) INSERT INTO customers (id, name, since, alike) SELECT randomblob(16), 'Guest', 1800000000000000, 'guest' FROM n"));

        foreach (var found in await Look(desk, "Anna Solhiem")) Assert.Contains("<b>Anna Solheim</b>", found, StringComparison.Ordinal);
        foreach (var found in await Look(desk, "Anna Zolheim")) Assert.DoesNotContain("Anna Solheim", found, StringComparison.Ordinal);
    }

    static async Task<string[]> Look(TestDesk desk, string typed)
    {
        var pages = new List<string>();
        foreach (var path in new[] { "/counter/find?name=", "/find?q=" }) pages.Add(System.Net.WebUtility.HtmlDecode(await desk.Owner.GetStringAsync(new Uri(path + Uri.EscapeDataString(typed), UriKind.Relative))));
        return [.. pages];
    }
}
