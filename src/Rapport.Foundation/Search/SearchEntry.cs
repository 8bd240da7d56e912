namespace Rapport.Foundation.Search;

/// <summary>
/// What can be found of one thing. The words are kept as <see cref="Words.ToIndex"/> cuts them; the index over them is FTS5 on
/// SQLite and a tsvector on PostgreSQL, kept up by the database itself.
/// </summary>
public sealed class SearchEntry
{
    public long Id { get; init; }

    /// <summary>What it is: <c>message</c>, <c>note</c>, <c>conversation</c> or <c>customer</c>.</summary>
    public required string Kind { get; init; }

    public Guid? Conversation { get; init; }
    public Guid? Customer { get; init; }
    public Guid? Message { get; init; }
    public required string Words { get; set; }
}
