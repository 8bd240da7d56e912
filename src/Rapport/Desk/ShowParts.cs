using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Customers;
using Rapport.Foundation;
using Rapport.Foundation.Ui;

namespace Rapport.Desk;

/// <summary>The parts of the desk that can be fetched again by themselves. The page that holds them is Workspace's.</summary>
public sealed class ShowParts : IFeature
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/list", List).For(Who.Agent);
        app.MapGet("/desk/{number:long}/head", Part<ThreadHead>(OpenConversationView.Need.Head)).For(Who.Agent);
        app.MapGet("/desk/{number:long}/composer", Part<Composer>(OpenConversationView.Need.Writing)).For(Who.Agent);
        app.MapGet("/desk/{number:long}/presence", Presence).For(Who.Agent);
    }

    static async Task<IResult> List(string? view, long? current, Me me, RapportDb db, TimeProvider time, HttpContext http, CancellationToken cancel) =>
        Fragment.Of<ConversationList>(http, new { List = await ListView.Load(db, view, current, me, time.Now(), cancel) });

    static Func<long, int?, Me, RapportDb, TimeProvider, HttpContext, CancellationToken, Task<IResult>> Part<TPart>(OpenConversationView.Need need) where TPart : Microsoft.AspNetCore.Components.IComponent =>
        async (number, shown, me, db, time, http, cancel) => Fragment.Of<TPart>(http, new { Open = await OpenConversationView.Load(db, number, me, time.Now(), cancel, shown, need) });

    static async Task<IResult> Presence(long number, Me me, RapportDb db, TimeProvider time, HttpContext http, CancellationToken cancel)
    {
        var conversation = await db.ToRead(number, cancel);
        var now = time.Now();
        var customer = await db.NameOf(conversation.CustomerId, cancel);
        return Fragment.Of<PresenceStrip>(http, new { Here = await db.Here(conversation.Id, $"person:{me.Id.Value}", now, cancel), Now = now, LostAt = await db.LineLostAt(conversation.Id, cancel), Customer = InWords.FirstName(customer), Owner = conversation.OwnerId == me.Id ? null : await db.OwnerName(conversation, cancel), me.Zone });
    }
}

/// <summary>One of the lists, with how many are in the others, and where one has begun to write.</summary>
public sealed record ListView(string View, long? Current, IReadOnlyList<Views.Row> Rows, IReadOnlyDictionary<string, int> Counts, Instant Now, DateTimeZone Zone, Soon Soon, IReadOnlyDictionary<ConversationId, bool> Begun)
{
    public static async Task<ListView> Load(RapportDb db, string? view, long? current, Me me, Instant now, CancellationToken cancel)
    {
        await db.StayOpen(cancel);
        view = Views.Names.Contains(view, StringComparer.Ordinal) ? view! : "mine";
        return new(view, current, await db.Rows(view, me.Id, cancel), await db.Counts(me.Id, cancel), now, me.Zone, await Soon.Load(db, me.Id, now, cancel), await db.BegunBy(me.Id, cancel));
    }
}
