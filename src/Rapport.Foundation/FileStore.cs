using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;

namespace Rapport.Foundation;

/// <summary>More bytes than are allowed. Answered 413.</summary>
public sealed class TooLarge(string message) : Exception(message);

/// <summary>Files by the SHA-256 of what is in them: on disk beside SQLite, in the database on PostgreSQL, so that every node has them.</summary>
public sealed class FileStore(string folder, Writes writes)
{
    /// <summary>Keeps the stream and gives its hash and size. Keeping the same bytes again changes nothing.</summary>
    /// <exception cref="TooLarge">It is longer than <paramref name="most"/> bytes; nothing is kept.</exception>
    public async Task<(string Sha256, long Size)> Keep(FoundationDb db, Stream content, long most, CancellationToken cancel)
    {
        try
        {
            return db.Database.IsNpgsql() ? await InDatabase(db, content, most, cancel) : await OnDisk(content, most, cancel);
        }
        catch (IOException e) when ((e.HResult & 0xFFFF) == 28) { throw new DiskFull(e); }
    }

    public async Task<Stream?> Open(FoundationDb db, string sha256, CancellationToken cancel)
    {
        if (db.Database.IsNpgsql())
        {
            var bytes = await db.Files.AsNoTracking().Where(f => f.Sha256 == sha256).Select(f => f.Bytes).SingleOrDefaultAsync(cancel);
            return bytes is null ? null : new MemoryStream(bytes, writable: false);
        }
        var path = Place(sha256);
        return File.Exists(path) ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 65536, FileOptions.Asynchronous | FileOptions.SequentialScan) : null;
    }

    /// <summary>In the unit of work that will point at a file: it was kept before that began, and may have been let go of since. If it has not, it stays.</summary>
    public async Task<bool> StillHas(FoundationDb db, string sha256, CancellationToken cancel)
    {
        await db.AloneWithFile(sha256, cancel);
        return db.Database.IsNpgsql() ? await db.Files.AnyAsync(f => f.Sha256 == sha256, cancel) : File.Exists(Place(sha256));
    }

    /// <summary>For <see cref="LetGoOfFile"/> alone, which knows that nothing points at it.</summary>
    internal async Task Remove(FoundationDb db, string sha256, CancellationToken cancel)
    {
        if (db.Database.IsNpgsql()) await db.Files.Where(f => f.Sha256 == sha256).ExecuteDeleteAsync(cancel);
        else File.Delete(Place(sha256));
    }

    async Task<(string, long)> InDatabase(FoundationDb db, Stream content, long most, CancellationToken cancel)
    {
        using var memory = new MemoryStream();
        var (sha256, size) = await Copy(content, memory, most, cancel);
        var file = new StoredFile { Sha256 = sha256, Bytes = memory.ToArray() };
        await writes.Do(db, () => db.Database.ExecuteSqlAsync($"INSERT INTO files (sha256, bytes) VALUES ({file.Sha256}, {file.Bytes}) ON CONFLICT (sha256) DO NOTHING", cancel), cancel);
        return (sha256, size);
    }

    async Task<(string, long)> OnDisk(Stream content, long most, CancellationToken cancel)
    {
        Directory.CreateDirectory(folder);
        var unfinished = Path.Combine(folder, Path.GetRandomFileName() + ".part");
        try
        {
            string sha256;
            long size;
            await using (var file = new FileStream(unfinished, FileMode.CreateNew, FileAccess.Write, FileShare.None, 65536, FileOptions.Asynchronous))
            {
                (sha256, size) = await Copy(content, file, most, cancel);
                await file.FlushAsync(cancel);
                file.Flush(flushToDisk: true);
            }
            var place = Place(sha256);
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            if (!File.Exists(place)) File.Move(unfinished, place, overwrite: true);
            return (sha256, size);
        }
        finally { File.Delete(unfinished); }
    }

    static async Task<(string, long)> Copy(Stream from, Stream to, long most, CancellationToken cancel)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var bytes = new byte[65536];
        long size = 0;
        for (var read = await from.ReadAsync(bytes, cancel); read > 0; read = await from.ReadAsync(bytes, cancel))
        {
            size += read;
            if (size > most) throw new TooLarge($"This file is larger than {most / (1024 * 1024)} MB. Send a smaller one, or a link to it.");
            sha.AppendData(bytes, 0, read);
            await to.WriteAsync(bytes.AsMemory(0, read), cancel);
        }
        return (Convert.ToHexStringLower(sha.GetHashAndReset()), size);
    }

    string Place(string sha256) => Path.Combine(folder, sha256[..2], sha256);
}
