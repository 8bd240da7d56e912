using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Desk;
using Rapport.Foundation;

namespace Rapport.Memory;

/// <summary>Who a conversation is with, beside the desk, at the counter, and for a program.</summary>
public sealed class ShowKnown : IFeature
{
    public sealed record TalkView(long Number, string Subject, Channel Channel, NodaTime.Instant At);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{number:long}/known", Card).For(Who.Agent);
        app.MapGet("/api/v1/conversations/{number:long}/recognition", ForProgram).For(Who.Agent);
    }

    static async Task<IResult> Card(long number, Me me, RapportDb db, FactsSaid said, TimeProvider time, HttpContext http, CancellationToken cancel) =>
        Fragment.Of<KnownCard>(http, new { Known = await Load(number, me, db, said, time, cancel) });

    static async Task<Answer> ForProgram(long number, Me me, RapportDb db, FactsSaid said, TimeProvider time, CancellationToken cancel)
    {
        var known = await Load(number, me, db, said, time, cancel);
        return Answer.Ok(new
        {
            customer = known.Customer,
            name = known.Name,
            said_as = known.SaidAs?.Text,
            may_be_remembered = known.Consent switch { { WithdrawnAt: not null } => false, { Holds: true } => true, _ => (bool?)null },
            last_talk = known.Last is { } last ? new TalkView(last.Number, last.Subject, last.Channel, last.At) : null,
            facts = known.Shown.Select(KeepFact.View.Of),
            not_to_be_asked = known.Closed.Select(KeepFact.View.Of),
            proposed = known.Proposed.Select(p => new { message = p.Message, at = p.At, text = p.Text, kind = p.Kind, day = p.Day?.ToString(), key = p.Key }),
        });
    }

    static async Task<KnownView> Load(long number, Me me, RapportDb db, FactsSaid said, TimeProvider time, CancellationToken cancel)
    {
        var conversation = await db.ToRead(number, cancel);
        var name = await db.Customers.Where(c => c.Id == conversation.CustomerId).Select(c => c.Name).SingleAsync(cancel);
        return await KnownView.Load(db, said, conversation, name, me, time.Now(), cancel);
    }
}
