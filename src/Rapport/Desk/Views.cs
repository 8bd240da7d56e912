using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;

namespace Rapport.Desk;

/// <summary>The lists of a desk. Whoever has waited longest stands first, then what was touched last.</summary>
public static class Views
{
    /// <summary>Told when the desk has read something. No browser follows it; it only lets go of lists that are kept.</summary>
    public const string ReadTopic = "read";

    /// <summary>Whatever changes a line of a list tells one of these.</summary>
    static readonly string[] topics = ["inbox", "people", ReadTopic];

    public const int Shown = 50, MostCounted = 99;

    public static readonly string[] Names = ["mine", "unowned", "team", "promised", "resolved"];

    /// <summary>From when on a customer waits too long: ten minutes where they stand or sit there waiting, four hours where they don't.</summary>
    public static Duration TooLong(Channel channel) => channel is Channel.Chat or Channel.Counter or Channel.Phone ? Duration.FromMinutes(10) : Duration.FromHours(4);

    /// <summary><see cref="Owner"/> is who has it; among one's own, who has it else, for whom one covers.</summary>
    public sealed record Row(ConversationId Id, long Number, string Customer, string Subject, string Preview, Channel Channel, Status Status, Instant? WaitingSince, Instant UpdatedAt, Instant? PromisedUntil, string? Owner, bool Unread);

    public static IQueryable<Conversation> View(this RapportDb db, string view, PersonId me) => view switch
    {
        // Two questions, each with an index of its own, where “or” would read whatever is open.
        "mine" => db.Conversations.Where(c => c.Status == Status.Open && c.OwnerId == me)
            .Concat(db.Conversations.Where(c => c.Status == Status.Open && db.Speakers.Where(s => s.PersonId == me && s.Why == Standing.Cover).Select(s => s.ConversationId).Contains(c.Id))),
        "unowned" => db.Conversations.Where(c => c.Status == Status.Open && c.OwnerId == null && c.WaitsForId == null),
        "promised" => db.Conversations.Where(c => c.PromisedUntil != null),
        "resolved" => db.Conversations.Where(c => c.Status == Status.Resolved),
        _ => db.Conversations.Where(c => c.Status == Status.Open),
    };

    /// <summary>One's own list is one's own; the others are the same for everybody.</summary>
    static string Key(string view, PersonId me) => view == "mine" ? $"mine of {me.Value}" : view;

    public static ValueTask<List<Row>> Rows(this RapportDb db, string view, PersonId me, CancellationToken cancel) =>
        db.Keep(topics, "rows of " + Key(view, me), () => ReadRows(db, view, me, cancel));

    static async Task<List<Row>> ReadRows(RapportDb db, string view, PersonId me, CancellationToken cancel)
    {
        var all = db.View(view, me);
        PersonId? own = view == "mine" ? me : null;
        if (view == "promised") return await Fetch(db, own, all.OrderBy(c => c.PromisedUntil).Take(Shown), cancel);
        if (view == "resolved") return await Fetch(db, own, all.OrderByDescending(c => c.UpdatedAt).Take(Shown), cancel);
        var waiting = await Fetch(db, own, all.Where(c => c.WaitingSince != null).OrderBy(c => c.WaitingSince).Take(Shown), cancel);
        return waiting.Count == Shown ? waiting : [.. waiting, .. await Fetch(db, own, all.Where(c => c.WaitingSince == null).OrderByDescending(c => c.UpdatedAt).Take(Shown - waiting.Count), cancel)];
    }

    /// <summary>How many are in each list, counted up to <see cref="MostCounted"/> + 1.</summary>
    public static async Task<Dictionary<string, int>> Counts(this RapportDb db, PersonId me, CancellationToken cancel)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var view in new[] { "unowned", "promised" })
            counts[view] = (await db.Keep(topics, "count of " + Key(view, me), async () => new Count(await db.View(view, me).Take(MostCounted + 1).CountAsync(cancel)))).Number;
        return counts;
    }

    sealed record Count(int Number);

    static Task<List<Row>> Fetch(RapportDb db, PersonId? own, IQueryable<Conversation> conversations, CancellationToken cancel) => (
        from c in conversations.AsNoTracking()
        join customer in db.Customers on c.CustomerId equals customer.Id
        join owner in db.People on c.OwnerId equals owner.Id into owners
        from owner in owners.DefaultIfEmpty()
        select new Row(c.Id, c.Number, customer.Name, c.Subject, c.Preview, c.Channel, c.Status, c.WaitingSince, c.UpdatedAt, c.PromisedUntil, owner == null || owner.Id == own ? null : owner.Name, c.ReadByDesk < c.Position)).ToListAsync(cancel);
}
