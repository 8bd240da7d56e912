using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Customers;
using Rapport.Desk;
using Rapport.Essence.Moments;
using Rapport.Foundation;
using Rapport.Language;

namespace Rapport.Essence.Library;

/// <summary>
/// Which of the house's tidbits somebody may have told in what they wrote, so that a moment of unique knowledge can say which it was and the
/// customer is not offered it again. By words that both have, and only as a question that may be left; what this customer has heard is not asked of.
/// </summary>
public sealed class SaidTidbits : IFeature
{
    const int LastOwn = 3, Most = 5, LeastLetters = 4, LeastShared = 2;

    /// <param name="Under">Under each message of one's own that looks like unique knowledge.</param>
    /// <param name="Last">For the dialog, which keeps what is of no message in particular: those of one's last few.</param>
    public sealed record Here(IReadOnlyDictionary<MessageId, IReadOnlyList<Tidbit>> Under, IReadOnlyList<Tidbit> Last)
    {
        public IReadOnlyList<Tidbit> In(Message message) => Under.GetValueOrDefault(message.Id) ?? [];
    }

    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/desk/{number:long}/said-tidbits", Show).For(Who.Agent);

    static async Task<IResult> Show(long number, Me me, RapportDb db, TimeProvider time, HttpContext http, CancellationToken cancel)
    {
        var conversation = await db.ToRead(number, cancel);
        var mine = await db.Messages.AsNoTracking().Where(m => m.ConversationId == conversation.Id && m.PersonId == me.Id && m.From == MessageFrom.Agent).OrderByDescending(m => m.Position).Take(LastOwn).ToListAsync(cancel);
        return Fragment.Of<WhichTidbit>(http, new { Id = "moment", Tidbits = (await Of(db, conversation.CustomerId, mine, [], me, time.Now(), cancel)).Last });
    }

    internal static Task<Here> Load(RapportDb db, OpenConversationView open, MomentsHere moments, CancellationToken cancel)
    {
        var mine = open.Thread.OfType<ThreadItem.Said>().Select(s => s.Message).Where(m => m.PersonId == open.Me.Id && m.From is MessageFrom.Agent).ToList();
        var alike = mine.FindAll(m => moments.Proposed.TryGetValue(m.Id, out var p) && p.Behavior is BehaviorKind.Knowledge);
        return Of(db, open.Customer.Id, [.. mine.TakeLast(LastOwn)], alike, open.Me, open.Now, cancel);
    }

    static async Task<Here> Of(RapportDb db, CustomerId customer, List<Message> last, List<Message> alike, Me me, Instant now, CancellationToken cancel)
    {
        var season = Tidbit.SeasonOf(now.InZone(me.Zone).Date);
        var known = last.Count == 0 ? [] : (await db.KnownTidbits(cancel)).FindAll(t => t.IsTrueAt(now, season));
        var found = new Here(alike.ToDictionary(m => m.Id, m => In(m.Body, known)), In(string.Join('\n', last.Select(m => m.Body)), known));
        if (found.Under.Values.Append(found.Last).All(t => t.Count == 0)) return found;
        var heard = await db.HeardBy(customer, cancel);
        return new(found.Under.ToDictionary(u => u.Key, u => New(u.Value)), New(found.Last));

        IReadOnlyList<Tidbit> New(IReadOnlyList<Tidbit> tidbits) => [.. tidbits.Where(t => !heard.Contains(t.Known))];
    }

    /// <summary>The likeliest first: a third of a tidbit's longer words, and two of them at least, stand in what was written.</summary>
    static IReadOnlyList<Tidbit> In(string text, IEnumerable<Tidbit> tidbits)
    {
        var said = WordsOf(text);
        return [.. (from tidbit in tidbits
                   let words = WordsOf(tidbit.Text)
                   let shared = words.Count(said.Contains)
                   where shared >= LeastShared && shared * 3 >= words.Count
                   orderby (double)shared / words.Count descending, tidbit.SharedAt descending
                   select tidbit).Take(Most)];
    }

    static HashSet<string> WordsOf(string text) => Phrases.Fold(text).Where(w => w.Length >= LeastLetters).Select(Phrases.One).ToHashSet(StringComparer.Ordinal);
}

static class Hearing
{
    static readonly string[] library = ["library"];

    /// <summary>Those that were not taken out.</summary>
    public static ValueTask<List<Tidbit>> KnownTidbits(this RapportDb db, CancellationToken cancel) => db.Keep(library, "tidbits", () => db.Tidbits.AsNoTracking().Where(t => t.RetiredAt == null).ToListAsync(cancel));

    /// <summary>What a customer has heard, by <see cref="Tidbit.Known"/>: the same words are no news because somebody shared them again.</summary>
    public static async Task<HashSet<string>> HeardBy(this RapportDb db, CustomerId customer, CancellationToken cancel) =>
        (await (from told in db.ToldTidbits join tidbit in db.Tidbits on told.TidbitId equals tidbit.Id where told.CustomerId == customer select tidbit.Text).ToListAsync(cancel)).Select(Tidbit.KnownAs).ToHashSet(StringComparer.Ordinal);

    /// <summary>Twice is once; who told it is not kept. What was told while it was true was told, however late it is noted.</summary>
    public static async Task Heard(this RapportDb db, CustomerId customer, TidbitId tidbit, Instant at, CancellationToken cancel)
    {
        var told = await db.Tidbits.AsNoTracking().SingleOrDefaultAsync(t => t.Id == tidbit, cancel) ?? throw new NotFound("tidbit");
        Refusal.If(told.HasRunOut(at), $"“{told.Text}” has run out, so it can't have been told then. If it is still true, share it anew with a later day.", "tidbit-expired");
        await db.Database.ExecuteSqlAsync($"INSERT INTO told_tidbits (customer_id, tidbit_id) VALUES ({db.Raw(customer.Value)}, {db.Raw(tidbit.Value)}) ON CONFLICT DO NOTHING", cancel);
    }
}
