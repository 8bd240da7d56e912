using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Rapport.Access;
using Rapport.Customers;
using Rapport.Foundation;

namespace Rapport.Desk;

/// <summary>By what somebody may speak to a customer.</summary>
public enum Standing { Owner, Sender, Helper, Cover }

/// <summary>
/// Somebody who may speak to the customer of a conversation now. Nobody writes this down: the database reads it, each time it is asked, from who owns
/// the conversation, who hands it over and has not left yet, who has joined to help and may answer, and who covers for its owner.
/// </summary>
public sealed class Speaker
{
    public ConversationId ConversationId { get; private init; }
    public PersonId PersonId { get; private init; }
    public Standing Why { get; private init; }

    /// <summary>What the customer sees over their words: “Miguel”, or “Miguel for Dana”.</summary>
    public string SpeaksAs { get; private init; } = "";

    /// <summary>Until when, where there is an end.</summary>
    public Instant? Until { get; private init; }
}

sealed class SpeakerView : IEntityTypeConfiguration<Speaker>
{
    public void Configure(EntityTypeBuilder<Speaker> builder) => builder.ToView("speakers").HasKey(s => new { s.ConversationId, s.PersonId, s.Why });
}

public static class Speakers
{
    /// <summary>Who speaks, as this conversation's customer sees them, or null for whoever may only write notes. Whoever answers what nobody has, has it.</summary>
    public static async Task<Me?> SpeakingIn(this RapportDb db, Conversation conversation, Me me, Instant now, CancellationToken cancel)
    {
        if (conversation.OwnerId is null) return conversation.WaitsForId is { } other && other != me.Id ? null : me;
        if (conversation.OwnerId == me.Id) return me;
        return await db.SpeaksAs(conversation.Id, me.Id, now, cancel) is { } name ? me with { Persona = name } : null;
    }

    /// <exception cref="Refusal">It is another's conversation, and they have let nobody else in.</exception>
    public static async Task<Me> MustSpeakIn(this RapportDb db, Conversation conversation, Me me, Instant now, CancellationToken cancel)
    {
        if (await db.SpeakingIn(conversation, me, now, cancel) is { } speaker) return speaker;
        var (owner, customer) = (await db.OwnerName(conversation, cancel), await db.NameOf(conversation.CustomerId, cancel));
        Refusal.If(owner is null, $"{customer} asked for a colleague and waits for them. Write a note, or give it back to everybody first.", "asked-for");
        throw new Refusal($"{owner} has this, and {customer} sees one name. Write a note, or ask {owner} to bring you in.", "not-yours");
    }

    /// <summary>The name by which somebody speaks who is not the owner. One's own comes before that of a cover, and so it does in the alphabet of <see cref="Standing"/>.</summary>
    public static Task<string?> SpeaksAs(this RapportDb db, ConversationId conversation, PersonId person, Instant now, CancellationToken cancel) =>
        db.Speakers.AsNoTracking().Where(s => s.ConversationId == conversation && s.PersonId == person && (s.Until == null || s.Until > now))
            .OrderByDescending(s => s.Why).Select(s => s.SpeaksAs).FirstOrDefaultAsync(cancel);
}
