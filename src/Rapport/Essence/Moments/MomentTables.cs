using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Rapport.Essence.Team;

namespace Rapport.Essence.Moments;

sealed class MomentTables : IEntityTypeConfiguration<Moment>, IEntityTypeConfiguration<Correction>, IEntityTypeConfiguration<LostOpenings>, IEntityTypeConfiguration<FinishedWeeks>
{
    public void Configure(EntityTypeBuilder<Moment> builder) => builder.Ignore(m => m.Money);

    public void Configure(EntityTypeBuilder<Correction> builder)
    {
        builder.HasKey(c => new { c.MessageId, c.Proposed });
        builder.Property(c => c.Meant).HasConversion<string>();
    }

    public void Configure(EntityTypeBuilder<LostOpenings> builder) => builder.HasKey(l => new { l.Day, l.Cause });

    public void Configure(EntityTypeBuilder<FinishedWeeks> builder) => builder.HasKey(w => new { w.What, w.First });
}
