using Rapport.Town.Line;
using Rapport.Workspace.Commands;

namespace Rapport.Tests.Workspace;

public sealed class TaskFlowTests
{
    static readonly IReadOnlyDictionary<string, TaskFlow> Flows = TaskFlow.ReadAll(Fixture.Tasks);

    public static TheoryData<string> Tasks => [.. Flows.Keys];

    [Fact]
    public void There_are_24_tasks() => Assert.Equal(24, Flows.Count);

    [Theory, MemberData(nameof(Tasks))]
    public void A_flow_becomes_an_ordered_list_of_things_to_do(string task)
    {
        var flow = Flows[task];
        Assert.InRange(flow.Steps.Count, 3, 12);
        Assert.Equal(flow.Steps.Count, flow.Steps.Select(s => s.Key).Distinct().Count());
        Assert.Equal(flow.Steps.Count, flow.Steps.Select(s => s.Name).Distinct().Count());
        Assert.All(flow.Steps, step => Assert.Matches("^[A-Z][^_{}]{4,60}$", step.Name));
        Assert.Contains(flow.Steps, s => s.IsLookup);
        Assert.False(flow.Steps[0].Key is "anything_else");
        Assert.Equal($"star:{task}", flow.AsContactType().Key);
    }

    [Theory, MemberData(nameof(Tasks))]
    public void Greetings_and_ways_out_are_nothing_that_must_be_done(string task) =>
        Assert.DoesNotContain(Flows[task].Steps, s => s.Key.StartsWith("hello", StringComparison.Ordinal) || s.Key.Contains("bye", StringComparison.Ordinal)
            || s.Key is "out_of_scope" or "yes" or "no" or "available" or "unavailable" or "query_success" or "query_failure" or "info_missing");

    [Fact]
    public void A_booking_is_looked_up_offered_made_and_told_in_this_order() => Assert.Equal(
        ["ask_name", "hotel_ask_hotel", "hotel_ask_date_from", "hotel_ask_date_to", "hotel_ask_customer_request", "query_check", "hotel_ask_confirm_booking", "query_book", "hotel_reservation_succeeded", "anything_else"],
        Flows["hotel_book"].Steps.Select(s => s.Key));

    [Fact]
    public void Bad_news_settles_the_same_step_as_good_news()
    {
        var told = Flows["hotel_book"].Steps.Single(s => s.Key == "hotel_reservation_succeeded");
        Assert.Contains("hotel_reservation_failed", told.Labels);
        Assert.Equal("Tell how the booking went", told.Name);
    }

    [Fact]
    public void A_folder_or_file_of_something_else_is_said_so()
    {
        Assert.Contains("no folder", Assert.Throws<CannotGoOn>(() => TaskFlow.ReadAll("/nowhere/at/all")).Message, StringComparison.Ordinal);
        Assert.Contains("not a task flow", Assert.Throws<CannotGoOn>(() => TaskFlow.Parse("x", "[1,2]")).Message, StringComparison.Ordinal);
    }
}
