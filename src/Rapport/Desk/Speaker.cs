using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Rapport.Access;

namespace Rapport.Desk;

/// <summary>Somebody besides the owner who may answer in a conversation, under the name that is said here.</summary>
public sealed class Speaker
{
    public required ConversationId ConversationId { get; init; }
    public required PersonId PersonId { get; init; }

    /// <summary>What the customer sees over their words: “Miguel”, or “Miguel for Dana”.</summary>
    public required string SpeaksAs { get; set; }

    /// <summary>For whom they cover, when they do.</summary>
    public PersonId? CoversForId { get; set; }
}

sealed class SpeakerTable : IEntityTypeConfiguration<Speaker>
{
    public void Configure(EntityTypeBuilder<Speaker> builder) => builder.HasKey(s => new { s.ConversationId, s.PersonId });
}

public static class Speakers
{
    /// <summary>The person as this conversation's customer sees them.</summary>
    public static async Task<Me> SpeakingIn(this RapportDb db, ConversationId conversation, Me me, CancellationToken cancel) =>
        await db.Speakers.AsNoTracking().SingleOrDefaultAsync(s => s.ConversationId == conversation && s.PersonId == me.Id, cancel) is { } speaker ? me with { Persona = speaker.SpeaksAs } : me;

    public static async Task MaySpeak(this RapportDb db, ConversationId conversation, PersonId person, string speaksAs, PersonId? coversFor, CancellationToken cancel)
    {
        var there = await db.Speakers.SingleOrDefaultAsync(s => s.ConversationId == conversation && s.PersonId == person, cancel);
        if (there is null) db.Add(new Speaker { ConversationId = conversation, PersonId = person, SpeaksAs = speaksAs, CoversForId = coversFor });
        else (there.SpeaksAs, there.CoversForId) = (speaksAs, coversFor);
    }
}
