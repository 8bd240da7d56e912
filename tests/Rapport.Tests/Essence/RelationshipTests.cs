using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Rapport.Access;
using Rapport.Customers;
using Rapport.Desk;
using Rapport.Essence.Team;
using Rapport.Foundation;

namespace Rapport.Tests.Essence;

[Trait("Proves", "E173")]
public class RelationshipTests
{
    static readonly Guid[] people = [.. Enumerable.Range(0, 8).Select(_ => Guid.NewGuid())];

    [Theory]
    [InlineData(0.15), InlineData(0.25), InlineData(-0.15)]
    public void An_effect_of_the_same_person_is_recovered_though_frequent_customers_make_it_look_larger(double effect)
    {
        var seen = Relationship.Of(PlantedTown.Talks(3000, people, effect, new Random(11)), PlantedTown.From, PlantedTown.To)!;

        Assert.InRange(effect, seen.Difference!.Interval.Low, seen.Difference.Interval.High);
        Assert.True(seen.Difference.Interval.High - seen.Difference.Interval.Low < 0.08, $"{seen.Difference}");
        Assert.True(Math.Sign(effect) == Math.Sign(seen.Difference.Interval.Low) && Math.Sign(effect) == Math.Sign(seen.Difference.Interval.High), $"{seen.Difference}");
        // Without the adjustment it would be claimed to be more than it is.
        Assert.True(seen.Known.Rate - seen.Others.Rate > effect + 0.08, $"{seen.Known.Rate - seen.Others.Rate}");
    }

    [Fact]
    public void Where_there_is_none_none_is_found_though_it_looks_like_one()
    {
        var seen = Relationship.Of(PlantedTown.Talks(3000, people, 0, new Random(12)), PlantedTown.From, PlantedTown.To)!;

        Assert.True(seen.Known.Rate - seen.Others.Rate > 0.08, $"{seen.Known.Rate - seen.Others.Rate}");
        Assert.InRange(0, seen.Difference!.Interval.Low, seen.Difference.Interval.High);
    }

    [Theory]
    [InlineData(0), InlineData(0.15)]
    public void The_interval_holds_the_truth_as_often_as_it_says(double effect)
    {
        var held = Enumerable.Range(0, 200).Count(seed => Relationship.Of(PlantedTown.Talks(300, people, effect, new Random(seed)), PlantedTown.From, PlantedTown.To)!.Difference!.Interval is var i && i.Low <= effect && effect <= i.High);

        Assert.InRange(held, 180, 199);
    }

    [Fact]
    public void Of_fewer_than_five_people_nothing_is_said() =>
        Assert.Null(Relationship.Of(PlantedTown.Talks(300, people[..(Crowd.Least - 1)], 0.15, new Random(1)), PlantedTown.From, PlantedTown.To));

    [Theory, OnBothDatabases]
    public async Task The_lead_sees_it_of_everybody_together_with_its_interval(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var here = new List<Guid>();
        for (var i = 0; i < 6; i++) here.Add((await desk.Person($"Person {i}")).Id);
        var lea = (await desk.Person("Lea", "lead")).Client;
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await lea.Get("/api/v1/team/essence")).GetProperty("relationship").ValueKind);
        Assert.Contains("Nothing is shown before", await lea.GetStringAsync(new Uri("/team", UriKind.Relative)), StringComparison.Ordinal);
        await desk.Pass(TimeSpan.FromDays(1)); // a Monday, so that it is worked out anew
        var talks = PlantedTown.Talks(150, [.. here], 0.2, new Random(3));
        await Plant(desk, talks, wantsNothing: 150);

        var seen = (await lea.Get("/api/v1/team/essence")).GetProperty("relationship");

        var monday = Instant.FromUtc(2026, 11, 23, 0, 0);
        var ofTheTalks = Relationship.Of(talks.FindAll(t => t.Customer != 150), monday - Relationship.ComesAgain - Duration.FromDays(364), monday - Relationship.ComesAgain)!;
        var difference = seen.GetProperty("difference");
        Assert.Equal(ofTheTalks.Difference!.Value, difference.GetProperty("value").GetDouble(), 9);
        Assert.Equal(ofTheTalks.Difference.Interval.Low, difference.GetProperty("low").GetDouble(), 9);
        Assert.Equal((ofTheTalks.Difference.N, ofTheTalks.Difference.Clusters), (difference.GetProperty("n").GetInt32(), difference.GetProperty("customers").GetInt32()));
        Assert.Equal(ofTheTalks.Continuity.Hits, seen.GetProperty("continuity").GetProperty("hits").GetInt32());
        var page = await lea.GetStringAsync(new Uri("/team", UriKind.Relative));
        Assert.Contains("within customers who come equally often", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Person 3", page, StringComparison.Ordinal);
    }

    /// <summary>As they happened, without what the house would do about each of them today.</summary>
    static async Task Plant(TestDesk desk, List<Relationship.Talk> talks, int wantsNothing)
    {
        await using var scope = desk.Services.CreateAsyncScope();
        await using var db = new RapportDb(scope.ServiceProvider.GetRequiredService<DbContextOptions<RapportDb>>(), new Errands(), desk.Time, new Actor());
        await desk.Services.GetRequiredService<Writes>().Do(db, async () =>
        {
            var number = 100_000;
            foreach (var of in talks.GroupBy(t => t.Customer))
            {
                var customer = Customer.Meet($"Customer {of.Key}", of.First().At);
                db.Add(customer);
                if (of.Key == wantsNothing) db.Add(new Rapport.Bonds.NoBonds { CustomerId = customer.Id, At = desk.Now });
                foreach (var talk in of)
                {
                    var conversation = Conversation.Open(++number, Channel.Api, customer.Id, "A bag", "A bag", talk.At);
                    conversation.Claim(new PersonId(talk.Person), null);
                    db.Add(conversation);
                }
            }
            await db.SaveChangesAsync();
        });
    }
}
