using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Rapport.Access;
using Rapport.Desk;
using Rapport.Foundation;

namespace Rapport.Bonds.Lanes;

/// <summary>The other way: whoever is free first, and how long that takes; or whoever has it already and stays.</summary>
/// <param name="To">Seldom later; null where it is not known.</param>
/// <param name="Words">As the customer is told.</param>
/// <param name="IsThere">Somebody is with them already.</param>
public sealed record FirstFree(Duration? To, string Words, bool IsThere)
{
    public static async Task<FirstFree> For(RapportDb db, Conversation conversation, Instant now, CancellationToken cancel)
    {
        if (conversation.OwnerId is { } owner) return new(Duration.Zero, $"{(await db.Names(cancel)).GetValueOrDefault(owner)?.Persona ?? "Somebody"} is looking after it now.", true);
        var (to, words) = await HonestWait.OfAnybody(db, conversation.Channel, now, cancel);
        return new(to, words, false);
    }
}

/// <summary>
/// Which of both ways a customer took when they were told how long each takes. The last word counts. That somebody chose neither is no
/// answer and not noted. Whose person it was is kept so that a figure can be held back where it would be one person's, and for nothing else.
/// </summary>
public sealed class PersonChoice
{
    public required ConversationId ConversationId { get; init; }
    public required PersonId PersonId { get; set; }
    public required bool ChosePerson { get; set; }

    /// <summary>What they were told; null where it was not known.</summary>
    public required long? PersonSeconds { get; set; }

    public required long? AnybodySeconds { get; set; }
    public required Instant At { get; set; }
}

sealed class PersonChoiceTable : IEntityTypeConfiguration<PersonChoice>
{
    public void Configure(EntityTypeBuilder<PersonChoice> builder) => builder.HasKey(c => c.ConversationId);
}

public static class Choosing
{
    /// <summary>The conversation must be held to be changed.</summary>
    internal static async Task NoteChoice(this RapportDb db, Conversation conversation, PersonId person, bool chosen, Duration? withPerson, Duration? withAnybody, Instant now, CancellationToken cancel)
    {
        var choice = await db.PersonChoices.SingleOrDefaultAsync(c => c.ConversationId == conversation.Id, cancel);
        var (with, without) = ((long?)withPerson?.TotalSeconds, (long?)withAnybody?.TotalSeconds);
        if (choice is null) db.Add(new PersonChoice { ConversationId = conversation.Id, PersonId = person, ChosePerson = chosen, PersonSeconds = with, AnybodySeconds = without, At = now });
        else (choice.PersonId, choice.ChosePerson, choice.PersonSeconds, choice.AnybodySeconds, choice.At) = (person, chosen, with, without, now);
    }

    /// <summary>The customer was told of their people, and would rather have whoever is free first. Nothing else changes.</summary>
    /// <param name="db">The database.</param>
    /// <param name="conversation">Held to be changed.</param>
    /// <param name="now">The present.</param>
    /// <param name="among">Only these are named to them; null for all whom they know.</param>
    /// <param name="cancel">Stops it.</param>
    public static async Task TakeFirstFree(this RapportDb db, Conversation conversation, Instant now, IReadOnlyCollection<PersonId>? among, CancellationToken cancel)
    {
        if (await db.OpenAsk(conversation.Id, cancel) is not null) throw Refusal.Conflict("They wait for somebody already. End that first.", "lane-open");
        var choices = conversation.Status is Status.Resolved ? [] : await LaneView.ChoicesOf(db, conversation, now, among, false, cancel);
        // The one who would have come soonest is the one they did not wait for.
        if (choices.Where(c => c.Wait is not null).OrderBy(c => c.Wait!.To ?? Duration.MaxValue).FirstOrDefault() is not { Wait: { } wait } soonest) throw Refusal.Conflict("There is nobody to ask for right now, so there is nothing to choose.", "no-choice");
        await db.NoteChoice(conversation, soonest.Bond.Person, false, wait.To, (await FirstFree.For(db, conversation, now, cancel)).To, now, cancel);
        db.Touch($"conversation:{conversation.Number}");
    }
}
