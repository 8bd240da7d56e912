using Microsoft.EntityFrameworkCore;
using Rapport.Town.Line;
using Rapport.Workspace.Commands;
using Admin = Rapport.Town.Line.House;

namespace Rapport.Tests.Workspace;

public sealed class ImportGuidelinesTests
{
    static readonly IReadOnlyList<ContactTypeDraft> Drafts = GuidelineFile.Read(Fixture.Guidelines);

    [Theory, OnBothDatabases]
    public async Task Guidelines_become_contact_types_and_a_second_time_changes_nothing(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var house = await Enter(desk);

        Assert.Equal(new(55, 0, 0, 255), await ImportGuidelines.Bring(house, Drafts, default));
        Assert.Equal(new(0, 0, 55, 255), await ImportGuidelines.Bring(house, Drafts, default));

        Assert.Equal(55, await desk.InDatabase(db => db.ContactTypes.CountAsync()));
        Assert.Equal(255, await desk.InDatabase(db => db.FunctionSteps.CountAsync(s => !s.Retired)));
    }

    [Theory, OnBothDatabases]
    public async Task Only_what_differs_is_changed(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var house = await Enter(desk);
        await ImportGuidelines.Bring(house, [.. Drafts.Take(3)], default);
        var changed = Drafts[1] with { Steps = [.. Drafts[1].Steps.Skip(1)] };

        Assert.Equal(new(1, 1, 2, Drafts[0].Steps.Count + changed.Steps.Count + Drafts[2].Steps.Count + Drafts[3].Steps.Count),
            await ImportGuidelines.Bring(house, [Drafts[0], changed, Drafts[2], Drafts[3]], default));
    }

    [Theory, OnBothDatabases, Trait("Proves", "E146")]
    public async Task What_demands_a_behavior_is_not_brought_in_and_said_and_the_rest_comes(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var house = await Enter(desk);
        var obliging = new ContactTypeDraft("obliging", "Obliging", null, [new("kind", "Compliment the customer", null)]);

        var report = await ImportGuidelines.Bring(house, [Drafts[0], obliging, Drafts[1]], default);

        Assert.Equal((2, Drafts[0].Steps.Count + Drafts[1].Steps.Count), (report.Made, report.Steps));
        Assert.Contains("“Compliment” is a behavior", Assert.Single(report.Refused), StringComparison.Ordinal);
        Assert.Equal(1, await desk.InDatabase(db => db.RefusedRules.CountAsync()));
    }

    static Task<Admin> Enter(TestDesk desk) => Admin.Enter(new DeskLine(DeskLine.Dial(desk.Url), new CallTimes()), TestDesk.OwnerToken, default);
}
