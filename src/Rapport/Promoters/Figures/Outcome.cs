using Rapport.Essence.Team;
using Rapport.Statistics;

namespace Rapport.Promoters.Figures;

/// <summary>Something that is asked of an answer: for whom it was asked, who said anything to it, and of whom it is so.</summary>
/// <param name="Key">For programs.</param>
/// <param name="Name">In words.</param>
/// <param name="Question">Where it is the third question, which: then it was asked of those alone for whom it was drawn.</param>
/// <param name="Answered">Whether they said anything to it.</param>
/// <param name="Is">Whether it is so; null where it is not about them.</param>
sealed record Asking(string Key, string Name, Rotating? Question, Func<CustomerAnswer, bool> Answered, Func<CustomerAnswer, bool?> Is)
{
    /// <summary>Whoever said anything, to see of whom nobody did.</summary>
    public static readonly Asking Anything = new("anything", "", null, _ => true, _ => true);

    public const string Memorable = "memorable", Impression = "impression", Exceptional = "exceptional", SeldomExceptional = "seldom_exceptional", PickedUpKey = "picked_up", Promoters = "promoters", Passives = "passives", Detractors = "detractors";

    public static readonly IReadOnlyList<Asking> All =
    [
        new(Memorable, "Something to remember, and not ordinary", null, a => a.Memorable is not null, a => a.Memorable),
        new(Impression, "We made an impression on them", null, a => a.Impression is not null, a => a.Impression),
        new(Exceptional, "Service here is often or always exceptional", Rotating.Frequency, a => a.Frequency is not null, a => a.Frequency >= Frequency.Often),
        new(SeldomExceptional, "… seldom or never", Rotating.Frequency, a => a.Frequency is not null, a => a.Frequency <= Frequency.Seldom),
        new(PickedUpKey, "What they hoped we would pick up on, we did", Rotating.PickedUp, a => a.PickedUp is not null, a => a.PickedUp switch { PickedUp.Yes => true, PickedUp.Missed => false, _ => null }),
        new(Promoters, "Would recommend us: 9 or 10", Rotating.Recommend, a => a.Recommend is not null, a => a.Recommend >= CustomerAnswer.Promoter),
        new(Passives, "… 7 or 8", Rotating.Recommend, a => a.Recommend is not null, a => a.Recommend is >= CustomerAnswer.Passive and < CustomerAnswer.Promoter),
        new(Detractors, "… 0 to 6", Rotating.Recommend, a => a.Recommend is not null, a => a.Recommend < CustomerAnswer.Passive),
    ];
}

/// <summary>A share of answers, as they came and weighed for who did not answer.</summary>
/// <param name="Key">Of what.</param>
/// <param name="Name">In words.</param>
/// <param name="Asked">Of whom it was asked.</param>
/// <param name="Answered">Who said anything to it.</param>
/// <param name="Share">Of whom it is so, of those whom it is about.</param>
/// <param name="Weighed">Null where nobody answered.</param>
public sealed record Outcome(string Key, string Name, int Asked, int Answered, Share Share, WeightedShare? Weighed)
{
    /// <summary>So far apart, the two shares do not say the same any more.</summary>
    const double Apart = 0.05;

    public bool IsEnough => Share.Of >= TeamFigures.Enough;

    /// <summary>Who answered and who did not are not alike: the share as it came is not that of those who were asked.</summary>
    public bool Differs => IsEnough && Weighed is { } weighed && (Math.Abs(weighed.Rate - Share.Rate) >= Apart || weighed.Rate < Share.Interval.Low || weighed.Rate > Share.Interval.High);

    internal static Outcome Of(Asking asking, IReadOnlyList<AskedCell> cells) => new(asking.Key, asking.Name, cells.Sum(c => c.Asked), cells.Sum(c => c.Answered), new(cells.Sum(c => c.Hits), cells.Sum(c => c.Of)), WeightedShare.Of(cells));
}
