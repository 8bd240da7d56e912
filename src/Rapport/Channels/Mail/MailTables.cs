using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Rapport.Channels.Mail.SigningIn;
using Rapport.Foundation;

namespace Rapport.Channels.Mail;

/// <summary>The secret with which the house signs what it asks customers' letters to bring back.</summary>
public sealed class MailSeal
{
    public required int Id { get; init; }

    /// <summary>Sealed by the key ring.</summary>
    public required string Secret { get; init; }
}

sealed class MailTables : IEntityTypeConfiguration<MailboxFolder>, IEntityTypeConfiguration<LetterSighting>, IEntityTypeConfiguration<LetterPart>,
    IEntityTypeConfiguration<MailParticipant>, IEntityTypeConfiguration<Trial>, IEntityTypeConfiguration<MailSeal>, IEntityTypeConfiguration<MailWatch>, IEntityTypeConfiguration<LiveNode>, IEntityTypeConfiguration<Provider>, IEntityTypeConfiguration<MailSignIn>, IEntityTypeConfiguration<ChosenReaders>
{
    public void Configure(EntityTypeBuilder<MailboxFolder> builder) => builder.HasKey(f => new { f.MailboxId, f.Folder });

    public void Configure(EntityTypeBuilder<LetterSighting> builder) => builder.HasKey(s => new { s.MailboxId, s.Folder, s.UidValidity, s.Uid });

    public void Configure(EntityTypeBuilder<LetterPart> builder)
    {
        builder.HasKey(p => new { p.LetterId, p.N });
        builder.Property(p => p.N).ValueGeneratedNever();
    }

    public void Configure(EntityTypeBuilder<MailParticipant> builder) => builder.HasKey(p => new { p.ConversationId, p.Address });

    public void Configure(EntityTypeBuilder<Trial> builder) => builder.ToTable("mail_trials");

    public void Configure(EntityTypeBuilder<MailWatch> builder) => builder.Property(w => w.Id).ValueGeneratedNever();

    public void Configure(EntityTypeBuilder<LiveNode> builder)
    {
        builder.ToTable("mail_nodes");
        builder.Property(n => n.Id).ValueGeneratedNever();
    }

    public void Configure(EntityTypeBuilder<Provider> builder)
    {
        builder.ToTable("mail_providers");
        builder.HasKey(p => p.Key);
    }

    public void Configure(EntityTypeBuilder<ChosenReaders> builder)
    {
        builder.ToTable("chosen_readers");
        builder.HasKey(c => c.ConversationId);
    }

    public void Configure(EntityTypeBuilder<MailSignIn> builder) => builder.ToTable("mail_sign_ins");

    public void Configure(EntityTypeBuilder<MailSeal> builder) => builder.Property(s => s.Id).ValueGeneratedNever();
}

/// <summary>What stands in one column as JSON.</summary>
static class Written
{
    public static string? Of<T>(T? value) where T : class => value is null ? null : JsonSerializer.Serialize(value, FactJson.Options);

    public static T? Read<T>(string? text) where T : class => text is null ? null : JsonSerializer.Deserialize<T>(text, FactJson.Options);
}
