using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using NodaTime;

namespace Rapport.Foundation;

/// <summary>The database as every room sees it: what entities announce is written with them, to the log and as errands.</summary>
public abstract class FoundationDb(DbContextOptions options, Errands errands, TimeProvider time, Actor actor, Kept? kept) : DbContext(options)
{
    readonly HashSet<string> topics = new(StringComparer.Ordinal);

    public DbSet<Errand> Errands => Set<Errand>();
    public DbSet<LogEntry> Log => Set<LogEntry>();
    public DbSet<FirstAnswer> FirstAnswers => Set<FirstAnswer>();
    public DbSet<StoredFile> Files => Set<StoredFile>();
    public DbSet<StoredKey> Keys => Set<StoredKey>();

    public Actor Actor => actor;

    /// <summary>Set while <see cref="Writes"/> runs a unit of work on this context.</summary>
    internal bool IsWriting { get; set; }

    /// <summary>Set while the one writer of SQLite does.</summary>
    internal PlainRows? PlainRows { get; set; }

    internal bool HasErrands { get; private set; }

    internal IReadOnlyCollection<string> ChangedTopics => topics;

    /// <summary>Tells, after the commit, that something changed which is no fact (who is looking, who is typing).</summary>
    public void Touch(string topic) => topics.Add(topic);

    /// <summary>Writes a fact that belongs to no entity.</summary>
    public void Record(IFact fact) => Write(fact, time.Now());

    /// <summary>What was read before, until one of the topics is told. Inside a unit of work it is always read, since that sees its own changes.</summary>
    public async ValueTask<T> Keep<T>(string[] topics, string key, Func<Task<T>> read) where T : class =>
        kept is null || IsWriting ? await read() : await kept.Get(topics, key, read);

    /// <summary>Several reads follow. Otherwise each would make the connection ready anew, which on SQLite costs more than the read.</summary>
    public Task StayOpen(CancellationToken cancel) => IsWriting ? Task.CompletedTask : Database.OpenConnectionAsync(cancel);

    internal void Settle()
    {
        topics.Clear();
        HasErrands = false;
    }

    /// <summary>Of what new rows come most often, each after what it refers to: see <see cref="Foundation.PlainRows"/>.</summary>
    protected abstract ImmutableArray<Type> OfPlainRows { get; }

    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        if (!IsWriting) throw new InvalidOperationException("Changes are saved inside Writes.Do, which commits them in groups.");
        var now = time.Now();
        // Looked for once, and not again by each of the looks at what has changed.
        ChangeTracker.DetectChanges();
        ChangeTracker.AutoDetectChangesEnabled = false;
        try
        {
            foreach (var entry in ChangeTracker.Entries<Entity>().ToList())
            {
                foreach (var fact in entry.Entity.Announced) Write(fact, now);
                entry.Entity.Forget();
            }
            HasErrands |= ChangeTracker.Entries<Errand>().Any();
            var written = PlainRows?.Write(ChangeTracker, OfPlainRows, (SqliteTransaction)Database.CurrentTransaction!.GetDbTransaction()) ?? 0;
            return written + await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        }
        finally { ChangeTracker.AutoDetectChangesEnabled = true; }
    }

    void Write(IFact fact, Instant now)
    {
        var (conversation, customer, person) = fact.About;
        Add(new LogEntry { At = now, Kind = FactJson.Kind(fact.GetType()), Conversation = conversation, Customer = customer, Person = person, Actor = fact is IUnsigned ? Actor.House : actor.Name, Data = FactJson.Write(fact) });
        AddRange(errands.For(fact, now));
        topics.UnionWith(fact.Topics);
        topics.Add("log");
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        // Indexes are made by the migrations; working out one for every reference only makes the start longer.
        configurationBuilder.Conventions.Remove<Microsoft.EntityFrameworkCore.Metadata.Conventions.ForeignKeyIndexConvention>();
        var sqlite = Database.IsSqlite();
        configurationBuilder.Properties<Instant>().HaveConversion(sqlite ? typeof(InstantMicroseconds) : typeof(InstantColumn));
        if (sqlite) configurationBuilder.Properties<Guid>().HaveConversion<GuidBytes>();
        foreach (var id in GetType().Assembly.GetTypes().Where(Ids.IsId))
            configurationBuilder.Properties(id).HaveConversion((sqlite ? typeof(IdBytes<>) : typeof(IdColumn<>)).MakeGenericType(id));
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<LogEntry>().ToTable("log");
        modelBuilder.Entity<FirstAnswer>().HasKey(a => a.Key);
        modelBuilder.Entity<StoredFile>().ToTable("files").HasKey(f => f.Sha256);
        modelBuilder.Entity<StoredKey>().ToTable("keys");
        modelBuilder.ApplyConfigurationsFromAssembly(GetType().Assembly);
        Relate(modelBuilder);
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            // A view has its name already.
            if (entity.GetTableName() is { } table) entity.SetTableName(Snake(table));
            foreach (var property in entity.GetProperties())
            {
                property.SetColumnName(Snake(property.Name));
                if ((Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType).IsEnum) property.SetProviderClrType(typeof(string));
                // Ids are made with the thing, so one that has an id may still be new.
                if (property.IsPrimaryKey() && (property.ClrType == typeof(Guid) || Ids.IsId(property.ClrType))) property.ValueGenerated = Microsoft.EntityFrameworkCore.Metadata.ValueGenerated.Never;
            }
        }
    }

    /// <summary>A typed id of another thing is a reference to it, so that rows are written in an order that the database accepts.</summary>
    static void Relate(ModelBuilder modelBuilder)
    {
        var things = modelBuilder.Model.GetEntityTypes().ToList();
        var byId = things.Where(e => e.FindPrimaryKey()!.Properties is [{ ClrType: var type, Name: "Id" }] && Ids.IsId(type)).ToDictionary(e => e.FindPrimaryKey()!.Properties[0].ClrType);
        var references =
            from thing in things
            from property in thing.GetProperties()
            where byId.ContainsKey(Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType) && !property.IsForeignKey() && !(property.IsPrimaryKey() && property.Name == "Id")
            select (thing, property);
        foreach (var (thing, property) in references.ToList())
            modelBuilder.Entity(thing.ClrType).HasOne(byId[Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType].ClrType).WithMany().HasForeignKey(property.Name).OnDelete(DeleteBehavior.NoAction);
    }

    static string Snake(string name) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}

/// <summary>The answer first given to an idempotency key.</summary>
public sealed class FirstAnswer
{
    public required string Key { get; init; }

    /// <summary>SHA-256 of method, path and body, so that a key used for another request is noticed.</summary>
    public required string Request { get; init; }

    public int Status { get; set; }
    public string? Location { get; set; }
    public string? Body { get; set; }
    public required Instant At { get; init; }
}

/// <summary>The bytes of one file, on PostgreSQL.</summary>
public sealed class StoredFile
{
    public required string Sha256 { get; init; }
    public required byte[] Bytes { get; init; }
}

/// <summary>One of the keys with which sessions are protected; every node needs the same.</summary>
public sealed class StoredKey
{
    public required string Id { get; init; }
    public required string Xml { get; init; }
}
