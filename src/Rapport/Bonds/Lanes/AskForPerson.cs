using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Desk;
using Rapport.Foundation;
using Rapport.Handovers;

namespace Rapport.Bonds.Lanes;

/// <summary>A customer asks for their person, by way of whoever serves them: how long it takes, asking, and everybody again. The one who is asked may pass it on.</summary>
public sealed class AskForPerson : IFeature
{
    public sealed record Request(string? Person);

    public sealed record WaitView(string Says, long? FromSeconds, long? ToSeconds, bool? InToday, long GivesUpAfterSeconds)
    {
        public static WaitView Of(HonestWait wait, string persona) => new(wait.InWords(persona), (long?)wait.From?.TotalSeconds, (long?)wait.To?.TotalSeconds, wait.Says is { } says ? says is InSays.In : null, (long)wait.GiveUpAfter.TotalSeconds);
    }

    public sealed record ChoiceView(BondId Bond, ShowBonds.PersonaView Person, bool Possible, string Says, WaitView? Wait);

    public sealed record AskView(ShowBonds.PersonaView Person, Instant AskedAt, Instant AnswerBy, WaitView? Wait = null);

    /// <summary>Both ways: their people, and whoever is free first.</summary>
    public sealed record View(AskView? WaitsFor, IEnumerable<ChoiceView> Choices, FirstFreeView? FirstFree);

    public sealed record FirstFreeView(string Says, long? ToSeconds, bool Chosen);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/conversations/{number:long}/lane", Show).For(Who.Agent);
        foreach (var route in new[] { "/api/v1/conversations/{number:long}/lane", "/desk/{number:long}/lane" })
        {
            app.MapPost(route, Ask).For(Who.Agent);
            app.MapDelete(route, GiveBack).For(Who.Agent);
            app.MapPost(route + "/decline", Decline).For(Who.Agent);
            app.MapPost(route + (route.StartsWith("/api", StringComparison.Ordinal) ? "/first_free" : "/first-free"), Other).For(Who.Agent);
        }
    }

    static async Task<Answer<View>> Show(long number, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var lane = await LaneView.Load(db, await db.ToRead(number, cancel), me, time.Now(), cancel);
        return Answer.Ok(new View(lane.Open is { } open ? new(new(open.PersonId, lane.Persona!), open.AskedAt, open.AnswerBy) : null,
            lane.Choices.Select(c => new ChoiceView(c.Bond.Id, new(c.Bond.Person, c.Bond.Persona), c.Wait is not null, c.Words, c.Wait is { } wait ? WaitView.Of(wait, c.Bond.Persona) : null)),
            lane.Other is { } other ? new(other.Words, (long?)other.To?.TotalSeconds, lane.TookOther) : null));
    }

    static async Task<Created<AskView>> Ask(long number, Request request, Me me, RapportDb db, Lines lines, TimeProvider time, CancellationToken cancel)
    {
        new Check().Text("person", request.Person, 254).Done();
        var conversation = await db.ToChange(number, cancel);
        _ = PersonId.TryParse(request.Person, null, out var id);
        var email = Person.Normal(request.Person!);
        var person = await db.People.Where(p => p.Active && (p.Id == id || p.Email == email)).Select(p => (PersonId?)p.Id).SingleOrDefaultAsync(cancel);
        new Check().That(person is not null, "person", "“person”: nobody here has this id or mail address.").Done();

        var (ask, wait, persona) = await db.AskFor(conversation, person!.Value, me.Id, lines, time.Now(), cancel);

        await db.SaveChangesAsync(cancel);
        return Answer.Created($"/api/v1/conversations/{number}/lane", new AskView(new(ask.PersonId, persona), ask.AskedAt, ask.AnswerBy, WaitView.Of(wait, persona)));
    }

    /// <summary>They were told both ways and took the other one.</summary>
    static async Task<NoContent> Other(long number, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        await db.TakeFirstFree(await db.ToChange(number, cancel), time.Now(), null, cancel);
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static async Task<NoContent> GiveBack(long number, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        await db.SomebodyElseNow(await db.ToChange(number, cancel), me.Id, time.Now(), cancel);
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    /// <summary>Without a reason.</summary>
    static async Task<NoContent> Decline(long number, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var conversation = await db.ToChange(number, cancel);
        var ask = await db.OpenAsk(conversation.Id, cancel);
        if (ask is null) throw Refusal.Conflict("Nobody waits for you here any more.", "lane-over");
        Refusal.If(ask.PersonId != me.Id, "They asked for somebody else.", "not-yours");
        if (ask.HandoverId is not null) await db.Move(number, Step.Decline, me, time, cancel);
        await db.Settle(conversation, ask, LaneEnding.Declined, time.Now(), cancel);
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }
}

public static class SomebodyElse
{
    /// <summary>The customer would rather have somebody now. Whoever has it keeps it.</summary>
    public static async Task SomebodyElseNow(this RapportDb db, Conversation conversation, PersonId? by, Instant now, CancellationToken cancel)
    {
        var ask = await db.OpenAsk(conversation.Id, cancel);
        if (ask is null) throw Refusal.Conflict("They wait for nobody any more.", "lane-over");
        if (ask.HandoverId is { } id && await db.OpenHandover(conversation.Id, cancel) is { } handover && handover.Id == id) await db.Move(conversation, handover, Step.Withdraw, by, now, cancel);
        await db.Settle(conversation, ask, LaneEnding.SomebodyElse, now, cancel);
    }
}
