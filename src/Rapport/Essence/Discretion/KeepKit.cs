using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Foundation;
using Rapport.Roles;

namespace Rapport.Essence.Discretion;

/// <summary>A lead keeps the kit of gestures and sets what may be spent without asking.</summary>
public sealed class KeepKit : IFeature
{
    /// <summary>No house gives more than this away by accident. In the smallest unit, so that it is $10,000 and 1,000,000 yen.</summary>
    const long Most = 1_000_000;
    const int MostDays = 366;

    public sealed record GestureRequest(string? Title, string? Kind, decimal? Cost, long? Minor, string? Currency);

    public sealed record AllowanceRequest(decimal? Daily, long? PerPersonAndDay, decimal? Each, long? PerCustomer, int? Days, string? Currency, IReadOnlyList<GestureId>? Gestures, IReadOnlyList<ContactTypeId>? ContactTypes, ContactTypeId? Only);

    public sealed record GestureView(GestureId Id, string Title, string Kind, long Minor, string Currency)
    {
        public static GestureView Of(Gesture g) => new(g.Id, g.Title, g.IsFree ? "free" : "budgeted", g.Minor, g.Currency);
    }

    // Only the first is promised: where none is set, nothing else is answered.
    public sealed record AllowanceView(long? PerPersonAndDay)
    {
        public long PerCustomer { get; init; }
        public int Days { get; init; }
        public string Currency { get; init; } = "";
        public IReadOnlyList<string> Gestures { get; init; } = [];
        public IReadOnlyList<string> ContactTypes { get; init; } = [];
        public NodaTime.Instant Since { get; init; }
        public long? LeftToday { get; init; }
    }

    public sealed record NoAllowance(long? PerPersonAndDay);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/gestures", Kit).For(Who.Agent);
        // Where none is set it answers NoAllowance instead.
        app.MapGet("/api/v1/allowance", ShowAllowance).For(Who.Agent).Produces<AllowanceView>();
        foreach (var place in new[] { "/api/v1", "/essence/surprises" })
        {
            app.MapPost(place + "/gestures", Add).For(Who.Lead).KeepsOptional();
            app.MapDelete(place + "/gestures/{gesture}", Retire).For(Who.Lead);
            app.MapPut(place + "/allowance", SetAllowance).For(Who.Lead).KeepsOptional();
        }
    }

    static async Task<Answer<PageOf<GestureView>>> Kit(RapportDb db, CancellationToken cancel) =>
        Answer.Ok(Paging.All((await db.Gestures.AsNoTracking().Where(g => g.RetiredAt == null).OrderBy(g => g.Minor).ThenBy(g => g.Title).ToListAsync(cancel)).Select(GestureView.Of)));

    static async Task<Created<GestureView>> Add(GestureRequest request, RapportDb db, CancellationToken cancel)
    {
        var currency = request.Currency ?? (await PurseView.Current(db, cancel))?.Currency ?? "USD";
        // What an amount can be depends on its currency, so that is looked at before it.
        Known(new Check(), currency).Done();
        var minor = request.Minor ?? Typed(request.Cost, currency) ?? 0;
        new Check().Text("title", request.Title, 200).OneOf("kind", request.Kind, "free", "budgeted")
            .That(minor is >= 0 and <= Most, "cost", $"“cost” must be between nothing and {new Money(Most, currency)}.")
            .That(request.Kind is null || request.Kind == "free" == (minor == 0), "kind", "What is free costs nothing, and what is budgeted costs something. Change “kind” or the cost.").Done();
        await db.Alone(Once.ForKit, Guid.Empty, cancel);
        var kit = await db.Gestures.AsNoTracking().Where(g => g.RetiredAt == null).ToListAsync(cancel);
        if (kit.Find(g => g.Known == Gesture.KnownAs(request.Title!)) is { } same) throw new Refusal($"“{same.Title}” is in the kit already.", "in-kit");

        var gesture = Gesture.Add(request.Title!, new Money(minor, currency));

        db.Add(gesture);
        await db.SaveChangesAsync(cancel);
        return Answer.Created($"/api/v1/gestures/{gesture.Id.Value}", GestureView.Of(gesture));
    }

    static async Task<NoContent> Retire(GestureId gesture, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var found = await db.Gestures.SingleOrDefaultAsync(g => g.Id == gesture, cancel) ?? throw new NotFound("gesture in the kit");
        found.Retire(time.Now());
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static async Task<Answer<AllowanceView>> SetAllowance(AllowanceRequest request, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var (currency, days) = (request.Currency ?? "USD", request.Days ?? 30);
        Known(new Check(), currency).Done();
        var (daily, each) = (request.PerPersonAndDay ?? Typed(request.Daily, currency), request.PerCustomer ?? Typed(request.Each, currency));
        var types = request.ContactTypes ?? (request.Only is { } only ? new[] { only } : []);
        new Check().That(daily is >= 0 and <= Most, "per_person_and_day", $"What each person may give a day must be between nothing and {new Money(Most, currency)}.").That(each is >= 0 and <= Most, "per_customer", $"What one customer may be given must be between nothing and {new Money(Most, currency)}.")
            .That(days is >= 1 and <= MostDays, "days", $"“days” must be between 1 and {MostDays}.").Done();
        var gestures = request.Gestures ?? [];
        Refusal.If(await db.Gestures.CountAsync(g => gestures.Contains(g.Id), cancel) < gestures.Distinct().Count(), "One of the gestures is not in the kit.");
        Refusal.If(await db.ContactTypes.CountAsync(t => types.Contains(t.Id), cancel) < types.Distinct().Count(), "One of the contact types is not there.");

        var allowance = Allowance.Set(daily!.Value, each!.Value, days, currency, gestures, types, me.Id, time.Now());

        db.Add(allowance);
        await db.SaveChangesAsync(cancel);
        return Answer.Ok(View(allowance));
    }

    static async Task<Answer> ShowAllowance(Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        if (await PurseView.Current(db, cancel) is not { } allowance) return Answer.Ok(new NoAllowance(null));
        return Answer.Ok(View(allowance, await PurseView.LeftToday(db, allowance, me.Id, time.Now(), cancel)));
    }

    static AllowanceView View(Allowance a, Money? left = null) => new(a.PerPersonAndDay)
    {
        PerCustomer = a.PerCustomer,
        Days = a.Days,
        Currency = a.Currency,
        Gestures = Ids(a.Gestures),
        ContactTypes = Ids(a.ContactTypes),
        Since = a.Since,
        LeftToday = left?.Minor,
    };

    static Check Known(Check check, string currency) => check.That(Money.IsCurrency(currency), "currency", Money.CurrencyWanted);

    static string[] Ids(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>As people type it, 2.50; far too much is less than nothing, and refused like it.</summary>
    static long? Typed(decimal? amount, string currency) => amount switch { null => null, < 0 or > Most => -1, { } some => Money.Of(some, currency).Minor };
}
