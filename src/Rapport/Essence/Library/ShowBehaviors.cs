using Rapport.Access;
using Rapport.Foundation;
using Rapport.Language;

namespace Rapport.Essence.Library;

/// <summary>The behaviors: what each is and why, with examples and near misses by trade.</summary>
public sealed class ShowBehaviors : IFeature
{
    public sealed record EntryView(string Trade, string Situation, string Words, string Because);

    public sealed record View(string Key, string Name, string What, string Why, IEnumerable<EntryView> Examples, IEnumerable<EntryView> NearMisses);

    public sealed record Page(Me Me, string? Trade, BankBehavior? Open, TryCompliment.Tried? Tried = null);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/essence/behaviors", (string? trade, string? open, Me me) => Pages.Show<BehaviorsPage>(new { Page = new Page(me, Known(trade), Stock.Behaviors.FirstOrDefault(b => b.Key == open)) })).For(Who.Agent);
        app.MapGet("/api/v1/behaviors", List).For(Who.Agent);
    }

    static Answer<PageOf<View>> List(string? trade)
    {
        new Check().That(trade is null || Known(trade) is not null, "trade", $"“trade” is none of the bank's: {string.Join(", ", Stock.Trades)}.").Done();
        return Answer.Ok(Paging.All(Stock.Behaviors.Select(b => new View(b.Key, Name(b), b.What, b.Why, Of(b.Examples, trade).Select(Entry), Of(b.NearMisses, trade).Select(Entry)))));

        static EntryView Entry(BankEntry e) => new(e.Trade, e.Situation, e.Words, e.Because);
    }

    public static IEnumerable<BankEntry> Of(IEnumerable<BankEntry> entries, string? trade) => entries.Where(e => trade is null || string.Equals(e.Trade, trade, StringComparison.OrdinalIgnoreCase));

    public static string Name(BankBehavior behavior) => BehaviorKinds.TryParse(behavior.Key, out var kind) ? kind.Words() : behavior.Key;

    static string? Known(string? trade) => Stock.Trades.FirstOrDefault(t => string.Equals(t, trade, StringComparison.OrdinalIgnoreCase));
}
