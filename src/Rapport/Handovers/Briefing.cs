using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Desk;
using Rapport.Foundation;

namespace Rapport.Handovers;

/// <summary>Makes the brief from the conversation itself, and keeps what travels.</summary>
public static class Briefing
{
    const int NotesTaken = 8, MessagesLookedAt = 200, FewestWords = 4;
    const double Alike = 0.6;

    /// <summary>What has travelled with this conversation so far.</summary>
    public static async Task<Brief> TravelledBrief(this RapportDb db, ConversationId conversation, CancellationToken cancel)
    {
        var lines = await db.BriefLines.AsNoTracking().Where(l => l.ConversationId == conversation).OrderBy(l => l.Position).Select(l => new { l.Field, l.Body }).ToListAsync(cancel);
        return Brief.Of(f => lines.Where(l => l.Field == f).Select(l => l.Body));
    }

    /// <summary>What the conversation shows by itself, for the sender to correct.</summary>
    public static async Task<Brief> ProposeBrief(this RapportDb db, Conversation conversation, CancellationToken cancel)
    {
        var said = await db.Messages.AsNoTracking().Where(m => m.ConversationId == conversation.Id && m.From == MessageFrom.Customer).OrderBy(m => m.Position).Take(MessagesLookedAt).Select(m => m.Body).ToListAsync(cancel);
        var notes = await db.Notes.AsNoTracking().Where(n => n.ConversationId == conversation.Id).OrderByDescending(n => n.Position).Take(NotesTaken).Select(n => n.Body).ToListAsync(cancel);
        var steps = await db.Steps(conversation, cancel);
        var promises = await db.OpenPromises(conversation.Id, cancel);
        return new(
            [.. said.Take(1).Select(Brief.Line)],
            [.. notes.AsEnumerable().Reverse().Select(Brief.Line)],
            [.. promises.Select(p => Brief.Line($"{p.Text}, by {p.DueAt.Rfc3339()}"))],
            [.. steps.Where(s => s.Done).Select(s => s.Completion!.SkippedBecause is { } why ? $"{s.Step.Name}: left out, {why}" : s.Step.Name)],
            [.. steps.Where(s => !s.Done && !s.Step.Retired).Select(s => s.Step.Name)],
            SaidTwice(said), []);
    }

    /// <summary>Adds what is new; what travelled before stays, whoever hands on.</summary>
    public static async Task<Brief> AddToBrief(this RapportDb db, Conversation conversation, HandoverId handover, IReadOnlyDictionary<BriefField, string[]> given, PersonId by, Instant at, CancellationToken cancel)
    {
        var before = await db.TravelledBrief(conversation.Id, cancel);
        var proposed = await db.ProposeBrief(conversation, cancel);
        var now = Brief.Of(f => given.TryGetValue(f, out var lines) ? lines.Select(Brief.Line) : proposed[f]);
        var fresh = now.Without(before);
        var position = await db.BriefLines.CountAsync(l => l.ConversationId == conversation.Id, cancel);
        foreach (var (field, _, _) in Brief.Fields)
            foreach (var line in fresh[field]) db.Add(new BriefLine { ConversationId = conversation.Id, HandoverId = handover, Position = ++position, Field = field, Body = line, ById = by, At = at });
        return Brief.Of(f => before[f].Concat(fresh[f]));
    }

    /// <summary>What the customer wrote again in much the same words.</summary>
    public static IReadOnlyList<string> SaidTwice(IReadOnlyList<string> said)
    {
        var twice = new List<string>();
        var words = said.Select(WordsOf).ToList();
        for (var i = 1; i < said.Count; i++)
            for (var j = 0; j < i; j++)
            {
                if (words[i].Count < FewestWords || words[j].Count < FewestWords) continue;
                var both = words[i].Intersect(words[j], StringComparer.Ordinal).Count();
                if (both < Alike * Math.Min(words[i].Count, words[j].Count)) continue;
                twice.Add(Brief.Line(said[i]));
                break;
            }
        return twice;
    }

    static HashSet<string> WordsOf(string text) => text.ToLowerInvariant().Split([' ', '\n', '\t', ',', '.', ';', ':', '!', '?', '(', ')', '"'], StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
}
