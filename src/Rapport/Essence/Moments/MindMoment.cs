using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Rapport.Access;
using Rapport.Desk;
using Rapport.Foundation;
using Rapport.Language;
using Rapport.Roles;

namespace Rapport.Essence.Moments;

/// <summary>Only its giver reads, changes, shows and deletes a moment. For everybody else it is not there.</summary>
public sealed class MindMoment : IFeature
{
    /// <summary>What is said when a moment is kept, and not later.</summary>
    static readonly string[] stays = ["at", "message", "instead_of", "tidbit"];

    public static void Map(IEndpointRouteBuilder app)
    {
        const string api = "/api/v1/conversations/{number:long}/moments/{moment}", page = "/desk/{number:long}/moments/{moment}";
        app.MapGet(api, Read).For(Who.Agent);
        app.MapPatch(api, Patch).For(Who.Agent).KeepsOwn().Accepts<MomentRequest>("application/json");
        app.MapDelete(api, Delete).For(Who.Agent);
        app.MapPut(page, Change).For(Who.Agent).KeepsOwn();
        app.MapDelete(page, DeleteButTell).For(Who.Agent);
        foreach (var route in new[] { api + "/showing", page + "/showing" })
        {
            app.MapPut(route, Show).For(Who.Agent).KeepsOwn();
            app.MapDelete(route, Hide).For(Who.Agent);
        }
    }

    static async Task<Answer<MomentView>> Read(long number, MomentId moment, Me me, RapportDb db, CancellationToken cancel) => Answer.Ok(MomentView.Of(await Mine(db, number, moment, me, cancel), number));

    /// <summary>What is named changes; <c>null</c> takes it away.</summary>
    static async Task<Answer<MomentView>> Patch(long number, MomentId moment, JsonElement patch, Me me, RapportDb db, IOptions<JsonOptions> json, TimeProvider time, CancellationToken cancel)
    {
        new Check().That(patch.ValueKind is JsonValueKind.Object, "body", "Send an object with what shall change.").Done();
        var named = patch.EnumerateObject().Select(f => f.Name).FirstOrDefault(n => stays.Contains(n, StringComparer.OrdinalIgnoreCase));
        new Check().That(named is null, named ?? "", $"“{named}” stays as it was when the moment was kept, so nothing was changed. Delete the moment and keep it anew if it was another.").Done();
        var mine = await Mine(db, number, moment, me, cancel);
        var options = json.Value.SerializerOptions;
        var whole = JsonSerializer.SerializeToNode(new MomentRequest(mine.Behavior.Key(), mine.Words, null, mine.Seconds, mine.Money, mine.Expectation, mine.Happened), options)!.AsObject();
        foreach (var field in patch.EnumerateObject()) whole[field.Name] = JsonNode.Parse(field.Value.GetRawText());
        return await Write(db, mine, whole.Deserialize<MomentRequest>(options)!, number, me, time, cancel);
    }

    static async Task<Answer<MomentView>> Change(long number, MomentId moment, MomentRequest request, Me me, RapportDb db, TimeProvider time, CancellationToken cancel) =>
        await Write(db, await Mine(db, number, moment, me, cancel), request, number, me, time, cancel);

    static async Task<Answer<MomentView>> Write(RapportDb db, Moment mine, MomentRequest request, long number, Me me, TimeProvider time, CancellationToken cancel)
    {
        mine.Change(request.Check(me, time.Now()));
        db.Touch(Book.Topic(me.Id));
        await db.SaveChangesAsync(cancel);
        return Answer.Ok(MomentView.Of(mine, number));
    }

    static async Task<NoContent> Delete(long number, MomentId moment, Me me, RapportDb db, CancellationToken cancel)
    {
        await DeleteButTell(number, moment, me, db, cancel);
        return Answer.Nothing;
    }

    /// <summary>Gives its content back to the page, from where it can be kept again. Here nothing of it stays.</summary>
    static async Task<Answer<MomentView>> DeleteButTell(long number, MomentId moment, Me me, RapportDb db, CancellationToken cancel)
    {
        var mine = await Mine(db, number, moment, me, cancel);
        db.Remove(mine);
        db.Touch(Book.Topic(me.Id));
        await db.SaveChangesAsync(cancel);
        return Answer.Ok(MomentView.Of(mine, number));
    }

    static async Task<Answer<MomentView>> Show(long number, MomentId moment, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var mine = await Mine(db, number, moment, me, cancel);
        mine.Show(time.Now());
        db.Touch(Book.Topic(me.Id));
        await db.SaveChangesAsync(cancel);
        return Answer.Ok(MomentView.Of(mine, number));
    }

    static async Task<NoContent> Hide(long number, MomentId moment, Me me, RapportDb db, CancellationToken cancel)
    {
        var mine = await Mine(db, number, moment, me, cancel);
        mine.Hide();
        db.Touch(Book.Topic(me.Id));
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static async Task<Moment> Mine(RapportDb db, long number, MomentId moment, Me me, CancellationToken cancel)
    {
        var conversation = await db.ToRead(number, cancel);
        return await db.Moments.SingleOrDefaultAsync(m => m.Id == moment && m.GiverId == me.Id && m.ConversationId == conversation.Id, cancel) ?? throw new NotFound("moment in your book");
    }
}
