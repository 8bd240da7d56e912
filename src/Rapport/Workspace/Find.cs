using Rapport.Access;
using Rapport.Desk;
using Rapport.Foundation;
using Rapport.Foundation.Search;

namespace Rapport.Workspace;

/// <summary>The palette: conversations, customers, and what one can do here, by a few letters.</summary>
public sealed class Find : IFeature
{
    const int Shown = 12;

    /// <summary>Something one can do or a place one can go to. <see cref="Open"/> names a dialog instead of an address.</summary>
    public sealed record Command(string Name, string? Href, string? Open, string Hint, Role For = Role.Agent);

    static readonly Command[] Commands =
    [
        new("My conversations", "/desk?view=mine", null, "G M"),
        new("Conversations nobody has yet", "/desk?view=unowned", null, "G U"),
        new("The team's conversations", "/desk?view=team", null, "G T"),
        new("Promises", "/desk?view=promised", null, "G P"),
        new("Resolved conversations", "/desk?view=resolved", null, "G R"),
        new("Who may be one person: customers who seem to be here twice", "/customers", null, "customers"),
        new("Somebody walks up to the counter", "/counter", null, "G C"),
        new("Charters: what each role must do and may give", "/roles/charters", null, "G O"),
        new("Touchpoint maps and their windows", "/roles/maps", null, "roles"),
        new("Weaves: what may be given beside each step", "/roles/weaves", null, "roles"),
        new("Register of designs", "/roles/designs", null, "roles"),
        new("What was refused", "/roles/refusals", null, "roles"),
        new("My book of moments", "/book", null, "G E"),
        new("The team: what stood in the way", "/team", null, "G A", Role.Lead),
        new("Behaviors, with examples", "/essence/behaviors", null, "essence"),
        new("Tidbits that colleagues share", "/essence/tidbits", null, "essence"),
        new("Question bank", "/essence/questions", null, "essence"),
        new("Reasons why a choice was good", "/essence/reasons", null, "essence"),
        new("Surprises and what is left today", "/essence/surprises", null, "essence"),
        new("Mute cues; what is never a cue", "/essence/cues", null, "essence"),
        new("Customers who know me, and my lane", "/bonds", null, "bonds"),
        new("To introduce: customers whose person has left", "/bonds/introductions", null, "bonds"),
        new("Lanes: who has how much to do", "/team/lanes", null, "lanes", Role.Lead),
        new("Away, and who covers for me", "/handovers/away", null, "away"),
        new("What was missing: gaps", "/handovers/gaps", null, "gaps"),
        new("Change my password", "/settings/password", null, "settings"),
        new("API tokens", "/settings/tokens", null, "settings"),
        new("Contact types and their steps", "/settings/contact-types", null, "settings", Role.Lead),
        new("People and invitations", "/settings/people", null, "settings", Role.Admin),
        new("Errands that keep failing", "/settings/errands", null, "settings", Role.Admin),
        new("Log of everything that happened", "/settings/log", null, "settings", Role.Admin),
        new("All keys", null, "keys", "?"),
    ];

    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/find", Handle).For(Who.Agent);

    static async Task<IResult> Handle(string? q, Me me, RapportDb db, HttpContext http, CancellationToken cancel)
    {
        var words = Words.ToFind(q);
        var results = words.Length == 0 ? [] : await FindAnything.Find(db, q!.Length > 300 ? q[..300] : q, Shown, cancel);
        var commands = Commands.Where(c => me.Role >= c.For && words.All(w => Words.Of(c.Name).Any(n => n.Key.StartsWith(w, StringComparison.Ordinal)))).ToList();
        if (results.Count + commands.Count == 0) results = await FindAnything.Perhaps(db, words, Shown, cancel);
        return Fragment.Of<FindResults>(http, new { Words = words, Results = results, Found = commands });
    }
}
