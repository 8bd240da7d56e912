namespace Rapport.Tests.Desk;

[Trait("Proves", "E076")]
public class OwnershipTests
{
    [Theory, OnBothDatabases]
    public async Task Of_many_who_take_it_at_once_one_wins_and_the_others_are_told_who(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var people = new List<(Guid Id, HttpClient Client)>();
        foreach (var name in new[] { "Ana", "Bo", "Cy", "Di", "Ed", "Flo" }) people.Add(await desk.Person(name));

        for (var round = 0; round < 5; round++)
        {
            var number = await desk.Conversation($"Customer {round}");
            var answers = await Task.WhenAll(people.Select(p => p.Client.Try(HttpMethod.Put, $"/api/v1/conversations/{number}/owner", new { person = "me" })));

            var winner = Assert.Single(answers, a => a.Status == 200).Body.GetProperty("owner").GetProperty("name").GetString();
            Assert.Equal(people.Count - 1, answers.Count(a => a.Status == 409));
            Assert.All(answers.Where(a => a.Status == 409), a => Assert.Equal($"{winner} already has this conversation. To change that, hand it over.", a.Body.GetProperty("detail").GetString()));
            var id = await desk.InDatabase(db => Task.FromResult(db.Conversations.Single(c => c.Number == number).Id.Value));
            Assert.Equal(1, await desk.InDatabase(db => Task.FromResult(db.Log.Count(e => e.Kind == "owner_taken" && e.Conversation == id))));
        }
    }

    [Theory, OnBothDatabases]
    public async Task Whoever_answers_what_nobody_has_has_it(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (ana, asAna) = await desk.Person("Ana");
        var number = await desk.Conversation();

        await asAna.Post($"/api/v1/conversations/{number}/messages", new { from = "agent", body = "I look after it." });

        Assert.Equal(ana, (await desk.Owner.Get($"/api/v1/conversations/{number}")).GetProperty("owner").GetProperty("id").GetGuid());
    }

    [Theory, OnBothDatabases]
    public async Task What_somebody_had_who_leaves_is_nobodys_again(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (ana, asAna) = await desk.Person("Ana");
        var (_, asBo) = await desk.Person("Bo");
        var number = await desk.Conversation();
        await asAna.Put($"/api/v1/conversations/{number}/owner", new { person = "me" });
        var admin = await desk.SignIn();

        using var gone = await admin.PostAsync(new Uri($"/settings/people/{ana}/leaving", UriKind.Relative), null);
        await desk.Pass(TimeSpan.FromSeconds(1));

        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await desk.Owner.Get($"/api/v1/conversations/{number}")).GetProperty("owner").ValueKind);
        await asBo.Put($"/api/v1/conversations/{number}/owner", new { person = "me" });
    }
}
