using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Customers;
using Rapport.Desk;
using Rapport.Foundation;

namespace Rapport.Workspace.Timeline;

/// <summary>A page of everything that happened with a customer, over every channel, as far as whoever looks may see it.</summary>
/// <param name="Customer">Whose it is.</param>
/// <param name="Entries">The newest first.</param>
/// <param name="Talks">The conversations they happened in.</param>
/// <param name="After">Where this page begins.</param>
/// <param name="Next">Where the next one does; null on the last.</param>
/// <param name="Me">Who looks.</param>
/// <param name="Now">The present.</param>
public sealed record TimelineView(CustomerId Customer, IReadOnlyList<TimelineEntry> Entries, IReadOnlyDictionary<ConversationId, TimelineView.Talk> Talks, string? After, string? Next, Me Me, Instant Now)
{
    const int OnAPage = 30;

    public sealed record Talk(ConversationId Id, long Number, string Subject, Channel Channel);

    public static async Task<TimelineView> Load(RapportDb db, CustomerId customer, string? after, int? limit, Me me, Instant now, CancellationToken cancel)
    {
        await db.StayOpen(cancel);
        await db.NameOf(customer, cancel);
        var (from, page) = (Place.Parse(after), limit ?? OnAPage);
        var entries = await new Everything(db, customer, me, from, page + 1, cancel).Read();
        var shown = entries.Take(page).ToList();
        var ids = shown.Select(e => e.Conversation).OfType<ConversationId>().Distinct().ToList();
        var talks = await db.Conversations.AsNoTracking().Where(c => ids.Contains(c.Id)).Select(c => new Talk(c.Id, c.Number, c.Subject, c.Channel)).ToDictionaryAsync(t => t.Id, cancel);
        return new(customer, shown, talks, after, entries.Count > page ? Following(from, shown).ToString() : null, me, now);
    }

    static Place Following(Place from, List<TimelineEntry> shown)
    {
        var last = shown[^1].At;
        return new(last, shown.Count(e => e.At == last) + (last == from.At ? from.Shown : 0));
    }
}

/// <summary>The same for a program.</summary>
public sealed class ShowTimeline : IFeature
{
    public sealed record View(EntryKind Kind, Instant At, Guid Id, long? Conversation, string? Subject, Channel? Channel, string? By, MessageFrom? From, string? Text);

    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/api/v1/customers/{customer}/timeline", Handle).For(Who.Agent);

    static async Task<Answer<PageOf<View>>> Handle(CustomerId customer, int? limit, string? after, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var page = await TimelineView.Load(db, customer, after, Paging.Limit(limit), me, time.Now(), cancel);
        return Answer.Ok(new PageOf<View>([.. page.Entries.Select(e => Of(e, e.Conversation is { } id ? page.Talks.GetValueOrDefault(id) : null))], page.Next));
    }

    static View Of(TimelineEntry e, TimelineView.Talk? talk) => new(e.Kind, e.At, e.Id, talk?.Number, talk?.Subject, talk?.Channel, e.By, e.From, e.Words);
}
