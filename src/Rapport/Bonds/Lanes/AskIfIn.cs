using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Customers;
using Rapport.Foundation;

namespace Rapport.Bonds.Lanes;

/// <summary>“Is my person in?”: in today or not today, and only where that person lets it be said today. The same answer for everything else.</summary>
public static class AskIfIn
{
    const int ForQuestions = 5503;

    /// <summary>So often in a day about one person, and about all of them. Nobody follows anybody with it.</summary>
    public const int AboutOne = 3, AboutAll = 6;

    public sealed record View(string Says, bool? InToday);

    public static async Task<View> Ask(RapportDb db, CustomerId customer, BondId bond, Instant now, CancellationToken cancel, IReadOnlyCollection<PersonId>? among = null)
    {
        await db.Alone(ForQuestions, customer.Value, cancel);
        var asked = await db.InQuestions.Where(q => q.CustomerId == customer && q.At > now - Duration.FromDays(1)).Select(q => q.PersonId).ToListAsync(cancel);
        var about = await db.Bonds.AsNoTracking().SingleOrDefaultAsync(b => b.Id == bond && b.CustomerId == customer, cancel);
        if (about is null || !(among?.Contains(about.PersonId) ?? true)) throw new NotFound("person whom you know here");
        if (asked.Count >= AboutAll || asked.Count(p => p == about.PersonId) >= AboutOne) throw new Refusal("That was asked often enough for today. Ask for them instead, and we tell you how long it takes.", "too-many", 429);
        var person = await db.People.AsNoTracking().SingleAsync(p => p.Id == about.PersonId, cancel);
        // Who said no is asked about by nobody, and whoever asks learns nothing of it.
        var says = about.Holds && person.Active ? (await db.Lanes.AsNoTracking().SingleOrDefaultAsync(l => l.PersonId == person.Id, cancel))?.SaysAt(now) : null;
        db.Add(new InQuestion { CustomerId = customer, PersonId = person.Id, At = now, Answer = says switch { InSays.In => InAnswer.In, InSays.Out => InAnswer.Out, _ => InAnswer.NotSaid } });
        db.Touch(BondTopics.Of(person.Id));
        await db.SaveChangesAsync(cancel);
        return says switch
        {
            InSays.In => new($"{person.Persona} is in today.", true),
            InSays.Out => new($"{person.Persona} is not in today.", false),
            _ => new($"Whether {person.Persona} is in, we don't say today. You can ask for {person.Persona}, and we tell you how long it takes.", null),
        };
    }

    /// <summary>Questions are kept for a month, for the one they were about.</summary>
    public static Task<int> ForgetOldQuestions(this RapportDb db, Instant now, CancellationToken cancel) => db.InQuestions.Where(q => q.At < now - Duration.FromDays(31)).ExecuteDeleteAsync(cancel);
}
