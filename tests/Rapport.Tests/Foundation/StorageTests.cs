using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Tests.Foundation;

public class StorageTests
{
    [Theory, OnBothDatabases]
    public async Task Model_and_database_agree(string database)
    {
        await using var desk = await TestDesk.Open(database);
        Assert.Empty(await desk.InDatabase(db => db.Drift()));
    }

    [Theory, OnBothDatabases]
    public async Task Migrations_run_once(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await desk.InDatabase(async db => { await db.Migrate(typeof(RapportHost).Assembly); return 0; });
        Assert.Empty(await desk.InDatabase(db => db.Drift()));
    }

    [Theory, OnBothDatabases]
    public async Task A_unit_that_fails_leaves_nothing_and_does_not_hurt_its_neighbors(string database)
    {
        await using var desk = await TestDesk.Open(database);

        var units = Enumerable.Range(0, 40).Select(i => desk.Change(async db =>
        {
            db.Add(Person.Join($"Person {i}", null, $"p{i}@example.com", Role.Agent, desk.Now));
            await db.SaveChangesAsync();
            if (i % 4 == 0) throw new Refusal("No.");
        })).ToList();
        foreach (var (unit, i) in units.Select((u, i) => (u, i)))
        {
            if (i % 4 == 0) await Assert.ThrowsAsync<Refusal>(() => unit);
            else await unit;
        }

        Assert.Equal(30, await desk.InDatabase(db => db.People.CountAsync(p => p.Email != TestDesk.OwnerEmail)));
        Assert.Equal(30, await desk.InDatabase(db => db.Log.CountAsync(e => e.Kind == "person_joined" && e.Data.Contains("Person "))));
    }

    [Theory, OnBothDatabases]
    public async Task The_same_idempotency_key_gets_the_first_answer(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var number = await desk.Conversation();
        var path = $"/api/v1/conversations/{number}/messages";

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => desk.Owner.Send(HttpMethod.Post, path, System.Net.Http.Json.JsonContent.Create(new { from = "customer", body = "Hello?" }), "key-1")));

        Assert.All(answers, a => Assert.Equal(201, a.Status));
        Assert.Single(answers.Select(a => a.Body.GetProperty("id").GetString()).Distinct());
        Assert.Equal(2, await desk.InDatabase(db => db.Messages.CountAsync()));

        var other = await desk.Owner.Send(HttpMethod.Post, path, System.Net.Http.Json.JsonContent.Create(new { from = "customer", body = "Something else" }), "key-1");
        Assert.Equal(422, other.Status);
        var (_, asAna) = await desk.Person("Ana");
        Assert.Equal(201, (await asAna.Send(HttpMethod.Post, path, System.Net.Http.Json.JsonContent.Create(new { from = "customer", body = "Mine" }), "key-1")).Status);
    }

    [Theory, OnBothDatabases]
    public async Task A_secret_that_is_shown_once_is_not_kept_in_the_clear_for_an_idempotency_key(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (id, _) = await desk.Person("Ana");
        var answers = new List<string?>();
        for (var i = 0; i < 2; i++)
        {
            var (status, made) = await desk.Owner.Send(HttpMethod.Post, $"/api/v1/people/{id}/tokens", System.Net.Http.Json.JsonContent.Create(new { name = "script", scopes = new[] { "read" } }), "key-2");
            Assert.Equal(201, status);
            answers.Add(made.GetProperty("token").GetString());
        }

        Assert.Equal(answers[0], answers[1]);
        Assert.DoesNotContain(answers[0]!, (await desk.InDatabase(db => db.FirstAnswers.SingleAsync())).Body!, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task A_file_is_kept_once_by_what_is_in_it(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var files = (FileStore)desk.Services.GetService(typeof(FileStore))!;
        var bytes = new byte[100_000];
        new Random(1).NextBytes(bytes);

        var (first, again) = await desk.InDatabase(async db => ((await files.Keep(db, new MemoryStream(bytes), 200_000, default)).Sha256, (await files.Keep(db, new MemoryStream(bytes), 200_000, default)).Sha256));
        await Assert.ThrowsAsync<TooLarge>(() => desk.InDatabase(db => files.Keep(db, new MemoryStream(bytes), 99_999, default)));

        Assert.Equal(first, again);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)), first);
        using var back = new MemoryStream();
        await using (var content = await desk.InDatabase(db => files.Open(db, first, default))) await content!.CopyToAsync(back);
        Assert.Equal(bytes, back.ToArray());
    }
}
