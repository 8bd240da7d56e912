namespace Rapport.Tests.Essence;

/// <summary>A map moves from one kind of matter to another, and nothing that is woven in is left beside a step that is gone.</summary>
public class MovedMapTests
{
    [Theory, OnBothDatabases]
    public async Task A_map_that_is_given_another_kind_of_matter_takes_along_what_stands_beside_its_own_steps(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await WeaveTests.Refund(desk);
        await desk.Owner.Post("/api/v1/contact-types", new { key = "exchange", name = "Exchange", steps = new[] { new { key = "pick", name = "Pick another" } } });
        await desk.Owner.Post("/api/v1/weaves", new { contact_type = "refund", step = "confirm-order", kind = "interest", opening = "The order says what it was for", reason = "They wait for the screen anyway" });
        var waiting = await desk.Owner.Post("/api/v1/weaves", new { contact_type = "refund", step = "wait", kind = "humor", opening = "The bank is slow", reason = "They wait anyway" });
        Task Draw(string? type) => desk.Owner.Put("/api/v1/maps/a-refund", new { name = "A refund", contact_type = type, steps = new[] { new { key = "confirm-order", name = "Confirm the order", busy = "csr", seconds = 20 }, new { key = "wait", name = "The bank answers", busy = "machine", seconds = 30 } } });
        async Task<string> Where()
        {
            await desk.Pass(TimeSpan.FromMinutes(1));
            var weaves = (await desk.Owner.Get("/api/v1/weaves")).GetProperty("items").EnumerateArray().ToList();
            Assert.Equal("refund", weaves.Single(w => w.GetProperty("step").GetString() == "confirm-order").GetProperty("contact_type").GetString());
            var moved = weaves.Single(w => w.GetProperty("step").GetString() == "wait");
            Assert.Equal((waiting.GetProperty("design").GetString(), 1), (moved.GetProperty("design").GetString(), moved.GetProperty("version").GetInt32()));
            return $"{moved.GetProperty("contact_type").GetString()} {moved.GetProperty("map").GetString()}";
        }

        await Draw("exchange");
        Assert.Equal("exchange ", await Where());
        Assert.DoesNotContain("A step that is gone", await (await desk.SignIn()).GetStringAsync(new Uri("/roles/weaves?type=refund", UriKind.Relative)), StringComparison.Ordinal);
        await Draw(null);
        Assert.Equal(" a-refund", await Where());
        await Draw("refund");
        Assert.Equal("refund ", await Where());
    }
}
