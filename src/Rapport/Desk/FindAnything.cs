using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Customers;
using Rapport.Customers.Merging;
using Rapport.Foundation;
using Rapport.Foundation.Search;

namespace Rapport.Desk;

/// <summary>Conversations and customers by any word that was said, noted or given as a name or address.</summary>
public sealed class FindAnything : IFeature
{
    const int Shown = 20;

    /// <summary>A stretch of text; <see cref="Marked"/> when it is what was looked for.</summary>
    public sealed record Piece(string Text, bool Marked);

    /// <summary>What was found; <see cref="Url"/> of a conversation leads to the very words.</summary>
    public sealed record Result(string Kind, long? Number, Guid Id, IReadOnlyList<Piece> Title, IReadOnlyList<Piece> Snippet, Instant? At, string? Url = null);

    /// <summary>The same for a program: title and snippet are HTML in which only what was looked for is marked.</summary>
    public sealed record Hit(string Kind, long? Number, Guid Id, string Title, string Snippet, Instant? At, string? Url);

    /// <summary>The best, as many as were asked for. What else there is, more words find, and no page after this one.</summary>
    public sealed record Best(IReadOnlyList<Hit> Items);

    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/api/v1/search", Handle).For(Who.Agent);

    static async Task<Answer<Best>> Handle(string? q, int? limit, RapportDb db, CancellationToken cancel)
    {
        new Check().Text("q", q, 300).Done();
        var results = await Find(db, q!, Paging.Limit(limit ?? Shown), cancel);
        return Answer.Ok(new Best([.. results.Select(r => new Hit(r.Kind, r.Number, r.Id, Html(r.Title), Html(r.Snippet), r.At, r.Url))]));
    }

    /// <summary>Best first: the number itself, then customers, then conversations by what was said last.</summary>
    public static async Task<List<Result>> Find(RapportDb db, string q, int limit, CancellationToken cancel)
    {
        var words = Words.ToFind(q);
        if (words.Length == 0) return [];
        var results = new List<Result>();
        if (words.Length == 1 && long.TryParse(words[0], System.Globalization.CultureInfo.InvariantCulture, out var number)) results.AddRange(await Conversations(db, db.Conversations.Where(c => c.Number == number), [], words, cancel));
        results.AddRange(await Customers(db, words, Math.Max(3, limit / 4), cancel));
        var hits = await db.Hits(q, limit, cancel);
        var ids = hits.Select(h => new ConversationId(h.Conversation)).ToList();
        var found = await Conversations(db, db.Conversations.Where(c => ids.Contains(c.Id)), hits, words, cancel);
        results.AddRange(found.Where(f => results.TrueForAll(r => r.Id != f.Id)));
        return [.. results.Take(limit)];
    }

    /// <summary>For when nothing was found: who is nearly called that.</summary>
    public static async Task<List<Result>> Perhaps(RapportDb db, string[] words, int limit, CancellationToken cancel) =>
        await Customers(db, "perhaps", await db.NearlyNamed(words, limit, cancel), [], cancel);

    static async Task<List<Result>> Customers(RapportDb db, string[] words, int limit, CancellationToken cancel) =>
        await Customers(db, "customer", [.. (await db.Matching(words, customers: true, limit, cancel)).Select(e => new CustomerId(e.Customer!.Value))], words, cancel);

    static async Task<List<Result>> Customers(RapportDb db, string kind, List<CustomerId> ids, string[] words, CancellationToken cancel)
    {
        if (ids.Count == 0) return [];
        var customers = await db.Customers.AsNoTracking().Include(c => c.Addresses).Where(c => ids.Contains(c.Id)).ToListAsync(cancel);
        var results = new List<Result>();
        foreach (var c in customers.OrderBy(c => ids.IndexOf(c.Id)))
        {
            var also = (await db.NamesBefore(c.Id, cancel)).Where(n => n != c.Name).Select(n => $"also noted as {n}");
            results.Add(new(kind, null, c.Id.Value, Mark(c.Name, words), Mark(string.Join(" · ", c.Addresses.Where(a => a.Kind is not AddressKind.Visitor).Select(a => a.Value).Concat(also)), words), null));
        }
        return results;
    }

    static async Task<List<Result>> Conversations(RapportDb db, IQueryable<Conversation> which, IReadOnlyList<Searching.Hit> hits, string[] words, CancellationToken cancel)
    {
        var rows = await (from c in which.AsNoTracking() join customer in db.Customers on c.CustomerId equals customer.Id select new { c.Id, c.Number, c.Subject, c.Preview, c.UpdatedAt, c.Position, customer.Name }).ToListAsync(cancel);
        var messages = hits.Where(h => h.Message is not null).Select(h => h.Message!.Value).ToList();
        var said = messages.Count == 0 ? [] : await db.Messages.AsNoTracking().Where(m => messages.Select(id => new MessageId(id)).Contains(m.Id)).ToDictionaryAsync(m => m.Id.Value, m => (m.Body, m.Position), cancel);
        var noted = messages.Count == said.Count ? [] : await db.Notes.AsNoTracking().Where(n => messages.Select(id => new NoteId(id)).Contains(n.Id)).ToDictionaryAsync(n => n.Id.Value, n => (n.Body, n.Position), cancel);
        var order = hits.Select((h, i) => (h, i)).ToDictionary(x => x.h.Conversation, x => x);
        return [.. rows.OrderBy(r => order.TryGetValue(r.Id.Value, out var at) ? at.i : int.MaxValue).Select(r =>
        {
            var message = order.TryGetValue(r.Id.Value, out var hit) ? hit.h.Message : null;
            (string Body, int Position)? place = message is not { } id ? null : said.TryGetValue(id, out var it) || noted.TryGetValue(id, out it) ? it : null;
            return new Result("conversation", r.Number, r.Id.Value, Mark($"{r.Name}: {r.Subject}", words), Mark(Around(place?.Body ?? r.Preview, words), words), r.UpdatedAt, Address(r.Number, place?.Position, r.Position));
        })];
    }

    /// <summary>The page shows the newest; for what was found further back, so many that it is among them with what was said around it.</summary>
    static string Address(long number, int? position, int last)
    {
        if (position is not { } at) return $"/desk/{number}";
        const int around = 20;
        var shown = last - at + around;
        return $"/desk/{number}{(shown > OpenConversationView.Usual ? $"?shown={shown}" : null)}#m-{at}";
    }

    /// <summary>Cuts a long text to the stretch around the first match.</summary>
    static string Around(string text, string[] words)
    {
        const int before = 40, length = 160;
        var first = Words.Matches(text, words).Select(w => (int?)w.Start).FirstOrDefault() ?? 0;
        var start = Math.Max(0, first - before);
        if (start > 0 && char.IsLowSurrogate(text[start])) start--;
        var end = Math.Min(text.Length, start + length);
        if (end < text.Length && char.IsHighSurrogate(text[end - 1])) end--;
        return $"{(start > 0 ? "…" : "")}{text[start..end].ReplaceLineEndings(" ")}{(end < text.Length ? "…" : "")}";
    }

    public static IReadOnlyList<Piece> Mark(string text, string[] words)
    {
        var pieces = new List<Piece>();
        var at = 0;
        foreach (var (_, start, length) in Words.Matches(text, words))
        {
            if (start > at) pieces.Add(new(text[at..start], false));
            pieces.Add(new(text[start..(start + length)], true));
            at = start + length;
        }
        if (at < text.Length) pieces.Add(new(text[at..], false));
        return pieces;
    }

    static string Html(IEnumerable<Piece> pieces) =>
        string.Concat(pieces.Select(p => p.Marked ? $"<mark>{Escape(p.Text)}</mark>" : Escape(p.Text)));

    static string Escape(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal);
}
