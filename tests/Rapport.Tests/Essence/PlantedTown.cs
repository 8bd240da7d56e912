using NodaTime;
using Rapport.Essence.Team;

namespace Rapport.Tests.Essence;

/// <summary>
/// Customers of whom it is known why they come again: some come often and some seldom, whoever serves them, and meeting the same person
/// adds a given part to it. Who comes often has met more people, so without an adjustment it looks as if knowing them did it.
/// </summary>
static class PlantedTown
{
    public static readonly Instant Begin = Instant.FromUtc(2024, 9, 2, 9, 0), From = Begin + Duration.FromDays(365), To = From + Duration.FromDays(364);

    const double Seldom = 0.2, Often = 0.7;

    public static List<Relationship.Talk> Talks(int customers, Guid[] people, double effect, Random random)
    {
        var talks = new List<Relationship.Talk>();
        for (var customer = 1; customer <= customers; customer++)
        {
            var habit = random.Next(2) == 0 ? Seldom : Often;
            var met = new List<(Guid Person, double Day)>();
            for (var day = random.NextDouble() * 300; day < 365 + 364 + 60;)
            {
                var person = people[random.Next(people.Length)];
                var again = met.Exists(m => m.Person == person && day - m.Day <= 365);
                talks.Add(new(customer, person, Begin + Duration.FromDays(day)));
                met.Add((person, day));
                day += random.NextDouble() < habit + (again ? effect : 0) ? 2 + (random.NextDouble() * 57) : 61 + (random.NextDouble() * 250);
            }
        }
        return talks;
    }
}
