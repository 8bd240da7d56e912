using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Customers;
using Rapport.Customers.Merging;
using Rapport.Desk;
using Rapport.Essence.Cues;
using Rapport.Foundation;
using Rapport.Language;

namespace Rapport.Promoters;

/// <summary>A matter has ended: by lot, and by nothing that the customer does, it is one of those that are asked about.</summary>
public sealed class DrawWhomToAsk(RapportDb db, Recognizer reader, TimeProvider time) : IWhen<ConversationResolved>
{
    static readonly Rotating[] questions = Enum.GetValues<Rotating>();

    public async Task Handle(ConversationResolved fact, CancellationToken cancel)
    {
        var survey = await db.Survey(cancel);
        if (survey.OnSince is null || Random.Shared.Next(survey.OneIn) > 0) return;
        var conversation = await db.Conversations.AsNoTracking().SingleAsync(c => c.Id == fact.Conversation, cancel);
        // One after the other, where two matters of one customer end at once.
        await db.Alone(ForAsking, conversation.CustomerId.Value, cancel);
        if (conversation.Status is not Status.Resolved || !await MayBeAsked(conversation, survey, cancel)) return;
        db.Add(new Ask
        {
            ConversationId = conversation.Id,
            CustomerId = conversation.CustomerId,
            Channel = conversation.Channel,
            ReturningCustomer = await db.Conversations.AnyAsync(c => c.CustomerId == conversation.CustomerId && c.OpenedAt < conversation.OpenedAt, cancel),
            Question = questions[Random.Shared.Next(questions.Length)],
            OneIn = survey.OneIn,
            RecallDays = Random.Shared.Next(survey.RecallOneIn) == 0 ? Recall.After[Random.Shared.Next(Recall.After.Length)] : null,
            AskedAt = time.Now(),
        });
        db.Touch($"conversation:{conversation.Number}");
        await db.SaveChangesAsync(cancel);
    }

    internal const int ForAsking = 5601;

    /// <summary>So many messages are read at once: all of them are, but no errand holds a chat as long as a book.</summary>
    internal const int AtATime = 200;

    async Task<bool> MayBeAsked(Conversation conversation, Survey survey, CancellationToken cancel)
    {
        var rested = time.Now() - Duration.FromDays(survey.RestDays);
        if (await db.Asks.AnyAsync(a => a.CustomerId == conversation.CustomerId && a.AskedAt > rested, cancel)) return false;
        if (await db.WantsNoAsking(conversation.CustomerId, cancel)) return false;
        // Where nobody here said anything there is nothing to ask about; at the counter and on the phone it is not written down.
        if (conversation.Channel is not (Channel.Counter or Channel.Phone) && !await db.Messages.AnyAsync(m => m.ConversationId == conversation.Id && m.From == MessageFrom.Agent, cancel)) return false;
        var said = db.Messages.AsNoTracking().Where(m => m.ConversationId == conversation.Id).Select(m => new { m.Position, Heard = new Heard(m.Body, m.From == MessageFrom.Customer, m.At) });
        for (var from = 0; ; from += AtATime - 1)
        {
            // The last of one part is the first of the next, because a message is heard with the one before it.
            var part = await said.OrderBy(m => m.Position).Skip(from).Take(AtATime).ToListAsync(cancel);
            if (Listening.To(part.ConvertAll(m => m.Heard), (text, before) => reader.ReadCustomer(text, before)).IsGrave) return false;
            if (part.Count < AtATime) return true;
        }
    }
}

/// <summary>A matter that was opened again is not over: what was asked about it and not answered is taken back.</summary>
public sealed class WithdrawAsk(RapportDb db, TimeProvider time) : IWhen<ConversationReopened>
{
    public async Task Handle(ConversationReopened fact, CancellationToken cancel)
    {
        var open = await db.Asks.Where(a => a.ConversationId == fact.Conversation && a.WithdrawnAt == null && !db.CustomerAnswers.Any(x => x.AskId == a.Id)).ToListAsync(cancel);
        foreach (var ask in open) ask.Withdraw(time.Now());
        await db.SaveChangesAsync(cancel);
    }
}

static class Peace
{
    /// <summary>Who said so, here or on any entry that turned out to be theirs; who wants nothing remembered; who was erased.</summary>
    public static async Task<bool> WantsNoAsking(this RapportDb db, CustomerId customer, CancellationToken cancel)
    {
        var theirs = (await db.MergedInto(customer, cancel)).Select(m => m.FromId).Append(customer).ToList();
        return await db.NoAsking.AnyAsync(n => theirs.Contains(n.CustomerId), cancel)
            || await db.MemoryConsents.AnyAsync(c => theirs.Contains(c.CustomerId) && c.WithdrawnAt != null, cancel)
            || await db.Customers.AnyAsync(c => c.Id == customer && c.ErasedAt != null, cancel);
    }
}
