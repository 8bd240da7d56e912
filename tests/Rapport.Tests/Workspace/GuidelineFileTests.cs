using Rapport.Town.Line;
using Rapport.Workspace.Commands;

namespace Rapport.Tests.Workspace;

public sealed class GuidelineFileTests
{
    static readonly IReadOnlyList<ContactTypeDraft> All = GuidelineFile.Read(Fixture.Guidelines);

    [Fact]
    public void A_real_shops_guidelines_are_55_procedures_with_255_steps()
    {
        Assert.Equal(55, All.Count);
        Assert.Equal(255, All.Sum(t => t.Steps.Count));
    }

    [Fact]
    public void Every_procedure_and_every_step_in_it_has_a_key_of_its_own_and_a_name()
    {
        Assert.Equal(55, All.Select(t => t.Key).Distinct().Count());
        Assert.All(All, type =>
        {
            Assert.Matches("^abcd:[a-z0-9-]+/[a-z0-9-]+$", type.Key);
            Assert.Equal(type.Steps.Count, type.Steps.Select(s => s.Key).Distinct().Count());
            Assert.All(type.Steps, step => Assert.InRange(step.Name.Length, 3, 120));
        });
    }

    [Fact]
    public void A_step_is_named_by_its_button_and_explained_by_its_text()
    {
        var refund = All.Single(t => t.Key == "abcd:product-defect/initiate-refund");
        Assert.Equal(["Pull up Account", "Validate Purchase", "Record Reason", "Enter Details", "Offer Refund"], refund.Steps.Select(s => s.Name));
        Assert.EndsWith("• If the customer does not know, the default amount is $50", refund.Steps[4].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_without_a_button_is_named_by_its_first_sentence()
    {
        var lost = All.Single(t => t.Key == "abcd:manage-account/status-service-removed");
        Assert.Equal("Check that the service is now operational", lost.Steps[5].Name);
        Assert.Equal(["say", "say-2"], lost.Steps.Where(s => s.Key.StartsWith("say", StringComparison.Ordinal)).Select(s => s.Key));
    }

    [Theory]
    [InlineData("not json at all")]
    [InlineData("[]")]
    [InlineData("""{"flow":{"steps":[]}}""")]
    public void A_file_of_something_else_is_said_so(string text) =>
        Assert.Contains("not a guidelines file", Assert.Throws<CannotGoOn>(() => GuidelineFile.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_that_is_not_there_is_said_so() =>
        Assert.Contains("no such file", Assert.Throws<CannotGoOn>(() => GuidelineFile.Read("/nowhere/guidelines.json")).Message, StringComparison.Ordinal);
}
