using Microsoft.EntityFrameworkCore;
using Rapport.Customers;
using Rapport.Desk;

namespace Rapport.Channels.Mail;

/// <summary>
/// Which conversation a letter goes on with: what it refers to comes first, then a seal. Whoever is neither its customer nor on its
/// letters is not let in, whatever their letter says.
/// </summary>
public sealed class FindsPlace(RapportDb db, KnownToMail known, Seals seals)
{
    static readonly string[] WhereItWentTo = ["delivered-to", "x-original-to"];

    public async Task<Conversation?> For(Letter letter, ReadLetter read, Correspondent who, Customer customer, CancellationToken cancel)
    {
        var wanted = await ByReference(read, cancel);
        var numbers = await seals.Read(db, [letter.EnvelopeTo, .. read.Everybody.Select(p => p.Address), .. WhereItWentTo.Select(h => read.Headers.GetValueOrDefault(h, ""))], read.Subject, cancel);
        if (numbers.Count > 0) wanted.AddRange(await db.Conversations.Where(c => numbers.Contains(c.Number)).Select(c => c.Id).ToListAsync(cancel));
        foreach (var id in wanted.Distinct())
            if (await LetsIn(id, who, customer, cancel) is { } conversation) return conversation;
        // What could not be read has its own place already, if that is its sender's.
        if (letter.ConversationId is { } own && await LetsIn(own, who, customer, cancel) is { } its) return its;
        if (wanted.Count > 0) await KeepApart(letter, wanted[0], cancel);
        return null;
    }

    /// <summary>The nearest first.</summary>
    async Task<List<ConversationId>> ByReference(ReadLetter read, CancellationToken cancel)
    {
        var (went, came) = (read.Links.Where(known.Went).ToList(), read.Links.Where(known.Came).ToList());
        if (went.Count + came.Count == 0) return [];
        var ours = went.Count == 0 ? [] : await db.OutgoingLetters.Where(o => went.Contains(o.InternetId)).Select(o => new { Id = o.InternetId, o.ConversationId }).ToListAsync(cancel);
        var theirs = came.Count == 0 ? [] : await db.Letters.Where(l => l.InternetId != null && came.Contains(l.InternetId) && l.ConversationId != null).Select(l => new { Id = l.InternetId!, ConversationId = l.ConversationId!.Value }).ToListAsync(cancel);
        var place = ours.Concat(theirs).ToLookup(l => l.Id, l => l.ConversationId, StringComparer.Ordinal);
        return [.. read.Links.Reverse().SelectMany(link => place[link]).Distinct()];
    }

    async Task<Conversation?> LetsIn(ConversationId id, Correspondent who, Customer customer, CancellationToken cancel)
    {
        var it = await db.Conversations.AsNoTracking().Where(c => c.Id == id).Select(c => new { c.Number, c.CustomerId, c.Channel }).SingleAsync(cancel);
        if (it.Channel is not Channel.Mail) return null;
        if (it.CustomerId != customer.Id && !await db.MailParticipants.AnyAsync(p => p.ConversationId == id && p.Address == who.Address, cancel)) return null;
        return await db.ToChange(it.Number, cancel);
    }

    async Task KeepApart(Letter letter, ConversationId from, CancellationToken cancel)
    {
        var it = await db.Conversations.AsNoTracking().SingleAsync(c => c.Id == from, cancel);
        db.Record(new LetterKeptApart(letter.Id, it.Id, it.Number, it.CustomerId, "Somebody else answered a letter of this conversation; that has a place of its own"));
    }
}
