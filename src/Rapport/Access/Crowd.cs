namespace Rapport.Access;

/// <summary>How many people a figure must be of. With fewer it would be a secret of theirs, so nothing in the house is shown of fewer.</summary>
public static class Crowd
{
    public const int Least = 5;

    public static bool AreMany(this IEnumerable<PersonId> people) => people.Distinct().Take(Least).Count() == Least;

    /// <summary>Of nobody there is nothing to find out.</summary>
    public static bool AreManyOrNone(this IReadOnlyCollection<PersonId> people) => people.Count == 0 || people.AreMany();
}
