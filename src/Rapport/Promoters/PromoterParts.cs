using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Rapport.Customers.Merging;
using Rapport.Desk;
using Rapport.Foundation;
using Rapport.Promoters.Figures;

namespace Rapport.Promoters;

/// <summary>What asking is made of.</summary>
public static class PromoterParts
{
    public static IServiceCollection AddAsking(this IServiceCollection services) => services.AddSingleton(AnswerOnOwnPage.Part).AddSingleton(ShowAnswers.Part);

    public static void KnowAsking(this Errands errands)
    {
        errands.When<ConversationResolved, DrawWhomToAsk>();
        errands.When<ConversationReopened, WithdrawAsk>();
        errands.Learn<RecallDue, AskAgain>();
        errands.Learn<WordsReady, HandInWords>();
    }
}

sealed class AskingTables : IEntityTypeConfiguration<Survey>, IEntityTypeConfiguration<CustomerAnswer>, IEntityTypeConfiguration<Recall>, IEntityTypeConfiguration<NoAsking>, IEntityTypeConfiguration<SaidConnection>
{
    public void Configure(EntityTypeBuilder<Survey> builder) => builder.Property(s => s.Id).ValueGeneratedNever();

    public void Configure(EntityTypeBuilder<CustomerAnswer> builder)
    {
        builder.HasKey(a => a.AskId);
        builder.Ignore(a => a.Delighted);
    }

    public void Configure(EntityTypeBuilder<Recall> builder) => builder.HasKey(r => r.AskId);

    public void Configure(EntityTypeBuilder<NoAsking> builder)
    {
        builder.HasKey(n => n.CustomerId);
        builder.Property(n => n.CustomerId).StaysWhenMerged("each keeps what they said; of whoever stays, a no of any entry of theirs counts");
    }

    public void Configure(EntityTypeBuilder<SaidConnection> builder) => builder.HasKey(c => new { c.PersonId, c.ConversationId });
}
