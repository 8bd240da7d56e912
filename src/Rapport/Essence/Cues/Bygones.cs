using Microsoft.EntityFrameworkCore;
using Rapport.Customers;
using Rapport.Essence.Library;
using Rapport.Memory;

namespace Rapport.Essence.Cues;

/// <summary>
/// What a customer does not want to be asked about: the dog that has died. A cue that touches it by name or kind is none; nor is one made
/// from the words of a message of which something kept was put right or forgotten since, unless what is remembered still says them.
/// </summary>
public sealed class Bygones
{
    const int LongEnough = 4;
    static readonly HashSet<string> ofNoMatter = new("about after always also been before every from gets have likes loves many more most much often other still that their them they this very went were when which with years".Split(' '), StringComparer.Ordinal);

    readonly HashSet<string> words;

    /// <summary>Messages that speak for themselves no more, and what still stands.</summary>
    List<string> takenBack = [], standing = [];

    Bygones(IEnumerable<string> words) => this.words = [.. words];

    public static async Task<Bygones> Of(RapportDb db, CustomerId customer, CancellationToken cancel)
    {
        var facts = await db.Remembered.AsNoTracking().Where(r => r.CustomerId == customer).Select(r => new
        {
            r.Text,
            Over = r.OverAt != null,
            Told = r.OverAt == null ? null : db.Messages.Where(m => m.Id == r.SourceMessageId).Select(m => m.Body).FirstOrDefault(),
        }).ToListAsync(cancel);
        var messages = await (
            from c in db.Conversations
            join m in db.Messages on c.Id equals m.ConversationId
            where c.CustomerId == customer && db.DeclinedProposals.Any(d => d.MessageId == m.Id && d.Proposal == DeclinedProposal.TakenBack)
            select m.Body).ToListAsync(cancel);
        var over = facts.FindAll(f => f.Over);
        // “He died” names no dog; the message from which it was kept may.
        return new(over.SelectMany(f => WordsOf(f.Text).Concat(Creatures(f.Told ?? ""))))
        {
            takenBack = messages.ConvertAll(t => t.ReplaceLineEndings(" ")),
            standing = facts.FindAll(f => !f.Over).ConvertAll(f => f.Text),
        };
    }

    public static Bygones Of(params string[] texts) => new(texts.SelectMany(WordsOf));

    public bool Touches(Cue cue) => (words.Count > 0 && Phrases.Fold(cue.Reason).SelectMany(Names).Any(words.Contains)) || (takenBack.Count > 0 && cue.Kind is CueKind.Said && IsTakenBack(cue.Reason.Trim('“', '”', '…')));

    bool IsTakenBack(string said) => takenBack.Any(t => t.Contains(said, StringComparison.Ordinal)) && !standing.Any(t => t.Contains(said, StringComparison.Ordinal));

    /// <summary>Names, animals, and every longer word: silence costs nothing here.</summary>
    static IEnumerable<string> WordsOf(string text)
    {
        var named = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(w => char.IsUpper(w[0])).SelectMany(Phrases.Fold).ToHashSet(StringComparer.Ordinal);
        return Phrases.Fold(text).Where(w => !ofNoMatter.Contains(w) && (w.Length >= LongEnough || named.Contains(w) && w.Length > 1 || IsCreature(w))).SelectMany(Names);
    }

    static IEnumerable<string> Creatures(string text) => Phrases.Fold(text).Where(IsCreature).SelectMany(Names);

    static bool IsCreature(string word) => Kin.Of(word) is not null || Phrases.One(word) is "dog" or "cat" or "bird" or "rabbit" or "fish" or "horse" or "hen" or "pig";

    static IEnumerable<string> Names(string word) => Kin.Of(word) is { } animal ? [word, Phrases.One(word), animal] : [word, Phrases.One(word)];
}
