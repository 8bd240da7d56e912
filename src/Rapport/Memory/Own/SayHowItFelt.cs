using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Bonds.Lanes;
using Rapport.Customers;
using Rapport.Desk;
using Rapport.Foundation;

namespace Rapport.Memory.Own;

/// <summary>For what a customer waits, until when they expect to hear, and how long it felt if they have said so.</summary>
public sealed record OwnWait(long Number, string Subject, Instant Since, Instant? ExpectedBy, Duration? Felt, Duration? Real)
{
    /// <summary>What they may expect, in words that need no clock.</summary>
    public string? Expects(Instant now) => ExpectedBy is not { } by ? null : by > now ? $"You hear from us within {HonestWait.InWordsOf(by - now)}." : "You should have heard from us by now. We are late.";

    public static async Task<List<OwnWait>> Of(RapportDb db, CustomerId me, Instant now, CancellationToken cancel)
    {
        var before = now - FeltWait.Least;
        var rows = await (
            from c in db.Conversations.AsNoTracking()
            where c.CustomerId == me && c.Status == Status.Open && c.WaitingSince != null && c.WaitingSince <= before
            orderby c.WaitingSince
            from w in db.FeltWaits.Where(w => w.ConversationId == c.Id && w.WaitingSince == c.WaitingSince).DefaultIfEmpty()
            select new { c.Number, c.Subject, c.WaitingSince, c.PromisedUntil, Felt = (long?)w!.FeltSeconds, Real = (long?)w.RealSeconds }).ToListAsync(cancel);
        return rows.ConvertAll(r => new OwnWait(r.Number, r.Subject, r.WaitingSince!.Value, r.PromisedUntil, Seconds(r.Felt), Seconds(r.Real)));
    }

    static Duration? Seconds(long? seconds) => seconds is { } s ? Duration.FromSeconds(s) : null;
}

/// <summary>A waiting customer says how long it feels, if they like. The clock is told only afterwards, so that it sways nobody.</summary>
public sealed class SayHowItFelt : IFeature
{
    public sealed record Request(string? Amount, string? Unit);

    static readonly Dictionary<string, Duration> units = new(StringComparer.Ordinal) { ["minutes"] = Duration.FromMinutes(1), ["hours"] = Duration.FromHours(1), ["days"] = Duration.FromDays(1) };

    public static void Map(IEndpointRouteBuilder app) => app.MapPut("/mine/{key}/waits/{number:long}", Say).For(Who.Anyone);

    static async Task<NoContent> Say(string key, long number, Request request, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var me = await db.Owner(key, time.Now(), cancel);
        if (!await db.Conversations.AnyAsync(c => c.Number == number && c.CustomerId == me, cancel)) throw new NotFound("conversation of yours");
        var amount = double.TryParse(request.Amount, System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture, out var a) ? a : -1;
        new Check().That(amount >= 0, "amount", "Say how long as a number, such as 20.").OneOf("unit", request.Unit, [.. units.Keys]).Done();
        var unit = units[request.Unit ?? "minutes"];
        new Check().That(amount <= FeltWait.Longest / unit, "amount", "That is longer than a year. Say it in days or less.").Done();
        await db.SayHowLongItFelt(await db.ToChange(number, cancel), unit * amount, time.Now(), cancel);
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }
}
