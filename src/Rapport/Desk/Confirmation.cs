using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Rapport.Access;
using Rapport.Foundation;
using Rapport.Roles;

namespace Rapport.Desk;

/// <summary>That the customer said it is done, and when. What they write afterwards opens the question again.</summary>
public sealed class Confirmation
{
    public const int Longest = 500;

    public required ConversationId ConversationId { get; init; }
    public required Instant At { get; init; }

    /// <summary>Who heard it; nobody where the customer tapped it themselves.</summary>
    public PersonId? NotedById { get; init; }

    /// <summary>As they said it.</summary>
    public required string Words { get; set; }
}

sealed class ConfirmationTable : IEntityTypeConfiguration<Confirmation>
{
    public void Configure(EntityTypeBuilder<Confirmation> builder) => builder.HasKey(c => c.ConversationId);
}

/// <summary>Whether a matter may end: most do when the desk says so, some with the customer's word or after they were asked on three days.</summary>
/// <param name="IsTheirs">Whether this one ends with the customer's word.</param>
/// <param name="Confirmed">Their word, if they have given it and written nothing since.</param>
/// <param name="Asked">The days on which the desk wrote to them since they last said something.</param>
public sealed record TheirWord(bool IsTheirs, Confirmation? Confirmed, IReadOnlyList<LocalDate> Asked)
{
    public const int DaysAsked = 3;

    public static TheirWord Free { get; } = new(false, null, []);

    public bool Reached => !IsTheirs || Confirmed is not null || Asked.Count >= DaysAsked;
}

public static class TheirWords
{
    const int MostLetters = 200;

    public static async Task<TheirWord> TheirWordOn(this RapportDb db, Conversation conversation, DateTimeZone zone, CancellationToken cancel)
    {
        if (conversation.ContactTypeId is not { } type || (await db.KnownContactTypes(cancel)).Find(t => t.Id == type) is not { EndsWithTheirWord: true }) return TheirWord.Free;
        var heard = conversation.HeardAt ?? Instant.MinValue;
        var said = await db.Confirmations.AsNoTracking().SingleOrDefaultAsync(c => c.ConversationId == conversation.Id, cancel);
        var written = await db.Messages.Where(m => m.ConversationId == conversation.Id && m.From == MessageFrom.Agent).OrderByDescending(m => m.Position).Take(MostLetters).Select(m => m.At).ToListAsync(cancel);
        var asked = await db.Told.Where(t => t.ConversationId == conversation.Id && t.Question == Told.Done).OrderByDescending(t => t.Position).Take(MostLetters).Select(t => t.At).ToListAsync(cancel);
        return new(true, said is { } c && c.At >= heard ? c : null, [.. written.Concat(asked).Where(at => at > heard).Select(at => at.InZone(zone).Date).Distinct().Order()]);
    }

    /// <summary>The customer says that it is done, or that it is not.</summary>
    public static async Task<Confirmation?> Confirm(this RapportDb db, Conversation conversation, bool yes, PersonId? notedBy, string words, Instant at, CancellationToken cancel)
    {
        if (await db.Confirmations.SingleOrDefaultAsync(c => c.ConversationId == conversation.Id, cancel) is { } before)
        {
            if (yes && before.At >= (conversation.HeardAt ?? Instant.MinValue)) return before;
            db.Remove(before);
            await db.SaveChangesAsync(cancel);
        }
        if (yes)
        {
            var confirmed = conversation.Confirm(notedBy, Cut.To(words, Confirmation.Longest), at);
            db.Add(confirmed);
            return confirmed;
        }
        conversation.IsNotDone(byThemselves: notedBy is null, at);
        return null;
    }
}
