using Rapport.Access;
using Rapport.Bonds;
using Rapport.Customers;
using Rapport.Desk;
using Rapport.Foundation;

namespace Rapport.Memory;

/// <summary>Who a conversation is with, beside the desk, at the counter, and for a program.</summary>
public sealed class ShowKnown : IFeature
{
    public sealed record TalkView(long Number, string Subject, Channel Channel, NodaTime.Instant At);

    public sealed record ProposedView(MessageId Message, NodaTime.Instant At, string Text, MemoryKind Kind, string? Day, string Key);

    /// <summary>Who it is, for a program.</summary>
    public sealed record View(CustomerId Customer, string Name, string? SaidAs, bool? MayBeRemembered, TalkView? LastTalk, IEnumerable<ShowBonds.BondView> Bonds, IEnumerable<KeepFact.View> Facts, IEnumerable<KeepFact.View> NotToBeAsked, IEnumerable<ProposedView> Proposed);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{number:long}/known", Card).For(Who.Agent);
        app.MapGet("/api/v1/conversations/{number:long}/recognition", ForProgram).For(Who.Agent);
    }

    static async Task<IResult> Card(long number, Me me, RapportDb db, FactsSaid said, TimeProvider time, HttpContext http, CancellationToken cancel) =>
        Fragment.Of<KnownCard>(http, new { Known = await Load(number, me, db, said, time, cancel) });

    static async Task<Answer<View>> ForProgram(long number, Me me, RapportDb db, FactsSaid said, TimeProvider time, CancellationToken cancel)
    {
        var known = await Load(number, me, db, said, time, cancel);
        return Answer.Ok(new View(known.Customer, known.Name, known.SaidAs?.Text,
            known.Consent switch { { WithdrawnAt: not null } => false, { Holds: true } => true, _ => null },
            known.Last is { } last ? new(last.Number, last.Subject, last.Channel, last.At) : null,
            known.Bonds.Take(KnownView.BondsAtMost).Select(ShowBonds.BondView.Of), known.Shown.Select(KeepFact.View.Of), known.Closed.Select(KeepFact.View.Of),
            known.Proposed.Select(p => new ProposedView(p.Message, p.At, p.Text, p.Kind, p.Day?.ToString(), p.Key))));
    }

    static async Task<KnownView> Load(long number, Me me, RapportDb db, FactsSaid said, TimeProvider time, CancellationToken cancel)
    {
        var conversation = await db.ToRead(number, cancel);
        var name = await db.NameOf(conversation.CustomerId, cancel);
        return await KnownView.Load(db, said, conversation, name, me, time.Now(), cancel);
    }
}
