using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Rapport.Access;
using Rapport.Foundation;
using Rapport.Foundation.Search;

namespace Rapport.Customers.Merging;

/// <summary>Columns of rooms that do not know customers: what becomes of them when two are put together.</summary>
sealed class WhatStays : IEntityTypeConfiguration<LogEntry>, IEntityTypeConfiguration<VisitorToken>, IEntityTypeConfiguration<SearchEntry>
{
    public void Configure(EntityTypeBuilder<LogEntry> builder) => builder.Property(e => e.Customer).StaysWhenMerged("says of whom it was true when it happened");

    public void Configure(EntityTypeBuilder<VisitorToken> builder) => builder.Property(t => t.Customer).StaysWhenMerged("opens one chat, by the id of its visit");

    public void Configure(EntityTypeBuilder<SearchEntry> builder) => builder.Property(e => e.Customer).MovesWhenMerged();
}
