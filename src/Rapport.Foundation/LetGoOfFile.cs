using Microsoft.Extensions.DependencyInjection;

namespace Rapport.Foundation;

/// <summary>What pointed at a file does so no more.</summary>
/// <param name="Sha256">The file.</param>
/// <param name="Customer">For whose erasing it was let go, so that this counts as done only when the file is gone.</param>
public sealed record FileLetGo(string Sha256, Guid? Customer) : IFact
{
    public Subjects About => default;
}

/// <summary>A room that keeps files, and what it still needs.</summary>
public interface IPointAtFiles
{
    Task<bool> PointsAt(string sha256, CancellationToken cancel);
}

/// <summary>
/// Takes a file away when no room points at it. It is an errand, because a file on disk does not come back when the unit of work
/// that let it go is rolled back, and because one let go just before a crash must go after it.
/// </summary>
public sealed class LetGoOfFile(FoundationDb db, FileStore files, IEnumerable<IPointAtFiles> rooms) : IWhen<FileLetGo>
{
    public async Task Handle(FileLetGo fact, CancellationToken cancel)
    {
        await db.AloneWithFile(fact.Sha256, cancel);
        foreach (var room in rooms)
            if (await room.PointsAt(fact.Sha256, cancel)) return;
        await files.Remove(db, fact.Sha256, cancel);
    }
}

public static class LettingGo
{
    const int ForFile = 4001;

    internal static Task AloneWithFile(this FoundationDb db, string sha256, CancellationToken cancel) => db.Alone(ForFile, sha256, cancel);

    public static void LetGo(this FoundationDb db, string sha256, Guid? customer, NodaTime.Instant now) => db.Add(Errands.Later<FileLetGo, LetGoOfFile>(new(sha256, customer), now));

    public static IServiceCollection AddFileKeeper<T>(this IServiceCollection services) where T : class, IPointAtFiles => services.AddScoped<IPointAtFiles, T>();
}
