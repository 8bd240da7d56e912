using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using NodaTime;
using Rapport.Desk;
using Rapport.Foundation;
using Rapport.Language;
using Rapport.Memory.Checking;

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
public sealed class FactsSaid : IDisposable
{
    readonly Recognizer reader;

    /// <summary>What was erased, on any node, is not in memory either.</summary>
    public FactsSaid(Recognizer reader, Topics topics)
    {
        this.reader = reader;
        topics.OnTold(topic => { if (topic is "erased" or Topics.All) read.Clear(); });
    }

    const int LastMessages = 12, AtATime = 3, ShortestFact = 6;
    static readonly TimeSpan Remembers = TimeSpan.FromMinutes(10);

    /// <summary>By message, because words do not change; for as long as somebody is likely to look again.</summary>
    readonly MemoryCache read = new(new MemoryCacheOptions { SizeLimit = 10_000 });

    public async Task<List<SaidFact>> In(RapportDb db, ConversationId conversation, IReadOnlyList<Remembered> known, DateTimeZone zone, CancellationToken cancel)
    {
        var said = await db.Messages.AsNoTracking().Where(m => m.ConversationId == conversation).OrderByDescending(m => m.Position).Take(LastMessages).Select(m => new { m.Id, m.At, m.Body, m.From }).ToListAsync(cancel);
        var found = new List<SaidFact>();
        for (var i = 0; i < said.Count && found.Count < AtATime * 2; i++)
        {
            if (said[i].From is not MessageFrom.Customer) continue;
            var before = i + 1 < said.Count && said[i + 1].From is MessageFrom.Agent ? $"[csr] {said[i + 1].Body}" : "";
            var (id, at) = (said[i].Id, said[i].At);
            found.AddRange(Read(id, said[i].Body, before).Select(f => new SaidFact(id, at, f.Text, f.Kind, SaidDay.In(f.Text, at.InZone(zone).Date))));
        }
        if (found.Count == 0) return found;
        var messages = found.Select(f => f.Message).Distinct().ToList();
        var declined = (await db.DeclinedProposals.Where(d => messages.Contains(d.MessageId)).Select(d => d.Proposal).ToListAsync(cancel)).ToHashSet(StringComparer.Ordinal);
        return [.. found.Where(f => !declined.Contains(f.Key) && !known.Any(k => Overlap(k.Text, f.Text))).DistinctBy(f => f.Key, StringComparer.Ordinal).Take(AtATime)];
    }

    static bool Overlap(string kept, string said) => kept.Contains(said, StringComparison.OrdinalIgnoreCase) || said.Contains(kept, StringComparison.OrdinalIgnoreCase);

    (string Text, MemoryKind Kind)[] Read(MessageId id, string body, string before)
    {
        if (read.TryGetValue(id, out (string, MemoryKind)[]? known)) return known!;
        var facts = (from fact in reader.ReadCustomer(body, before).Facts
                     where !fact.Sensitive && fact.Span.Trim().Length is >= ShortestFact and <= Remembered.Longest && MemoryKinds.OfFound(fact.Kind) is not null && SpecialCategories.In(fact.Span) is null
                     select (fact.Span.Trim().ReplaceLineEndings(" "), MemoryKinds.OfFound(fact.Kind)!.Value)).ToArray();
        return read.Set(id, facts, new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = Remembers });
    }

    public void Dispose() => read.Dispose();
}
