using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Roles;

/// <summary>A lead says what the house pays for: hours a week of everybody together, what an hour costs, and from which week on.</summary>
public sealed class SetPaidHours : IFeature
{
    const int MostHours = 100_000, MostYears = 10;
    const decimal MostAnHour = 100_000_000;

    /// <param name="Hours">Paid hours a week, of everybody together.</param>
    /// <param name="AnHour">What one of them costs the house, in whole units of the currency.</param>
    /// <param name="Currency">Of what an hour costs.</param>
    /// <param name="FromWeek">A day of the week from which on it holds; this week where it is left out.</param>
    public sealed record Request(decimal? Hours, decimal? AnHour, string? Currency, string? FromWeek);

    public sealed record View(string FromWeek, decimal Hours, decimal AnHour, string Currency, Instant SetAt);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/paid-hours", async (RapportDb db, CancellationToken cancel) => Answer.Ok(Paging.All((await All(db, cancel)).Select(Of)))).For(Who.Lead);
        foreach (var place in new[] { "/api/v1/paid-hours", "/team/costs/paid-hours" }) app.MapPost(place, Add).For(Who.Lead);
    }

    /// <summary>Newest week first, and of one week the newest setting first.</summary>
    public static Task<List<PaidHours>> All(RapportDb db, CancellationToken cancel) =>
        db.PaidHours.AsNoTracking().OrderByDescending(p => p.FromWeek).ThenByDescending(p => p.SetAt).ToListAsync(cancel);

    static async Task<Created<View>> Add(Request request, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var today = time.Now().InUtc().Date;
        var day = string.IsNullOrWhiteSpace(request.FromWeek) ? today : LocalDatePattern.Iso.Parse(request.FromWeek) is { Success: true, Value: var given } ? given : (LocalDate?)null;
        new Check().That(request.Hours is > 0 and <= MostHours, "hours", $"Paid hours a week must be more than none and at most {MostHours}.")
            .That(request.AnHour is > 0 and <= MostAnHour, "an_hour", "What an hour costs must be more than nothing.")
            .That(Money.IsCurrency(request.Currency), "currency", Money.CurrencyWanted)
            .That(day >= today.PlusYears(-MostYears) && day <= today.PlusYears(1), "from_week", $"The week must be named by one of its days, like 2026-11-16, at most {MostYears} years ago and at most a year ahead.").Done();
        var paid = new PaidHours { FromWeek = PaidHours.WeekOf(day!.Value), MinutesAWeek = (int)Math.Round(request.Hours!.Value * 60), HourMinor = Money.Of(request.AnHour!.Value, request.Currency!).Minor, Currency = request.Currency!, SetById = me.Id, SetAt = time.Now() };
        Refusal.If(paid.MinutesAWeek == 0, "Paid hours a week must be a minute or more.");
        db.Add(paid);
        await db.SaveChangesAsync(cancel);
        return Answer.Created("/api/v1/paid-hours", Of(paid));
    }

    static View Of(PaidHours p) => new(p.FromWeek, p.Hours, p.AnHour.Amount, p.Currency, p.SetAt);
}
