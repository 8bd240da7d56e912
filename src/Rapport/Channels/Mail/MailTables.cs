using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Rapport.Foundation;

namespace Rapport.Channels.Mail;

/// <summary>The secret with which the house signs what it asks customers' letters to bring back.</summary>
public sealed class MailSeal
{
    public required int Id { get; init; }

    /// <summary>Sealed by the key ring.</summary>
    public required string Secret { get; init; }
}

sealed class MailTables : IEntityTypeConfiguration<Mailbox>, IEntityTypeConfiguration<MailboxFolder>, IEntityTypeConfiguration<LetterSighting>, IEntityTypeConfiguration<LetterPart>,
    IEntityTypeConfiguration<MailParticipant>, IEntityTypeConfiguration<OutgoingLetter>, IEntityTypeConfiguration<Trial>, IEntityTypeConfiguration<MailSeal>
{
    public void Configure(EntityTypeBuilder<Mailbox> builder)
    {
        builder.Property(m => m.Receiving).HasConversion(new AsJson<Receiving?>());
        builder.Property(m => m.Sending).HasConversion(new AsJson<Sending?>());
    }

    public void Configure(EntityTypeBuilder<MailboxFolder> builder) => builder.HasKey(f => new { f.MailboxId, f.Folder });

    public void Configure(EntityTypeBuilder<LetterSighting> builder) => builder.HasKey(s => new { s.MailboxId, s.Folder, s.UidValidity, s.Uid });

    public void Configure(EntityTypeBuilder<LetterPart> builder)
    {
        builder.HasKey(p => new { p.LetterId, p.N });
        builder.Property(p => p.N).ValueGeneratedNever();
    }

    public void Configure(EntityTypeBuilder<MailParticipant> builder) => builder.HasKey(p => new { p.ConversationId, p.Address });

    public void Configure(EntityTypeBuilder<OutgoingLetter> builder)
    {
        builder.Ignore(o => o.IsOpen);
        builder.Property(o => o.Sheet).HasConversion(new AsJson<Sheet>());
    }

    public void Configure(EntityTypeBuilder<Trial> builder)
    {
        builder.ToTable("mail_trials").Ignore(t => t.Succeeded);
        builder.Property(t => t.Steps).HasConversion(new AsJson<IReadOnlyList<TrialStep>?>());
    }

    public void Configure(EntityTypeBuilder<MailSeal> builder) => builder.Property(s => s.Id).ValueGeneratedNever();

    sealed class AsJson<T>() : ValueConverter<T, string>(value => Write(value), text => Read(text))
    {
        static string Write(T value) => JsonSerializer.Serialize(value, FactJson.Options);

        static T Read(string text) => JsonSerializer.Deserialize<T>(text, FactJson.Options)!;
    }
}
