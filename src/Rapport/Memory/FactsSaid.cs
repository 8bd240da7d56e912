using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Desk;
using Rapport.Foundation;
using Rapport.Memory.Checking;
using Rapport.Proposing;

namespace Rapport.Memory;

/// <summary>Something that a customer said and that might be worth remembering. It is kept only when a person says so.</summary>
public sealed record SaidFact(MessageId Message, Instant At, string Text, MemoryKind Kind, SaidDay? Day)
{
    public const int KeyLength = 16;

    /// <summary>By which it is known when it is declined.</summary>
    public string Key => KeyOf(Text);

    public static string KeyOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.Trim().ToLowerInvariant())).AsSpan(0, KeyLength / 2));
}

/// <summary>Reads what the customer wrote lately. What it finds is in no table; a proposal that nobody takes up leaves nothing behind.</summary>
public sealed class FactsSaid(IReadMessages reader, Notices notices, Topics topics) : IDisposable
{
    sealed record Found(string Text, MemoryKind Kind);

    const int LastMessages = 12, Earlier = 12, AtATime = 3, ShortestFact = 6;

    /// <summary>For as long as somebody is likely to look again; longer where reading costs more than looking.</summary>
    static readonly TimeSpan Remembers = TimeSpan.FromMinutes(10), RemembersWhatCost = TimeSpan.FromHours(8);

    /// <summary>By message, because words do not change.</summary>
    readonly ReadSoFar<Found[]> read = new(notices, topics, 10_000);

    public async Task<List<SaidFact>> In(RapportDb db, Conversation here, IReadOnlyList<Remembered> known, DateTimeZone zone, CancellationToken cancel)
    {
        var (conversation, names, topic) = (here.Id, reader.Elsewhere is null ? Names.None : null, $"customer:{here.CustomerId.Value}");
        var erased = read.Erased;
        var said = await db.Messages.AsNoTracking().Where(m => m.ConversationId == conversation).OrderByDescending(m => m.Position).Take(LastMessages + Earlier).Select(m => new { m.Id, m.At, m.Body, m.From }).ToListAsync(cancel);
        var found = new List<SaidFact>();
        for (var i = 0; i < Math.Min(said.Count, LastMessages) && found.Count < AtATime * 2; i++)
        {
            if (said[i].From is not MessageFrom.Customer) continue;
            // What the desk said last may be some messages ago: “one moment”, and then the answer.
            Turn[] before = said.Skip(i + 1).FirstOrDefault(m => m.From is MessageFrom.Agent) is { } desk ? [new(Turn.Desk, desk.Body)] : [];
            var (id, at, body) = (said[i].Id, said[i].At, said[i].Body);
            if (names is null && !read.Has(id)) names = (await db.NamesAround(conversation, cancel)).With([.. known.SelectMany(k => k.Names)]);
            var facts = read.Of(id, erased, reader.Elsewhere is null ? Remembers : RemembersWhatCost, topic, () => Read(new(before, body) { Names = names }));
            if (facts is not null) found.AddRange(facts.Select(f => new SaidFact(id, at, f.Text, f.Kind, SaidDay.In(f.Text, at.InZone(zone).Date))));
        }
        if (found.Count == 0) return found;
        var messages = found.Select(f => f.Message).Distinct().ToList();
        var declined = (await db.DeclinedProposals.Where(d => messages.Contains(d.MessageId)).Select(d => d.Proposal).ToListAsync(cancel)).ToHashSet(StringComparer.Ordinal);
        return [.. found.Where(f => !declined.Contains(f.Key) && !known.Any(k => Overlap(k.Text, f.Text))).DistinctBy(f => f.Key, StringComparer.Ordinal).Take(AtATime)];
    }

    static bool Overlap(string kept, string said) => kept.Contains(said, StringComparison.OrdinalIgnoreCase) || said.Contains(kept, StringComparison.OrdinalIgnoreCase);

    async Task<Found[]?> Read(ToRead message)
    {
        var facts = (from fact in (await reader.Customer(message, CancellationToken.None)).Facts
                     where !fact.Sensitive && fact.Span.Trim().Length is >= ShortestFact and <= Remembered.Longest && MemoryKinds.OfFound(fact.Kind) is not null && SpecialCategories.In(fact.Span) is null
                     select new Found(fact.Span.Trim().ReplaceLineEndings(" "), MemoryKinds.OfFound(fact.Kind)!.Value)).ToArray();
        return facts.Length == 0 ? null : facts;
    }

    public void Dispose() => read.Dispose();
}
