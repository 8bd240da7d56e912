using Rapport.Access;
using Rapport.Desk;
using Rapport.Foundation;
using Rapport.Handovers;

namespace Rapport.Workspace;

/// <summary>The desk: a list, the conversation that is open, the person it is with.</summary>
public sealed class ShowDesk : IFeature
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/", () => Results.Redirect("/desk")).For(Who.Anyone);
        app.MapGet("/desk", Nothing).For(Who.Agent);
        app.MapGet("/desk/{number:long}", Open).For(Who.Agent);
        app.MapGet("/desk/{number:long}/person", Person).For(Who.Agent);
    }

    static async Task<IResult> Nothing(string? view, Me me, RapportDb db, TimeProvider time, CancellationToken cancel) =>
        Pages.Show<DeskPage>(new { List = await ListView.Load(db, view, null, me, time.Now(), cancel), Me = me });

    static async Task<IResult> Open(long number, string? view, int? shown, Me me, RapportDb db, Lines lines, TimeProvider time, CancellationToken cancel) =>
        Pages.Show<DeskPage>(new { List = await ListView.Load(db, view, number, me, time.Now(), cancel), Open = await OpenConversationView.Load(db, number, me, time.Now(), cancel, shown), Passing = await PassingView.Load(db, lines, number, me, time.Now(), cancel), Me = me });

    static async Task<IResult> Person(long number, Me me, RapportDb db, TimeProvider time, HttpContext http, CancellationToken cancel) =>
        Fragment.Of<PersonPane>(http, new { Open = await OpenConversationView.Load(db, number, me, time.Now(), cancel) });
}
