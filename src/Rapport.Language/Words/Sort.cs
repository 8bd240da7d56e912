using System.Numerics;

namespace Rapport.Language.Words;

/// <summary>The kinds of words in <c>lexicon.txt</c>, by the names of its blocks.</summary>
public enum Sort
{
    Praise,
    Delight,
    Interject,
    Laugh,
    Playful,
    Laughpicture,
    Joypicture,
    Sadpicture,
    Family,
    Pet,
    Occasion,
    Travel,
    Hobby,
    Plan,
    Service,
    Problem,
    Apology,
    Rote,
    Ask,
    Wish,
    Tip,
    Gift,
    Legwork,
    Time,
    Fault,
    Perspective,
    Sell,
    Generic,
    You,
    Me,
    Us,
    Promise,
    Thanks,
    Helped,
    Request,
    Profanity,
    Insult,
    Threat,
    People,
    Things,
    Leave,
    Angry,
    Annoyed,
    Waiting,
    Sarcasm,
    Diet,
    Health,
    Disability,
    Bereavement,
    Religion,
    Finance,
    Work,
    Home,
    Loyalty,
    Age,
    Preference,
    Private,
    Security,
    Banter,
    Anyday,
    Detail,
    Milestone,
    Scorn,
}

/// <summary>A set of sorts in one number.</summary>
public readonly record struct Sorts(ulong Bits)
{
    public bool Has(Sort sort) => (Bits >> (int)sort & 1) != 0;
    public bool HasAny(Sorts others) => (Bits & others.Bits) != 0;
    /// <summary>The next sort in the set after this number, or <see cref="End"/>: <c>for (var s = set.Next(-1); s != Sorts.End; s = set.Next(s))</c>.</summary>
    public int Next(int after) => after >= 63 ? End : BitOperations.TrailingZeroCount(Bits & ulong.MaxValue << (after + 1));

    /// <summary>The sorts from one to another, both included.</summary>
    public Sorts Between(Sort first, Sort last) => new(Bits & ulong.MaxValue << (int)first & ulong.MaxValue >> (63 - (int)last));

    public const int End = 64;

    public static Sorts operator |(Sorts left, Sorts right) => new(left.Bits | right.Bits);
    public static Sorts BitwiseOr(Sorts left, Sorts right) => left | right;
    public static Sorts Of(params ReadOnlySpan<Sort> sorts)
    {
        ulong bits = 0;
        foreach (var sort in sorts) bits |= 1UL << (int)sort;
        return new Sorts(bits);
    }
}
