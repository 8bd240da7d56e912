using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Desk;
using Rapport.Handovers;

namespace Rapport.Tests.Handovers;

/// <summary>Dana, who has it, Miguel, whom she asks, and Ines, who is there too.</summary>
sealed class Trio
{
    public required TestDesk Desk { get; init; }
    public required (Guid Id, HttpClient Client) Dana { get; init; }
    public required (Guid Id, HttpClient Client) Miguel { get; init; }
    public required (Guid Id, HttpClient Client) Ines { get; init; }

    public static async Task<Trio> At(TestDesk desk) => new() { Desk = desk, Dana = await desk.Person("Dana"), Miguel = await desk.Person("Miguel"), Ines = await desk.Person("Ines") };

    /// <summary>A conversation that Dana has.</summary>
    public async Task<long> OfDana(string body = "The 15 kg bag arrived torn")
    {
        var number = await Desk.Conversation(body: body);
        await Dana.Client.Put($"/api/v1/conversations/{number}/owner", new { person = "me" });
        return number;
    }

    public Task<JsonElement> Offer(long number, string to = "miguel@desk.example", object? brief = null, string reason = "knowledge") =>
        Dana.Client.Post($"/api/v1/conversations/{number}/handover", new { to, brief, reason });

    public async Task<string?> Owner(long number)
    {
        var owner = (await Desk.Owner.Get($"/api/v1/conversations/{number}")).GetProperty("owner");
        return owner.ValueKind is JsonValueKind.Null ? null : owner.GetProperty("name").GetString();
    }

    public async Task<string> State(long number) => (await Desk.Owner.Get($"/api/v1/conversations/{number}/handover")).GetProperty("state").GetString()!;

    public Task<List<string>> Told(long number) => Desk.InDatabase(db => (from t in db.Told join c in db.Conversations on t.ConversationId equals c.Id where c.Number == number orderby t.Position select t.Body).ToListAsync());

    public static string Path(long number, string verb = "") => $"/api/v1/conversations/{number}/handover{verb}";

    /// <summary>The owners of a conversation as the log tells them, one after the other: each change begins where the last one ended.</summary>
    public Task<List<Guid>> OwnersInTheLog(long number) => Desk.InDatabase(async db =>
    {
        var id = (await db.Conversations.SingleAsync(c => c.Number == number)).Id.Value;
        var owners = new List<Guid>();
        foreach (var entry in await db.Log.Where(e => e.Conversation == id && (e.Kind == "owner_taken" || e.Kind == "owner_passed" || e.Kind == "owner_gone")).OrderBy(e => e.Id).ToListAsync())
        {
            using var data = JsonDocument.Parse(entry.Data);
            if (entry.Kind == "owner_passed") Assert.Equal(owners[^1], data.RootElement.GetProperty("from").GetGuid());
            owners.Add(entry.Kind == "owner_gone" ? Guid.Empty : data.RootElement.GetProperty("owner").GetGuid());
        }
        return owners;
    });

    /// <summary>Holds a conversation as somebody does who is just changing it (on SQLite the one who writes), until it is let go.</summary>
    public async Task<Func<Task>> Hold(long number, Func<RapportDb, Conversation, Task>? meanwhile = null)
    {
        var (held, letGo) = (new TaskCompletionSource(), new TaskCompletionSource());
        var holding = Desk.Change(async db =>
        {
            var conversation = await db.ToChange(number, default);
            if (meanwhile is not null) await meanwhile(db, conversation);
            held.SetResult();
            await letGo.Task;
        });
        await held.Task;
        return async () =>
        {
            letGo.SetResult();
            await holding;
        };
    }

    /// <summary>A step as the house takes it by itself: what a lost line or a passed time leads to.</summary>
    public async Task<bool> HouseTakes(long number, Step step, PersonId? by = null)
    {
        var done = false;
        await Desk.Change(async db =>
        {
            var conversation = await db.ToChange(number, default);
            if (await db.OpenHandover(conversation.Id, default) is not { } handover || handover.State.After(step) is null) return;
            await db.Move(conversation, handover, step, by, Desk.Now, default, "it can't wait");
            await db.SaveChangesAsync();
            done = true;
        });
        return done;
    }
}
