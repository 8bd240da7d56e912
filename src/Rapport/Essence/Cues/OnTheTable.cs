using NodaTime;
using Rapport.Essence.Library;
using Rapport.Language;
using Rapport.Memory;

namespace Rapport.Essence.Cues;

/// <summary>Words of a conversation.</summary>
public sealed record Heard(string Text, bool FromCustomer, Instant At);

/// <summary>An optional opening that the house has placed on the next step.</summary>
public sealed record OpeningHere(string Key, BehaviorKind Behavior, string Reason, string Source);

/// <summary>All that a cue may be made from. What is not on the table is not looked for.</summary>
/// <param name="Words">What was said, oldest first.</param>
/// <param name="Items">A basket or an order: what is bought, as it is called.</param>
/// <param name="Matter">Its subject and its contact type.</param>
/// <param name="Customer">What the customer is called; null where nobody knows who it is.</param>
/// <param name="EarlierVisits">How many conversations there were before; null where nobody knows.</param>
/// <param name="Last">What the one before was about.</param>
/// <param name="Opening">A weave on the next open step.</param>
/// <param name="Now">The present.</param>
/// <param name="Zone">Where the CSR reads the clock.</param>
public sealed record OnTheTable(IReadOnlyList<Heard> Words, IReadOnlyList<string> Items, string Matter, string? Customer, int? EarlierVisits, string? Last, OpeningHere? Opening, Instant Now, DateTimeZone Zone)
{
    /// <summary>What was said before these words asks for; they themselves are not on the table.</summary>
    public Mood Before { get; init; }

    /// <summary>How many erasures there had been before the words were read.</summary>
    public int Erased { get; init; }

    /// <summary>What is remembered of this customer and has its day about now.</summary>
    public IReadOnlyList<NearDay> Remembered { get; init; } = [];

    public LocalDate Today => Now.InZone(Zone).Date;
}

/// <summary>What the house knows and would like to pass on, for this customer: nothing they have heard, nothing that has run out.</summary>
public sealed record Shelf(IReadOnlyList<Tidbit> Tidbits, IReadOnlyList<ChoiceReason> Reasons, IReadOnlyList<BankQuestion> Questions)
{
    public static readonly Shelf Empty = new([], [], []);

    /// <summary>What whoever serves likes themselves.</summary>
    public IReadOnlyList<string> Interests { get; init; } = [];
}
