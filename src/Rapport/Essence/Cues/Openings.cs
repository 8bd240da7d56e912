using System.Globalization;
using Microsoft.Extensions.Caching.Memory;
using NodaTime;
using Rapport.Essence.Library;
using Rapport.Foundation.Ui;
using Rapport.Language;
using Rapport.Memory;
using Rapport.Proposing;

namespace Rapport.Essence.Cues;

/// <summary>What could fit, best first, made from what is on the table and nothing else. Reads no database and changes nothing.</summary>
public sealed class Openings : IDisposable
{
    readonly Recognizer reader;

    public Openings(Recognizer reader)
    {
        this.reader = reader;
        Earlier = new(Erasures, MoodOf);
    }

    /// <summary>What was said before the words on the table: nothing is made from it, and it can silence.</summary>
    public EarlierWords Earlier { get; }

    /// <summary>Taken before words are laid on the table.</summary>
    public Erasures Erasures { get; } = new();

    /// <summary>What a message says does not change, and a card is made anew whenever something happens beside it.</summary>
    readonly MemoryCache read = new(new MemoryCacheOptions { SizeLimit = MostLetters });

    /// <summary>It holds so many letters in all: messages are kept with what was read in them, and one may be as long as a book.</summary>
    const int MostLetters = 8_000_000, LettersOfAFact = 100;

    /// <summary>What was erased is not in memory either.</summary>
    public void LetGo() => Erasures.Happened(() =>
    {
        read.Clear();
        Earlier.LetGo();
    });

    static readonly Duration JustNow = Duration.FromMinutes(15);
    const int LongestQuote = 90;

    /// <summary>Facts worth a cue. Age, diet, health and the like are nobody's business here.</summary>
    static readonly string[] Worth = ["occasion", "pet", "family", "travel", "hobby", "loyalty", "home", "work", "preference"];
    static readonly MemoryKind?[] WorthRemembering = [.. Worth.Select(MemoryKinds.OfFound)];

    /// <summary>At most one of each kind; empty whenever silence is right.</summary>
    public IReadOnlyList<Cue> Of(OnTheTable table, Shelf shelf, DenyList deny)
    {
        if (table.Before is Mood.Silent || deny.Finds([.. table.Words.Select(w => w.Text), .. table.Items, table.Matter]) is not null) return [];
        var listening = Listening.To(table.Words, (text, before) => Read(text, before, table.Erased));
        if (listening.Mood is Mood.Silent) return [];
        var said = Mentioned(listening, table).Concat(Recalled(table)).ToList();
        var light = listening.Mood is Mood.Open && table.Before is Mood.Open;
        var words = Around(table);
        Cue?[] ranked =
        [
            said.Find(c => c.Behavior is BehaviorKind.Surprise),
            Known(table, shelf, words),
            said.Find(c => c.Behavior is not BehaviorKind.Surprise),
            table.Opening is { } weave ? new(Cue.KeyOf(CueKind.Weave, weave.Key), CueKind.Weave, weave.Behavior, weave.Reason, weave.Source) : null,
            Chosen(shelf, words),
            Common(table, shelf),
            Asked(shelf, words),
            Met(table),
        ];
        return [.. ranked.OfType<Cue>().Where(c => (light || !c.Kind.IsLight()) && deny.Finds([c.Reason, c.Source]) is null).DistinctBy(c => c.Kind)];
    }

    /// <summary>What words that were said earlier ask for.</summary>
    Mood MoodOf(IReadOnlyList<Heard> words, DenyList deny, int erased)
    {
        if (deny.Finds(words.Select(w => w.Text)) is not null) return Mood.Silent;
        var listening = Listening.To(words, (text, before) => Read(text, before, erased));
        return listening.IsGrave ? Mood.Silent : listening.WasUpset ? Mood.Serious : Mood.Open;
    }

    CustomerReading Read(string text, string before, int erased)
    {
        if (read.TryGetValue((text, before), out CustomerReading? known)) return known!;
        var reading = reader.ReadCustomer(text, before);
        Erasures.Unless(erased, () => read.Set((text, before), reading, new MemoryCacheEntryOptions { Size = SizeOf(text, before, reading), SlidingExpiration = TimeSpan.FromHours(1) }));
        return reading;
    }

    static long SizeOf(string text, string before, CustomerReading reading) => LettersOfAFact + text.Length + before.Length + reading.Facts.Sum(f => LettersOfAFact + f.Span.Length);

    /// <summary>How many messages are kept as they were read.</summary>
    public int Kept => read.Count;

    public void Dispose()
    {
        read.Dispose();
        Earlier.Dispose();
    }

    /// <summary>What the customer mentioned, in their own words.</summary>
    static IEnumerable<Cue> Mentioned(Listening listening, OnTheTable table) =>
        from read in listening.InMind
        from fact in read.Read.Facts
        where !fact.Sensitive && Worth.Contains(fact.Kind, StringComparer.Ordinal) && fact.Span.Trim().Length > 2
        let day = SaidDay.Coming(fact.Span, read.Said.At.InZone(table.Zone).Date)
        where day is null ? fact.Kind != "occasion" || !SaidDay.IsOver(fact.Span) : day >= table.Today
        let when = table.Now - read.Said.At <= JustNow && read == listening.Read[0] ? "just now" : InWords.When(read.Said.At, table.Now, table.Zone)
        let comes = day is null ? null : $" · {Calendar.Say(day.Value, table.Today)}"
        let behavior = fact.Kind == "occasion" ? BehaviorKind.Surprise : BehaviorKind.Interest
        select new Cue(Cue.KeyOf(CueKind.Said, fact.Span), CueKind.Said, behavior, Quote(fact.Span), $"{behavior.Words()} · in {(table.Customer is null ? "the customer" : InWords.FirstName(table.Customer))}’s words, {when}{comes}");

    /// <summary>What the customer told earlier, now that its day is near: the cue that the same words would make.</summary>
    static IEnumerable<Cue> Recalled(OnTheTable table) =>
        from near in table.Remembered
        where WorthRemembering.Contains(near.Fact.Kind) && !SaidDay.IsOver(near.Fact.Text)
        let told = near.Fact.ToldAt.InZone(table.Zone).Date
        let behavior = near.Fact.Kind is MemoryKind.Occasion ? BehaviorKind.Surprise : BehaviorKind.Interest
        select new Cue(Cue.KeyOf(CueKind.Said, near.Fact.Text), CueKind.Said, behavior, Quote(near.Fact.Text), $"{behavior.Words()} · told on {told.ToString(told.Year == table.Today.Year ? "d MMMM" : "d MMMM yyyy", CultureInfo.InvariantCulture)} · {Calendar.Say(near.Day, table.Today)}");

    static Cue? Known(OnTheTable table, Shelf shelf, HashSet<string> words) => (
        from tidbit in shelf.Tidbits
        where tidbit.IsTrueAt(table.Now, Tidbit.SeasonOf(table.Today))
        let subject = Phrases.Subject(words, tidbit.About)
        where subject is not null
        // What is about more words is nearer to the matter.
        orderby subject.Split(' ').Length descending, tidbit.Season is Season.Any, tidbit.SharedAt descending
        select new Cue(Cue.KeyOf(CueKind.Tidbit, tidbit.Id.Value.ToString()), CueKind.Tidbit, BehaviorKind.Knowledge, tidbit.Text, $"unique knowledge · shared by {tidbit.SharedBy}{(table.Customer is null ? null : $" · {InWords.FirstName(table.Customer)} hasn’t heard it")}", tidbit.Id, $"/essence/tidbits#tidbit-{tidbit.Id.Value}")).FirstOrDefault();

    static Cue? Chosen(Shelf shelf, HashSet<string> words) => (
        from reason in shelf.Reasons
        where reason.RetiredAt is null
        let subject = Phrases.Subject(words, reason.Product)
        where subject is not null
        orderby subject.Split(' ').Length descending, reason.SharedAt descending
        select new Cue(Cue.KeyOf(CueKind.Choice, reason.Id.Value.ToString()), CueKind.Choice, BehaviorKind.Enthusiasm, $"A good choice for {reason.Suits}: {reason.Fact}", $"authentic enthusiasm · {reason.Source}", Href: $"/essence/reasons#reason-{reason.Id.Value}")).FirstOrDefault();

    /// <summary>That a question fits, and where it is; not the question itself, which would be a line to read aloud.</summary>
    static Cue? Asked(Shelf shelf, HashSet<string> words) => (
        from question in shelf.Questions
        let subject = Phrases.Subject(words, question.About)
        where subject is not null
        orderby question.Own descending, subject.Split(' ').Length descending
        select new Cue(Cue.KeyOf(CueKind.Question, subject), CueKind.Question, BehaviorKind.Interest, $"{char.ToUpperInvariant(subject[0])}{subject[1..]} came up", $"genuine interest · {(question.Own ? "a question of your own is about this" : "the bank has a question about this")}", Href: $"/essence/questions#question-{question.Key}")).FirstOrDefault();

    /// <summary>What the customer spoke of and whoever serves likes too. What only lies on the counter or was said here is nobody's liking.</summary>
    static Cue? Common(OnTheTable table, Shelf shelf)
    {
        if (shelf.Interests.Count == 0) return null;
        var said = WordsOf(table.Words.Where(w => w.FromCustomer).Select(w => w.Text));
        var found = shelf.Interests.Select(i => Phrases.Subject(said, i)).FirstOrDefault(i => i is not null);
        return found is null ? null : new(Cue.KeyOf(CueKind.Shared, found), CueKind.Shared, BehaviorKind.Interest, $"{char.ToUpperInvariant(found[0])}{found[1..]}: you like that too", "genuine interest · from your own list, which nobody else sees");
    }

    static Cue? Met(OnTheTable table)
    {
        if (table.EarlierVisits is not { } before || table.Customer is not { } customer || customer.Contains('@', StringComparison.Ordinal)) return null;
        var name = InWords.FirstName(customer);
        return before == 0
            ? new(Cue.KeyOf(CueKind.Visit, "first"), CueKind.Visit, BehaviorKind.Interest, $"{name}’s first time with you", "genuine interest · no conversation before this one")
            : new(Cue.KeyOf(CueKind.Visit, "again"), CueKind.Visit, BehaviorKind.Interest, $"{name} is back", $"genuine interest · {InWords.Count(before, "conversation")} before{(table.Last is null ? "" : $", the last: {table.Last}")}");
    }

    /// <summary>Every word there is, and what a Labrador is.</summary>
    static HashSet<string> Around(OnTheTable table) => WordsOf(table.Words.Select(w => w.Text).Concat(table.Items).Append(table.Matter));

    static HashSet<string> WordsOf(IEnumerable<string> texts)
    {
        var words = texts.SelectMany(Phrases.Fold).ToHashSet(StringComparer.Ordinal);
        foreach (var word in words.ToList())
        {
            words.Add(Phrases.One(word));
            if (Kin.Of(word) is { } kin) words.Add(kin);
        }
        return words;
    }

    static string Quote(string span)
    {
        var words = span.Trim().TrimEnd('.', ',', ';', '!').ReplaceLineEndings(" ");
        return $"“{(words.Length <= LongestQuote ? words : words[..LongestQuote] + "…")}”";
    }
}
