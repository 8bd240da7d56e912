using Microsoft.EntityFrameworkCore;
using Rapport.Tests.Proposing;

namespace Rapport.Tests.Foundation;

public class ProblemLogTests
{
    [Fact]
    public async Task What_broke_is_logged_without_the_key_in_its_address()
    {
        var heard = new Heard();
        await using var desk = await TestDesk.Open("SQLite", heard.In);
        await desk.Change(db => db.Database.ExecuteSqlRawAsync("ALTER TABLE own_pages RENAME TO elsewhere"));

        Assert.Equal(500, (await desk.With(null).Try(HttpMethod.Get, "/mine/c_0123456789abcdef")).Status);

        var errors = heard.Lines.Where(l => l.StartsWith("Error", StringComparison.Ordinal)).ToList();
        Assert.Contains(errors, l => l.Contains("GET /mine/{key}", StringComparison.Ordinal));
        Assert.DoesNotContain(errors, l => l.Contains("c_0123456789abcdef", StringComparison.Ordinal));
    }
}
