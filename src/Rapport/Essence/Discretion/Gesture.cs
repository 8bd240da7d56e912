using NodaTime;
using Rapport.Access;
using Rapport.Foundation;
using Rapport.Roles;

namespace Rapport.Essence.Discretion;

public readonly record struct GestureId(Guid Value) : IId<GestureId>
{
    public static GestureId From(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? _, out GestureId id) => Ids.TryParse(text, out id);
}

public readonly record struct AllowanceId(Guid Value) : IId<AllowanceId>
{
    public static AllowanceId From(Guid value) => new(value);
}

public sealed record GestureAdded(GestureId Gesture, string Title, long Minor, string Currency) : IFact
{
    public Subjects About => default;
    public IEnumerable<string> Topics => ["discretion"];
}

public sealed record GestureRetired(GestureId Gesture, string Title) : IFact
{
    public Subjects About => default;
    public IEnumerable<string> Topics => ["discretion"];
}

public sealed record AllowanceSet(AllowanceId Allowance, long PerPersonAndDay, long PerCustomer, int Days, string Currency) : IFact
{
    public Subjects About => default;
    public IEnumerable<string> Topics => ["discretion"];
}

/// <summary>A small thing that may be given: free, or with what it usually costs.</summary>
public sealed class Gesture : Entity
{
    public GestureId Id { get; init; } = Ids.New<GestureId>();
    public required string Title { get; init; }

    /// <summary>None for what is free.</summary>
    public required long Minor { get; init; }

    public required string Currency { get; init; }
    public Instant? RetiredAt { get; private set; }

    public Money UsualCost => new(Minor, Currency);
    public bool IsFree => Minor == 0;

    /// <summary>What a customer would know again: the letters and digits of the title, without its case, accents, marks and blanks. “Hand-written card!” is “Handwritten card”.</summary>
    public string Known => KnownAs(Title);

    public static Gesture Add(string title, Money usual)
    {
        Refusal.If(usual.Minor < 0, "What a gesture costs can't be less than nothing.");
        Obligation.RefuseIn("the gesture", title);
        var gesture = new Gesture { Title = title.Trim(), Minor = usual.Minor, Currency = usual.Currency };
        gesture.Announce(new GestureAdded(gesture.Id, gesture.Title, usual.Minor, usual.Currency));
        return gesture;
    }

    public static string KnownAs(string title) => Keys.Of(title, title.Trim()).Replace("-", "", StringComparison.Ordinal);

    public void Retire(Instant at)
    {
        if (RetiredAt is not null) return;
        RetiredAt = at;
        Announce(new GestureRetired(Id, Title));
    }
}

/// <summary>How much each person may give away without asking: a day, and to one customer in so many days. The newest holds.</summary>
public sealed class Allowance : Entity
{
    public AllowanceId Id { get; init; } = Ids.New<AllowanceId>();
    public required long PerPersonAndDay { get; init; }
    public required long PerCustomer { get; init; }

    /// <summary>How far back a customer's part is counted.</summary>
    public required int Days { get; init; }

    public required string Currency { get; init; }

    /// <summary>Ids with commas between; empty is every gesture of the kit.</summary>
    public required string Gestures { get; init; }

    /// <summary>Ids with commas between; empty is every contact type.</summary>
    public required string ContactTypes { get; init; }

    public required PersonId SetById { get; init; }
    public required Instant Since { get; init; }

    public static Allowance Set(long perPersonAndDay, long perCustomer, int days, string currency, IEnumerable<GestureId> gestures, IEnumerable<ContactTypeId> types, PersonId by, Instant at)
    {
        var allowance = new Allowance
        {
            PerPersonAndDay = perPersonAndDay,
            PerCustomer = perCustomer,
            Days = days,
            Currency = currency,
            Gestures = string.Join(',', gestures.Select(g => g.Value)),
            ContactTypes = string.Join(',', types.Select(t => t.Value)),
            SetById = by,
            Since = at,
        };
        allowance.Announce(new AllowanceSet(allowance.Id, perPersonAndDay, perCustomer, days, currency));
        return allowance;
    }

    public bool Covers(Gesture gesture) => Has(Gestures, gesture.Id.Value);

    public bool Covers(ContactTypeId? type) => ContactTypes.Length == 0 || (type is { } id && Has(ContactTypes, id.Value));

    /// <summary>It is for some gestures, and this is one of them.</summary>
    public bool Names(Gesture gesture) => Gestures.Length > 0 && Covers(gesture);

    /// <summary>It is for some contact types, and this is one of them.</summary>
    public bool Names(ContactTypeId type) => ContactTypes.Length > 0 && Covers(type);

    static bool Has(string ids, Guid id) => ids.Length == 0 || ids.Split(',').Contains(id.ToString(), StringComparer.OrdinalIgnoreCase);
}
