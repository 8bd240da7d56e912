using Microsoft.EntityFrameworkCore;
using Rapport.Tests.Channels;

namespace Rapport.Tests.Desk;

public class UnderstandingTests
{
    [Theory, OnBothDatabases]
    [Trait("Proves", "E096")]
    public async Task The_customers_yes_that_is_it_is_kept_with_its_instant(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var dana = await desk.Person("Dana");
        var visitor = await ChatVisitor.Arrive(desk);
        var number = await visitor.Says("My bag came and it is not whole");
        var path = $"/api/v1/conversations/{number}/understanding";
        Assert.Equal(404, (await dana.Client.Try(HttpMethod.Get, path)).Status);

        await dana.Client.Post(path + "/question", new { words = "The bag is torn and you want a new one" });
        await desk.Pass(TimeSpan.FromMinutes(3));
        var asked = (await visitor.Sees()).GetProperty("told")[0];
        Assert.Equal(("understood", "Dana asks whether this is it: The bag is torn and you want a new one"), (asked.GetProperty("question").GetString(), asked.GetProperty("body").GetString()));
        var at = desk.Now;
        await visitor.Http.Put($"/chat/v1/told/{asked.GetProperty("id").GetGuid()}", new { yes = true });
        await desk.Pass(TimeSpan.FromMinutes(3));

        var understood = await dana.Client.Get(path);
        Assert.True(understood.GetProperty("said_themselves").GetBoolean());
        Assert.Equal(at, await desk.InDatabase(db => db.Understandings.Select(u => u.At).SingleAsync()));
        // Said again, the first time counts; “not quite” takes it back.
        await dana.Client.Post(path, new { });
        Assert.Equal(at, await desk.InDatabase(db => db.Understandings.Select(u => u.At).SingleAsync()));
        await visitor.Http.Put($"/chat/v1/told/{asked.GetProperty("id").GetGuid()}", new { yes = false });
        Assert.Equal(404, (await dana.Client.Try(HttpMethod.Get, path)).Status);
    }

    [Theory, OnBothDatabases]
    [Trait("Proves", "E096")]
    public async Task At_the_counter_whoever_hears_the_yes_notes_it_and_nobody_else_does(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (dana, sam) = (await desk.Person("Dana"), await desk.Person("Sam"));
        var number = (await desk.Owner.Post("/api/v1/conversations", new { channel = "counter", customer = new { name = "Ruth Adeyemi" }, body = "At the counter" })).GetProperty("number").GetInt64();
        await dana.Client.Put($"/api/v1/conversations/{number}/owner", new { person = "me" });
        var path = $"/api/v1/conversations/{number}/understanding";

        Assert.Equal(422, (await dana.Client.Try(HttpMethod.Post, path + "/question", new { words = "A leash" })).Status);
        Assert.Equal(422, (await sam.Client.Try(HttpMethod.Post, path, new { })).Status);
        var noted = await dana.Client.Post(path, new { words = "A leash for a puppy" });

        Assert.Equal((false, "A leash for a puppy"), (noted.GetProperty("said_themselves").GetBoolean(), noted.GetProperty("words").GetString()));
        Assert.Equal(204, (await dana.Client.Try(HttpMethod.Delete, path)).Status);
    }
}
