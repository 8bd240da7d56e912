using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Customers;
using Rapport.Desk;
using Rapport.Essence.Discretion;
using Rapport.Essence.Library;
using Rapport.Memory;
using Rapport.Roles;

namespace Rapport.Essence.Cues;

/// <summary>The gold card of one conversation, for one person.</summary>
/// <param name="Number">The conversation.</param>
/// <param name="CustomerName">With whom.</param>
/// <param name="Cues">Two at most; a new one becomes visible once it is counted.</param>
/// <param name="Counted">Those that have been on this person's screen within the hour.</param>
/// <param name="Mutes">What this person has muted; nobody else is shown it.</param>
/// <param name="Purse">What may be spent on small surprises, if the house has set anything aside.</param>
/// <param name="Open">Something can still be given here.</param>
/// <param name="Me">Whose card it is.</param>
/// <param name="Now">The present.</param>
public sealed record CuesView(long Number, string CustomerName, IReadOnlyList<Cue> Cues, IReadOnlySet<string> Counted, IReadOnlyList<CueMute> Mutes, PurseView Purse, bool Open, Me Me, Instant Now)
{
    public const int AtATime = 2;
    public static readonly Duration Hour = Duration.FromHours(1);
    const int WordsRead = 60;
    static readonly string[] library = ["library"];

    public CueMute? Quiet => Mutes.FirstOrDefault(m => m.Kind == CueKinds.Every);

    public static async Task<CuesView> Load(RapportDb db, Openings openings, long number, Me me, Instant now, CancellationToken cancel)
    {
        await db.StayOpen(cancel);
        var conversation = await db.ToRead(number, cancel);
        var customer = await db.NameOf(conversation.CustomerId, cancel);
        return await Load(db, openings, conversation, customer, me, now, cancel);
    }

    public static async Task<CuesView> Load(RapportDb db, Openings openings, Conversation conversation, string customer, Me me, Instant now, CancellationToken cancel, IReadOnlyList<Finding.StepState>? steps = null)
    {
        var open = conversation.Status is Status.Open && (conversation.OwnerId is null || conversation.OwnerId == me.Id);
        // Where somebody else serves, there is a card only for what one gave oneself.
        if (!open && !await db.Spends.AnyAsync(s => s.ConversationId == conversation.Id && s.PersonId == me.Id, cancel))
            return new(conversation.Number, customer, [], new HashSet<string>(StringComparer.Ordinal), [], PurseView.Empty, false, me, now);
        var mutes = (await db.CueMutes.AsNoTracking().Where(m => m.PersonId == me.Id).ToListAsync(cancel)).Where(m => m.Holds(now)).ToList();
        var purse = await PurseView.Load(db, conversation, me, now, cancel);
        var counted = new HashSet<string>(StringComparer.Ordinal);
        IReadOnlyList<Cue> cues = [];
        if (open && !mutes.Exists(m => m.Kind == CueKinds.Every))
        {
            var shown = await db.ShownCues.AsNoTracking().Where(c => c.PersonId == me.Id && c.At > now - Hour).Select(c => new { c.ConversationId, c.Cue }).ToListAsync(cancel);
            counted = shown.Where(c => c.ConversationId == conversation.Id).Select(c => c.Cue).ToHashSet(StringComparer.Ordinal);
            var left = await Budget(db, cancel) - shown.Count;
            var next = await NextStep.Of(db, conversation, steps, now, cancel);
            var idle = (await HandsOf(db, conversation, next, me, now, cancel)).AreIdle(now);
            if (counted.Count > 0 || (left > 0 && idle))
            {
                var deny = await Denied(db, cancel);
                var table = await Lay(db, openings, deny, conversation, next, customer, me, now, cancel);
                var closed = await db.ClosedCues.AsNoTracking().Where(c => c.ConversationId == conversation.Id).Select(c => c.Cue).ToListAsync(cancel);
                var over = await Bygones.Of(db, conversation.CustomerId, cancel);
                var found = openings.Of(table, await ShelfFor(db, conversation.CustomerId, me, cancel), deny)
                    .Where(c => !over.Touches(c) && !closed.Contains(c.Key, StringComparer.Ordinal) && !mutes.Exists(m => m.Kind == c.Kind.Key()));
                cues = Choose(found, counted, idle ? left : 0);
            }
        }
        return new(conversation.Number, customer, cues, counted, mutes, purse, open, me, now);
    }

    /// <summary>The best two; new ones only as far as the budget reaches.</summary>
    static List<Cue> Choose(IEnumerable<Cue> found, HashSet<string> counted, int left)
    {
        var chosen = new List<Cue>();
        foreach (var cue in found)
        {
            if (chosen.Count == AtATime) break;
            if (counted.Contains(cue.Key) || left-- > 0) chosen.Add(cue);
        }
        return chosen;
    }

    public static async Task<int> Budget(RapportDb db, CancellationToken cancel) =>
        (await db.Keep(library, "cue budget", async () => await db.CueBudgets.AsNoTracking().SingleOrDefaultAsync(b => b.Id == CueBudget.TheOne, cancel) ?? new CueBudget { Id = CueBudget.TheOne, PerHour = CueBudget.Usual })).PerHour;

    public static async Task<DenyList> Denied(RapportDb db, CancellationToken cancel) =>
        await db.Keep(library, "deny list", async () => DenyList.BuiltIn.With(await db.DeniedWords.OrderBy(w => w.Words).Select(w => w.Words).ToListAsync(cancel)));

    static async Task<Hands> HandsOf(RapportDb db, Conversation conversation, NextStep next, Me me, Instant now, CancellationToken cancel)
    {
        if (conversation.WaitingSince is null) return new(false, false, null, false);
        var who = $"person:{me.Id.Value}";
        var typing = await db.Presences.AnyAsync(p => p.ConversationId == conversation.Id && p.Who == who && p.TypingUntil > now, cancel);
        var draft = await db.Drafts.Where(d => d.ConversationId == conversation.Id && d.PersonId == me.Id).Select(d => (Instant?)d.UpdatedAt).OrderByDescending(at => at).FirstOrDefaultAsync(cancel);
        return new(true, typing, draft, next.InWindow);
    }

    static async Task<OnTheTable> Lay(RapportDb db, Openings openings, DenyList deny, Conversation conversation, NextStep next, string customer, Me me, Instant now, CancellationToken cancel)
    {
        var erased = openings.Erasures.Now;
        var words = await db.Messages.AsNoTracking().Where(m => m.ConversationId == conversation.Id).OrderByDescending(m => m.Position).Take(WordsRead).Select(m => new { m.Position, Heard = new Heard(m.Body, m.From == MessageFrom.Customer, m.At) }).ToListAsync(cancel);
        words.Reverse();
        var before = words.Count < WordsRead ? Mood.Open : await openings.Earlier.MoodBefore(db, conversation.Id, words[0].Position, deny, cancel);
        var type = conversation.ContactTypeId is null ? null : (await db.KnownContactTypes(cancel)).Find(t => t.Id == conversation.ContactTypeId)?.Name;
        var earlier = db.Conversations.Where(c => c.CustomerId == conversation.CustomerId && c.Number < conversation.Number);
        var last = await earlier.OrderByDescending(c => c.Number).Select(c => c.Subject).FirstOrDefaultAsync(cancel);
        var items = await db.OnCounter(conversation.Id, now, cancel);
        return new([.. words.Select(w => w.Heard)], items, $"{conversation.Subject} . {type}", customer, await earlier.CountAsync(cancel), last, next.Opening, now, me.Zone) { Before = before, Erased = erased, Remembered = await db.NearDaysOf(conversation.CustomerId, conversation.Id, now.InZone(me.Zone).Date, now, cancel) };
    }

    public static async Task<Shelf> ShelfFor(RapportDb db, CustomerId? customer, Me me, CancellationToken cancel)
    {
        var tidbits = await db.KnownTidbits(cancel);
        var heard = customer is { } who ? await db.HeardBy(who, cancel) : [];
        var reasons = await db.Keep(library, "reasons of choices", () => db.ChoiceReasons.AsNoTracking().Where(r => r.RetiredAt == null).ToListAsync(cancel));
        return new([.. tidbits.Where(t => heard.Count == 0 || !heard.Contains(t.Known))], reasons, await KeepQuestions.For(db, me, cancel)) { Interests = await db.InterestsOf(me, cancel) };
    }
}
