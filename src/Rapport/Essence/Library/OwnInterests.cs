using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Rapport.Access;
using Rapport.Foundation;
using Rapport.Roles;

namespace Rapport.Essence.Library;

/// <summary>What somebody likes themselves. Read by nobody else: no colleague, lead, admin or customer, and in no log.</summary>
public sealed class OwnInterest
{
    public const int Most = 50, Longest = 60;

    public required PersonId PersonId { get; init; }
    public required string Words { get; init; }
}

/// <summary>Somebody keeps a list of what they like themselves, so that common ground with a customer is noticed. Nobody else reads it.</summary>
public sealed class KeepInterests : IFeature
{
    /// <param name="Interests">By program: one by one.</param>
    /// <param name="Typed">By hand: with commas between.</param>
    public sealed record Request(IReadOnlyList<string>? Interests, string? Typed);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/interests", async (Me me, RapportDb db, CancellationToken cancel) => Answer.Ok(Paging.All(await db.InterestsOf(me, cancel)))).For(Who.Agent);
        app.MapPut("/api/v1/interests", Keep).For(Who.Agent).KeepsOwn();
        // A form leaves out what is empty.
        app.MapPut("/essence/interests", (Request request, Me me, RapportDb db, CancellationToken cancel) => Keep(request with { Typed = request.Typed ?? "" }, me, db, cancel)).For(Who.Agent).KeepsOwn();
    }

    /// <summary>The whole list; an empty one takes it away.</summary>
    static async Task<Answer<PageOf<string>>> Keep(Request request, Me me, RapportDb db, CancellationToken cancel)
    {
        new Check().That(request.Interests is not null || request.Typed is not null, "interests", "“interests” is missing. Send the whole list; an empty one takes it away.").Done();
        var words = (request.Interests ?? (request.Typed ?? "").Split(',', '\n')).Select(w => (w ?? "").Trim()).Where(w => w.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        new Check().That(words.Count <= OwnInterest.Most, "interests", $"“interests” has more than {OwnInterest.Most} entries.")
            .That(words.TrueForAll(w => w.Length <= OwnInterest.Longest && !w.Contains('\0', StringComparison.Ordinal) && Phrases.Fold(w).Length > 0), "interests", $"“interests”: each is a word or a few, of at most {OwnInterest.Longest} characters.").Done();
        // Two lists kept at the same moment: the second takes the place of the first, and neither is half of both.
        await db.Alone(Once.ForPerson, me.Id.Value, cancel);
        await db.OwnInterests.Where(i => i.PersonId == me.Id).ExecuteDeleteAsync(cancel);
        db.AddRange(words.Select(w => new OwnInterest { PersonId = me.Id, Words = w }));
        await db.SaveChangesAsync(cancel);
        return Answer.Ok(Paging.All(words));
    }
}

public static class InterestReading
{
    public static Task<List<string>> InterestsOf(this RapportDb db, Me me, CancellationToken cancel) => db.OwnInterests.Where(i => i.PersonId == me.Id).OrderBy(i => i.Words).Select(i => i.Words).ToListAsync(cancel);
}

sealed class OwnInterestTable : IEntityTypeConfiguration<OwnInterest>
{
    public void Configure(EntityTypeBuilder<OwnInterest> builder) => builder.HasKey(i => new { i.PersonId, i.Words });
}
