using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Customers;
using Rapport.Desk;
using Rapport.Foundation.Search;
using Rapport.Handovers;
using Rapport.Roles;
using Rapport.Town;

namespace Rapport.Workspace.Demo;

/// <summary>The desk as it was: every line of a past conversation through the same verbs as today, with the clock put back.</summary>
sealed class PastDesk(RapportDb db, PastClock clock, IReadOnlyDictionary<string, Me> people, TownContent town)
{
    readonly List<Promise> promises = [];
    readonly Dictionary<int, Message> said = [];
    ContactType? type;

    public async Task<long> Hold(PastConversation past, CancellationToken cancel)
    {
        var who = town.Customers.Single(c => c.Key == past.Customer);
        type = past.Type is null ? null : await ChooseContactType.Find(db, past.Type, cancel);
        var customer = await db.Meet(new Introduction(who.Name, who.Email, who.Phone), clock, cancel);
        db.Actor.Name = $"customer:{customer.Id.Value}";
        var (conversation, _) = await OpenConversation.Open(db, Enum.Parse<Channel>(past.Channel, ignoreCase: true), customer, past.Subject, past.Script[0].Text, clock.Now, cancel);
        await db.SaveChangesAsync(cancel);
        foreach (var (line, at) in past.Script.Select((line, at) => (line, at)).Skip(1))
        {
            clock.Pass(line.Wait);
            var by = line.By is { } key ? people[key] : people.Values.FirstOrDefault(p => p.Id == conversation.OwnerId);
            db.Actor.Name = line.Act is Act.CustomerWrites || by is null ? $"customer:{customer.Id.Value}" : $"person:{by.Id.Value}";
            await Do(line, at, conversation, by, cancel);
            await db.SaveChangesAsync(cancel);
        }
        if (conversation.WaitingSince is null) conversation.ReadTo(conversation.Position, byCustomer: true);
        db.Actor.Name = "rapport";
        db.Keep(past.Key, said);
        db.Record(new TownConversationSettled(past.Key, conversation.Number));
        await db.SaveChangesAsync(cancel);
        return conversation.Number;
    }

    async Task Do(ScriptLine line, int at, Conversation conversation, Me? by, CancellationToken cancel)
    {
        var now = clock.Now;
        if (by is not null && line.Act is Act.DeskWrites or Act.Claim) Take(conversation, by!);
        switch (line.Act)
        {
            case Act.CustomerWrites: await db.Hear(conversation, line.Text, now, cancel); break;
            case Act.DeskWrites: said[at] = await db.Say(conversation, by!, line.Text, null, now, cancel); break;
            case Act.Note: Note(conversation.Note(by!, line.Text, now)); break;
            case Act.Done: foreach (var step in line.Steps) db.Add(conversation.Complete(Step(step), by!.Id, null, now)); break;
            case Act.Skip: db.Add(conversation.Complete(Step(line.Steps[0]), by!.Id, line.Text, now)); break;
            case Act.Promise: await Promise(conversation.Promise(by!.Id, line.Text, now + Duration.FromTimeSpan(line.Due), now), conversation.Number, cancel); break;
            case Act.Keep: conversation.Keep(promises[^1], promises, by!.Id, now); break;
            case Act.HandOver: await HandOver(line, conversation, now, cancel); break;
            case Act.Join: await Move(conversation, Handovers.Step.Join, by!.Id, now, cancel); break;
            case Act.Release: await Move(conversation, Handovers.Step.Release, handedOverBy!.Value, now, cancel); break;
            case Act.Resolve: db.Add(conversation.Resolve(by!.Id, await Missing(conversation, cancel), [.. promises.Where(p => p.KeptAt is null)], TheirWord.Free, now)); break;
        }
    }

    PersonId? handedOverBy;

    async Task HandOver(ScriptLine line, Conversation conversation, Instant now, CancellationToken cancel)
    {
        handedOverBy = conversation.OwnerId;
        var (sender, to) = (await db.People.SingleAsync(p => p.Id == conversation.OwnerId, cancel), await db.People.SingleAsync(p => p.Id == people[line.By!].Id, cancel));
        db.Actor.Name = $"person:{sender.Id.Value}";
        await db.Offer(conversation, sender, to, new(Reasons.Of(line.Why!, null).Reason), new Dictionary<BriefField, string[]> { [BriefField.Words] = [line.Text] }, sender.Id, now, cancel);
    }

    async Task Move(Conversation conversation, Handovers.Step step, PersonId by, Instant now, CancellationToken cancel)
    {
        db.Actor.Name = $"person:{by.Value}";
        await db.Move(conversation, (await db.OpenHandover(conversation.Id, cancel))!, step, by, now, cancel);
    }

    void Take(Conversation conversation, Me by)
    {
        if (conversation.OwnerId is null) conversation.Claim(by.Id, null);
        if (type is not null) conversation.Choose(type);
    }

    FunctionStep Step(string key) => db.FunctionSteps.Local.FirstOrDefault(s => s.Key == key && s.ContactTypeId == type!.Id)
        ?? db.FunctionSteps.Single(s => s.Key == key && s.ContactTypeId == type!.Id);

    async Task<List<FunctionStep>> Missing(Conversation conversation, CancellationToken cancel) =>
        [.. (await db.Steps(conversation, cancel)).Where(s => !s.Done && !s.Step.Retired).Select(s => s.Step)];

    void Note(Note note)
    {
        db.Add(note);
        db.Add(new SearchEntry { Kind = "note", Conversation = note.ConversationId.Value, Message = note.Id.Value, Words = Words.ToIndex(note.Body) });
    }

    async Task Promise(Promise promise, long number, CancellationToken cancel)
    {
        promises.Add(promise);
        db.Add(promise);
        await db.Mind(promise, number, cancel);
    }
}
