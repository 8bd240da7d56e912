using Microsoft.EntityFrameworkCore;
using Rapport.Customers;

namespace Rapport.Channels.Mail;

/// <summary>
/// What every letter of a unit of work asks, asked once for all of them: the house's mailboxes, and which of the senders and of the
/// Message-IDs that they name are known. Mostly none is, and then no more is asked.
/// </summary>
public sealed class KnownToMail(RapportDb db)
{
    readonly HashSet<string> came = new(StringComparer.Ordinal), went = new(StringComparer.Ordinal), met = new(StringComparer.Ordinal);
    IReadOnlyList<ReadLetter> asked = [];

    /// <summary>The oldest first.</summary>
    public IReadOnlyList<Mailbox> Boxes { get; private set; } = [];

    /// <summary>The addresses of the house.</summary>
    public HashSet<string> Ours { get; private set; } = [];

    public async Task Ask(IReadOnlyList<ReadLetter> letters, CancellationToken cancel)
    {
        if (letters.All(l => asked.Any(a => ReferenceEquals(a, l)))) return;
        var ids = letters.SelectMany(l => l.Links.Append(l.InternetId).OfType<string>()).Distinct(StringComparer.Ordinal).ToList();
        came.Clear();
        went.Clear();
        if (ids.Count > 0)
        {
            came.UnionWith(await db.Letters.Where(l => l.InternetId != null && ids.Contains(l.InternetId)).Select(l => l.InternetId!).ToListAsync(cancel));
            went.UnionWith(await db.OutgoingLetters.Where(o => ids.Contains(o.InternetId)).Select(o => o.InternetId).ToListAsync(cancel));
        }
        var senders = letters.SelectMany(l => new[] { l.Sender, l.Answer }).Where(c => c.HasAddress).Select(c => Normal(c.Address)).Distinct(StringComparer.Ordinal).ToList();
        met.Clear();
        if (senders.Count > 0) met.UnionWith(await db.Addresses.Where(a => a.Kind == AddressKind.Email && senders.Contains(a.Normal)).Select(a => a.Normal).ToListAsync(cancel));
        Boxes = await db.Mailboxes.AsNoTracking().Where(m => m.RemovedAt == null).OrderBy(m => m.MadeAt).ToListAsync(cancel);
        (Ours, asked) = (Boxes.Select(m => m.Address).ToHashSet(StringComparer.Ordinal), letters);
    }

    /// <summary>Nobody has the address of this sender, or of whom they want answered.</summary>
    public bool IsNew(Correspondent who) => who.HasAddress && !met.Contains(Normal(who.Address));

    public void Meets(Correspondent who) => met.Add(Normal(who.Address));

    static string Normal(string address) => Address.NormalOf(AddressKind.Email, address);

    /// <summary>A letter with this Message-ID may have come.</summary>
    public bool Came(string id) => came.Contains(id);

    /// <summary>An answer with this Message-ID may have gone.</summary>
    public bool Went(string id) => went.Contains(id);

    public void Comes(string id) => came.Add(id);

    public void Goes(string id) => went.Add(id);
}
