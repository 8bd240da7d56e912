using Microsoft.EntityFrameworkCore;
using Rapport.Foundation.Search;

namespace Rapport.Desk;

/// <summary>Asks the full-text index. The one place where the two databases differ: FTS5 here, a tsvector there; the words are cut alike.</summary>
public static class Searching
{
    /// <summary>Where words are looked for one by one, the newest this many of each count.</summary>
    const int Deep = 2000;

    public sealed record Hit(Guid Conversation, Guid? Message);

    /// <summary>Conversations in which all words occur, newest match first: in one message, or else anywhere in the conversation.</summary>
    public static async Task<List<Hit>> Hits(this RapportDb db, string q, int limit, CancellationToken cancel)
    {
        var words = Words.ToFind(q);
        if (words.Length == 0) return [];
        var together = await db.Matching(words, customers: false, limit * 4, cancel);
        var hits = together.Where(e => e.Conversation is not null).GroupBy(e => e.Conversation!.Value).Select(g => new Hit(g.Key, g.Select(e => e.Message).FirstOrDefault(m => m is not null))).Take(limit).ToList();
        if (words.Length == 1 || hits.Count >= limit) return hits;

        List<SearchEntry>? first = null;
        HashSet<Guid>? everywhere = null;
        foreach (var word in words)
        {
            var found = await db.Matching([word], customers: false, Deep, cancel);
            first ??= found;
            var here = found.Where(e => e.Conversation is not null).Select(e => e.Conversation!.Value).ToHashSet();
            if (everywhere is null) everywhere = here;
            else everywhere.IntersectWith(here);
            if (everywhere.Count == 0) return hits;
        }
        var known = hits.Select(h => h.Conversation).ToHashSet();
        hits.AddRange(first!.Where(e => e.Conversation is { } c && everywhere!.Contains(c) && known.Add(c)).Select(e => new Hit(e.Conversation!.Value, e.Message)).Take(limit - hits.Count));
        return hits;
    }

    /// <summary>The newest entries of customers, or of what was said, that have every one of the words, each at least as the beginning of a word.</summary>
    public static async Task<List<SearchEntry>> Matching(this RapportDb db, string[] words, bool customers, int limit, CancellationToken cancel)
    {
        // Whole words are cheaper to look up than beginnings, and often enough.
        var whole = await Ask(db, words, prefix: false, customers, limit, cancel);
        if (whole.Count >= limit) return whole;
        var begun = await Ask(db, words, prefix: true, customers, limit, cancel);
        var known = whole.Select(e => e.Id).ToHashSet();
        return [.. whole, .. begun.Where(e => !known.Contains(e.Id)).Take(limit - whole.Count)];
    }

    static Task<List<SearchEntry>> Ask(RapportDb db, string[] words, bool prefix, bool customers, int limit, CancellationToken cancel)
    {
        if (db.Database.IsNpgsql())
        {
            var query = string.Join(" & ", words.Select(w => prefix ? $"'{w}':*" : $"'{w}'"));
            return (customers
                ? db.SearchEntries.FromSql($"SELECT id, kind, conversation, customer, message, words FROM search_entries WHERE vector @@ to_tsquery('simple', {query}) AND kind = 'customer' ORDER BY id DESC LIMIT {limit}")
                : db.SearchEntries.FromSql($"SELECT id, kind, conversation, customer, message, words FROM search_entries WHERE vector @@ to_tsquery('simple', {query}) AND kind <> 'customer' ORDER BY id DESC LIMIT {limit}")).AsNoTracking().ToListAsync(cancel);
        }
        var match = string.Join(' ', words.Select(w => $"\"{w}\"{(prefix ? "*" : "")}"));
        return (customers
            ? db.SearchEntries.FromSql($"SELECT e.id, e.kind, e.conversation, e.customer, e.message, e.words FROM search_customers JOIN search_entries e ON e.id = search_customers.rowid WHERE search_customers MATCH {match} ORDER BY search_customers.rowid DESC LIMIT {limit}")
            : db.SearchEntries.FromSql($"SELECT e.id, e.kind, e.conversation, e.customer, e.message, e.words FROM search_words JOIN search_entries e ON e.id = search_words.rowid WHERE search_words MATCH {match} ORDER BY search_words.rowid DESC LIMIT {limit}")).AsNoTracking().ToListAsync(cancel);
    }
}
