using Rapport.Access;
using Rapport.Bonds.Lanes;
using Rapport.Channels.Mail;
using Rapport.Desk;
using Rapport.Essence.Moments;
using Rapport.Essence.Cues;
using Rapport.Essence.Library;
using Rapport.Foundation;
using Rapport.Handovers;
using Rapport.Memory;
using Rapport.Promoters;
using Rapport.Workspace.OneCustomer;

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
        app.MapGet("/desk/{number:long}/thread", Said).For(Who.Agent);
    }

    static async Task<IResult> Nothing(string? view, Me me, RapportDb db, TimeProvider time, CancellationToken cancel) =>
        Pages.Show<DeskPage>(new { List = await ListView.Load(db, view, null, me, time.Now(), cancel), Me = me });

    static async Task<IResult> Open(long number, string? view, int? shown, Me me, RapportDb db, Proposals proposals, Openings openings, Lines lines, FactsSaid said, TimeProvider time, CancellationToken cancel)
    {
        var open = await OpenConversationView.Load(db, number, me, time.Now(), cancel, shown);
        var moments = await MomentsHere.Load(db, open, proposals, cancel);
        return Pages.Show<DeskPage>(new
        {
            List = await ListView.Load(db, view, number, me, time.Now(), cancel),
            Open = open,
            Moments = moments,
            Tidbits = await SaidTidbits.Load(db, open, moments, cancel),
            Mail = await MailHere.Load(db, open, cancel),
            Readers = await ChooseReaders.Load(db, open, cancel),
            Cues = await CuesView.Load(db, openings, open.Conversation, open.Customer.Name, me, time.Now(), cancel, open.Steps),
            Known = await KnownView.Load(db, said, open.Conversation, open.Customer.Name, me, time.Now(), cancel),
            Kin = await KinView.Load(db, open.Customer, cancel),
            Connection = await SayConnected.Load(db, open.Conversation, me, cancel),
            Lane = await LaneView.Load(db, open.Conversation, me, time.Now(), cancel),
            Passing = await PassingView.Load(db, lines, open.Conversation, open.Customer.Name, me, time.Now(), cancel),
            Me = me,
        });
    }

    /// <summary>What was said, and under one's own words what they look like to oneself.</summary>
    static async Task<IResult> Said(long number, int? shown, Me me, RapportDb db, Proposals proposals, TimeProvider time, HttpContext http, CancellationToken cancel)
    {
        var open = await OpenConversationView.Load(db, number, me, time.Now(), cancel, shown, OpenConversationView.Need.Thread);
        var moments = await MomentsHere.Load(db, open, proposals, cancel);
        return Fragment.Of<DeskThread>(http, new { Open = open, Moments = moments, Tidbits = await SaidTidbits.Load(db, open, moments, cancel), Mail = await MailHere.Load(db, open, cancel) });
    }

    static async Task<IResult> Person(long number, Me me, RapportDb db, Openings openings, FactsSaid said, TimeProvider time, HttpContext http, CancellationToken cancel)
    {
        var open = await OpenConversationView.Load(db, number, me, time.Now(), cancel, need: OpenConversationView.Need.Person);
        return Fragment.Of<PersonPane>(http, new { Open = open, Cues = await CuesView.Load(db, openings, open.Conversation, open.Customer.Name, me, time.Now(), cancel, open.Steps), Known = await KnownView.Load(db, said, open.Conversation, open.Customer.Name, me, time.Now(), cancel), Kin = await KinView.Load(db, open.Customer, cancel), Lane = await LaneView.Load(db, open.Conversation, me, time.Now(), cancel), Connection = await SayConnected.Load(db, open.Conversation, me, cancel) });
    }
}
