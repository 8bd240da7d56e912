using System.Globalization;

namespace Rapport.Foundation;

/// <summary>Pages by cursor: <c>?limit=&amp;after=</c> gives <c>{"items":[…],"next":"…"|null}</c>.</summary>
public static class Paging
{
    const int Usual = 50, Most = 200;

    public static int Limit(int? asked)
    {
        new Check().That(asked is null or (>= 1 and <= Most), "limit", $"“limit” must be between 1 and {Most}.").Done();
        return asked ?? Usual;
    }

    /// <summary>Rows fetched as one more than the limit, so that it is known whether there are more.</summary>
    public static Answer<PageOf<TView>> Page<TRow, TView>(IReadOnlyList<TRow> rows, int limit, Func<TRow, IFormattable> cursor, Func<TRow, TView> view) =>
        Answer.Ok(new PageOf<TView>([.. rows.Take(limit).Select(view)], rows.Count > limit ? cursor(rows[limit - 1]).ToString(null, CultureInfo.InvariantCulture) : null));

    /// <summary>A list that is short enough to be given whole.</summary>
    public static PageOf<T> All<T>(IEnumerable<T> items) => new([.. items]);
}

/// <summary>A page of a list.</summary>
/// <param name="Items">What is on it.</param>
/// <param name="Next">What to say as “after” to get the next; null on the last.</param>
public sealed record PageOf<T>(IReadOnlyList<T> Items, string? Next = null);
