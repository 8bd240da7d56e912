using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Desk;

namespace Rapport.Channels.Mail;

/// <summary>Somebody chose who else gets the next answer; it counts for that one.</summary>
public sealed class ChosenReaders
{
    public required ConversationId ConversationId { get; init; }

    /// <summary>Each as <c>Name &lt;address&gt;</c>, with line ends between.</summary>
    public required string Copies { get; set; }

    /// <summary>Who gets it without the others seeing that.</summary>
    public required string Hidden { get; set; }

    public required PersonId ChosenById { get; set; }
    public required Instant ChosenAt { get; set; }
}

/// <summary>Who gets an answer: whoever wrote last, or whom they name for answers, and those in copy, unless somebody chose others.</summary>
public sealed record Readers(Letter? Last, Correspondent? To, IReadOnlyList<Correspondent> Copies, IReadOnlyList<Correspondent> Hidden, ChosenReaders? Chosen)
{
    /// <summary>Who asks for answers elsewhere than they write from: that is said before anything is sent there.</summary>
    public string? AsksElsewhere => To is { } to && Last is { Sender.Length: > 0 } last && to.Address != last.Sender ? last.Sender : null;

    public static async Task<Readers> Of(RapportDb db, Conversation conversation, int before, CancellationToken cancel)
    {
        var last = await LastOf(db, conversation.Id, before, cancel);
        var to = await Reader(db, conversation, last, cancel);
        var chosen = await db.ChosenReaders.SingleOrDefaultAsync(c => c.ConversationId == conversation.Id, cancel);
        if (chosen is not null) return new(last, to, [.. Correspondent.All(chosen.Copies)], [.. Correspondent.All(chosen.Hidden)], chosen);
        return new(last, to, await InCopy(db, last, to, cancel), [], null);
    }

    /// <summary>The newest letter that a person had written here when this was answered.</summary>
    static Task<Letter?> LastOf(RapportDb db, ConversationId conversation, int before, CancellationToken cancel) => (
        from l in db.Letters
        join m in db.Messages on l.MessageId equals (MessageId?)m.Id
        where l.ConversationId == conversation && l.State != LetterState.Forgotten && m.Position < before
        orderby l.Automatic != null, l.Id descending
        select l).FirstOrDefaultAsync(cancel);

    static async Task<Correspondent?> Reader(RapportDb db, Conversation conversation, Letter? last, CancellationToken cancel)
    {
        if (last is not null && Correspondent.Of(last.SenderName, last.ReplyTo) is { HasAddress: true } answers) return answers;
        var customer = await db.Customers.AsNoTracking().Include(c => c.Addresses).SingleAsync(c => c.Id == conversation.CustomerId, cancel);
        return customer.Addresses.Where(a => a.Kind is Customers.AddressKind.Email).Select(a => Correspondent.Of(customer.Name, a.Value)).FirstOrDefault(c => c.HasAddress);
    }

    static async Task<List<Correspondent>> InCopy(RapportDb db, Letter? last, Correspondent? to, CancellationToken cancel)
    {
        if (last is null) return [];
        var ours = await db.OwnAddresses(cancel);
        var copies = Correspondent.All(last.Recipients).Concat(Correspondent.All(last.Copies)).Append(Correspondent.Of(last.SenderName, last.Sender))
            .Where(c => c.HasAddress && c.Address != to?.Address && !ours.Contains(OwnMail.Plain(c.Address))).DistinctBy(c => c.Address, StringComparer.Ordinal).ToList();
        // Whoever answers from another address than they write to is one person, not two.
        if (last.ReplyTo != last.Sender) copies.RemoveAll(c => c.Address == last.Sender);
        return copies;
    }
}
