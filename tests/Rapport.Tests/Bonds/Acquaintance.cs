using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Rapport.Tests.Channels;
using Rapport.Tests.Memory;

namespace Rapport.Tests.Bonds;

/// <summary>Nina and Sam at the desk, and Ruth, who comes again and again.</summary>
sealed class Acquaintance
{
    public const string Mail = "ruth@example.com";

    public required TestDesk Desk { get; init; }
    public required (Guid Id, HttpClient Client) Nina { get; init; }
    public required (Guid Id, HttpClient Client) Sam { get; init; }

    public static async Task<Acquaintance> At(TestDesk desk) => new() { Desk = desk, Nina = await desk.Person("Nina"), Sam = await desk.Person("Sam") };

    public Task<long> Writes(string body = "The 15 kg bag arrived torn", string mail = Mail) => Desk.Conversation(body: body, email: mail);

    /// <summary>A whole matter: somebody takes it, answers after a while, and ends it.</summary>
    public async Task<long> Meets((Guid Id, HttpClient Client) who, TimeSpan? after = null, string mail = Mail)
    {
        var number = await Writes(mail: mail);
        await Desk.Pass(after ?? TimeSpan.FromMinutes(1));
        await who.Client.Put($"/api/v1/conversations/{number}/owner", new { person = "me" });
        await Answers(who, number);
        await who.Client.Post($"/api/v1/conversations/{number}/resolution");
        await Desk.Pass(TimeSpan.FromSeconds(1));
        return number;
    }

    /// <summary>So many customers at once, each answered after the same time.</summary>
    public async Task MeetsMany((Guid Id, HttpClient Client) who, int count, TimeSpan after, string prefix)
    {
        var numbers = new List<long>();
        for (var i = 0; i < count; i++) numbers.Add(await Writes(mail: $"{prefix}{i}@example.com"));
        await Desk.Pass(after);
        foreach (var number in numbers)
        {
            await who.Client.Put($"/api/v1/conversations/{number}/owner", new { person = "me" });
            await Answers(who, number);
            await who.Client.Post($"/api/v1/conversations/{number}/resolution");
        }
    }

    /// <summary>Nina is met twice, so Ruth knows her.</summary>
    public async Task<Guid> RuthKnowsNina()
    {
        await Meets(Nina);
        return await Desk.CustomerOf(await Meets(Nina));
    }

    public static Task Answers((Guid Id, HttpClient Client) who, long number, string body = "A new one is on its way") =>
        who.Client.Post($"/api/v1/conversations/{number}/messages", new { from = "agent", body });

    public async Task<string[]> Knows(Guid customer) =>
        [.. (await Desk.Owner.Get($"/api/v1/customers/{customer}")).GetProperty("bonds").EnumerateArray().Select(b => b.GetProperty("person").GetProperty("persona").GetString()!)];

    public Task<(int Status, JsonElement Body)> Asks(long number, (Guid Id, HttpClient Client) whom, HttpClient? by = null) =>
        (by ?? Sam.Client).Try(HttpMethod.Post, $"/api/v1/conversations/{number}/lane", new { person = whom.Id });

    public async Task<string[]> Told(long number) => await Desk.InDatabase(db => (from t in db.Told join c in db.Conversations on t.ConversationId equals c.Id where c.Number == number orderby t.Position select t.Body).ToArrayAsync());

    public async Task<string?> Owner(long number)
    {
        var owner = (await Desk.Owner.Get($"/api/v1/conversations/{number}")).GetProperty("owner");
        return owner.ValueKind is JsonValueKind.Null ? null : owner.GetProperty("name").GetString();
    }

    public async Task<long[]> Unowned() => [.. (await Sam.Client.Get("/api/v1/conversations?view=unowned")).GetProperty("items").EnumerateArray().Select(c => c.GetProperty("number").GetInt64())];

    public Task Leaves((Guid Id, HttpClient Client) who) => Act("leaving", who.Id);

    public Task Returns((Guid Id, HttpClient Client) who) => Act("return", who.Id);

    async Task Act(string what, Guid who)
    {
        using var owner = await Desk.SignIn();
        using var answer = await owner.PostAsync(new Uri($"/settings/people/{who}/{what}", UriKind.Relative), null);
        Assert.Equal(System.Net.HttpStatusCode.Redirect, answer.StatusCode);
        await Desk.Pass(TimeSpan.FromSeconds(1));
    }

    /// <summary>A chat in which Nina answered and which Sam has now.</summary>
    public async Task<(ChatVisitor Visitor, long Number)> ChatFromNinaToSam()
    {
        var visitor = await ChatVisitor.Arrive(Desk);
        var number = await visitor.Says("The bag arrived torn");
        await Nina.Client.Put($"/api/v1/conversations/{number}/owner", new { person = "me" });
        await Answers(Nina, number);
        await Nina.Client.Post($"/api/v1/conversations/{number}/handover", new { to = "sam@desk.example", reason = "time" });
        await Sam.Client.Post($"/api/v1/conversations/{number}/handover/join");
        await Nina.Client.Post($"/api/v1/conversations/{number}/handover/release");
        await Desk.Pass(TimeSpan.FromSeconds(1));
        return (visitor, number);
    }
}
