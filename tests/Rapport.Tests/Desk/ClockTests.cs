using NodaTime;
using Rapport.Access;
using Rapport.Customers;
using Rapport.Desk;

namespace Rapport.Tests.Desk;

[Trait("Proves", "E094")]
public class ClockTests
{
    static readonly DateTimeZone Berlin = DateTimeZoneProviders.Tzdb["Europe/Berlin"];

    [Fact]
    public void The_customers_clock_runs_from_the_first_ask_over_a_change_of_daylight_saving()
    {
        // On 25 October 2026 the clocks go back at 03:00: from 22:00 to 08:00 it is eleven hours, not ten.
        var asked = Berlin.AtStrictly(new LocalDateTime(2026, 10, 24, 22, 0)).ToInstant();
        var resolved = Berlin.AtStrictly(new LocalDateTime(2026, 10, 25, 8, 0)).ToInstant();
        var conversation = Open(asked);
        conversation.Hear("Ruth", "Where is it?", asked);

        Assert.Equal(Duration.FromHours(11), conversation.Elapsed(resolved, resolvedAt: null));
        Assert.Equal(Duration.FromHours(11), conversation.Elapsed(resolved + Duration.FromDays(1), resolvedAt: resolved));
    }

    [Fact]
    public void It_goes_on_across_answers_and_people_and_only_the_waiting_begins_anew()
    {
        var start = Instant.FromUtc(2026, 11, 22, 9, 0);
        var conversation = Open(start);
        conversation.Hear("Ruth", "Where is it?", start);
        conversation.Hear("Ruth", "Hello?", start + Duration.FromMinutes(4));
        Assert.Equal(start, conversation.WaitingSince);

        conversation.Say(Someone("Ana"), "I look.", start + Duration.FromMinutes(5));
        Assert.Null(conversation.WaitingSince);
        conversation.Hear("Ruth", "And?", start + Duration.FromMinutes(9));
        conversation.Say(Someone("Bo"), "Here it is.", start + Duration.FromMinutes(30));

        Assert.Equal(start, conversation.AskedAt);
        Assert.Equal(Duration.FromMinutes(42), conversation.Elapsed(start + Duration.FromMinutes(42), null));
    }

    [Theory, OnBothDatabases]
    public async Task A_program_reads_it_from_the_conversation(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var number = await desk.Conversation();
        desk.Time.Advance(TimeSpan.FromMinutes(7));

        var clock = (await desk.Owner.Get($"/api/v1/conversations/{number}")).GetProperty("clock");

        Assert.Equal(420, clock.GetProperty("elapsed_seconds").GetInt64());
        Assert.Equal("2026-11-22T09:00:00Z", clock.GetProperty("waiting_since").GetString());
    }

    static Conversation Open(Instant at) => Conversation.Open(1042, Channel.Chat, new CustomerId(Guid.NewGuid()), null, "Where is it?", at);

    static Me Someone(string name) => new(new PersonId(Guid.NewGuid()), name, name, Role.Agent);
}
