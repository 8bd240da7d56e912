using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Rapport.Foundation;

/// <summary>
/// The folder of everything that is kept. On Unix it is open to the program's own account alone, and what lies in it with it. Where the
/// database lies in it, one program alone may use it: a second would change the tables under the first, and take from it the key that it
/// has left there for mail.
/// </summary>
public sealed class DataFolder(string path) : IDisposable
{
    const string Setting = "RAPPORT_DATA";
    const int WouldBlock = 11, WouldBlockOnMac = 35, SharingViolation = unchecked((int)0x80070020);
    const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    FileStream? held;

    public static string Of(IConfiguration settings) => Path.GetFullPath(settings[Setting] is { Length: > 0 } given ? given : "data");

    public static void Make(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, Own);
    }

    /// <summary>Until the program ends, however it ends: the system lets go of a dead program's files.</summary>
    public void Hold()
    {
        try
        {
            Make(path);
            held ??= new FileStream(Path.Combine(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e.HResult is WouldBlock or WouldBlockOnMac or SharingViolation)
        {
            throw new WrongSetting($"Another Rapport uses this folder: {path}. Stop it, or give this one a folder of its own with {Setting}.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WrongSetting($"The folder of the data cannot be used: {e.Message} Give one that this program may write to with {Setting}.");
        }
    }

    /// <summary>Closes a folder to others that somebody, or an earlier version, left open to them. One that does not hold the database, or that everybody shares, is not ours to close.</summary>
    public static void Close(string folder, ILogger log)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(Path.Combine(folder, "rapport.db"))) return;
        var mode = File.GetUnixFileMode(folder);
        if ((mode & Others) is UnixFileMode.None) return;
        try
        {
            if (mode.HasFlag(UnixFileMode.StickyBit)) throw new UnauthorizedAccessException();
            File.SetUnixFileMode(folder, mode & ~Others);
            log.LogWarning("Other accounts of this machine could get into the data folder {Folder}, with every conversation in it. It is closed to them now; let backups run as this program's account.", folder);
        }
        catch (UnauthorizedAccessException)
        {
            log.LogWarning("Other accounts of this machine can get into the data folder {Folder}, with every conversation in it, and this program may not close it. Set RAPPORT_DATA to a folder of its own, or close it: chmod 700", folder);
        }
    }

    public void Dispose() => held?.Dispose();
}
