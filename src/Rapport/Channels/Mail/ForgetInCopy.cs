using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Customers;
using Rapport.Desk;
using Rapport.Foundation;

namespace Rapport.Channels.Mail;

/// <summary>Somebody is erased whose letters may lie in others' conversations too. Only their addresses say that it was them, so they travel with this errand and are in no log.</summary>
public sealed record CorrespondentErased(CustomerId Customer, IReadOnlyList<string> Addresses) : IFact
{
    public Subjects About => default;
}

/// <summary>Whoever was in copy and is erased: what they wrote in others' conversations goes, what was sent to them there, and what the house quoted of them. What the others wrote stays as it came.</summary>
public sealed class ForgetInCopy(RapportDb db, TimeProvider time) : IWhen<CorrespondentErased>
{
    const string NotTaken = "answer_did_not_arrive";

    public async Task Handle(CorrespondentErased fact, CancellationToken cancel)
    {
        var (now, theirs) = (time.Now(), fact.Addresses.ToHashSet(StringComparer.Ordinal));
        var letters = await db.LettersElsewhere(fact.Customer, fact.Addresses, cancel);
        var since = letters.Where(l => l.ConversationId is not null).GroupBy(l => l.ConversationId!.Value).ToDictionary(g => g.Key, g => g.Min(l => l.ReceivedAt));
        var stoodOn = await db.StandsOnElsewhere(fact.Customer, fact.Addresses).Select(p => p.ConversationId).Distinct().ToListAsync(cancel);
        List<ConversationId> places = [.. since.Keys.Union(stoodOn)];
        await db.ForgetMessages([.. letters.Select(l => l.MessageId).OfType<MessageId>()], fact.Customer, now, cancel);
        await db.Forget(letters, fact.Customer, now, cancel);
        await db.MailParticipants.Where(p => fact.Addresses.Contains(p.Address)).ExecuteDeleteAsync(cancel);
        await LeaveOthersLetters(places, theirs, cancel);
        await LeaveAnswers(fact, places, theirs, since, cancel);
        await LeaveTheLog(places, fact.Addresses, cancel);
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Nobody writes to them any more because somebody once had them in copy, or chose them for the next answer.</summary>
    async Task LeaveOthersLetters(List<ConversationId> places, HashSet<string> theirs, CancellationToken cancel)
    {
        foreach (var letter in await db.Letters.Where(l => l.ConversationId != null && places.Contains(l.ConversationId.Value) && l.State != LetterState.Forgotten).ToListAsync(cancel)) letter.LeaveOut(theirs);
        foreach (var chosen in await db.ChosenReaders.ToListAsync(cancel)) (chosen.Copies, chosen.Hidden) = (Correspondent.Without(chosen.Copies, theirs), Correspondent.Without(chosen.Hidden, theirs));
    }

    async Task LeaveAnswers(CorrespondentErased fact, List<ConversationId> places, HashSet<string> theirs, Dictionary<ConversationId, Instant> since, CancellationToken cancel)
    {
        await db.OutgoingLetters.Where(o => places.Contains(o.ConversationId) && fact.Addresses.Contains(o.Recipient)).ExecuteDeleteAsync(cancel);
        foreach (var answer in await db.OutgoingLetters.Where(o => places.Contains(o.ConversationId)).ToListAsync(cancel))
            answer.LeaveOut(theirs, withQuote: since.TryGetValue(answer.ConversationId, out var first) && answer.QueuedAt >= first);
    }

    /// <summary>“The answer to ben@… was not taken”: that it was not stays true. Their server may have written the address in its own way.</summary>
    async Task LeaveTheLog(List<ConversationId> places, IReadOnlyList<string> addresses, CancellationToken cancel)
    {
        var raw = places.ConvertAll(p => (Guid?)p.Value);
        foreach (var address in addresses)
            foreach (var entry in await db.Log.Where(e => raw.Contains(e.Conversation) && (e.Kind == NotTaken || e.Data.Contains(address))).ToListAsync(cancel)) entry.Data = entry.Data.Replace(address, "…", StringComparison.OrdinalIgnoreCase);
    }
}

public static class ForgettingLetters
{
    /// <summary>Call it before the addresses of whoever is erased are gone.</summary>
    public static void ForgetInCopy(this RapportDb db, Customer customer, Instant now)
    {
        var addresses = customer.Addresses.Where(a => a.Kind is AddressKind.Email).Select(a => a.Normal).ToList();
        if (addresses.Count > 0) db.Add(Errands.Later<CorrespondentErased, ForgetInCopy>(new(customer.Id, addresses), now));
    }

    /// <summary>What these addresses wrote that is in no conversation of this customer's own.</summary>
    public static async Task<List<Letter>> LettersElsewhere(this RapportDb db, CustomerId customer, IReadOnlyList<string> addresses, CancellationToken cancel)
    {
        if (addresses.Count == 0) return [];
        var ours = await db.OwnAddresses(cancel);
        var found = await db.Letters.Where(l => (addresses.Contains(l.Sender) || addresses.Contains(l.ReplyTo)) && !db.Conversations.Any(c => c.Id == l.ConversationId && c.CustomerId == customer)).OrderBy(l => l.ReceivedAt).ToListAsync(cancel);
        // What a form of the house's sends on was written by whomever it names for answers.
        return found.FindAll(l => addresses.Contains(l.Sender, StringComparer.Ordinal) || ours.Contains(OwnMail.Plain(l.Sender)));
    }

    public static IQueryable<MailParticipant> StandsOnElsewhere(this RapportDb db, CustomerId customer, IReadOnlyList<string> addresses) =>
        db.MailParticipants.Where(p => addresses.Contains(p.Address) && !db.Conversations.Any(c => c.Id == p.ConversationId && c.CustomerId == customer));

    /// <summary>Their words go, their parts and their bytes. That they came stays known by the hash of what is gone, so that they are not fetched anew.</summary>
    public static async Task Forget(this RapportDb db, List<Letter> letters, CustomerId of, Instant now, CancellationToken cancel)
    {
        var ids = letters.ConvertAll(l => l.Id);
        var kept = await db.LetterParts.Where(p => ids.Contains(p.LetterId)).Select(p => p.Sha256).ToListAsync(cancel);
        await db.LetterParts.Where(p => ids.Contains(p.LetterId)).ExecuteDeleteAsync(cancel);
        foreach (var letter in letters) letter.Forget();
        foreach (var file in letters.Select(l => l.Sha256).Concat(kept).Distinct(StringComparer.Ordinal)) db.LetGo(file, of.Value, now);
        db.Touch("mail");
    }
}
