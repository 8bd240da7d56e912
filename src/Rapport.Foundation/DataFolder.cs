using Microsoft.Extensions.Logging;

namespace Rapport.Foundation;

/// <summary>The folder of everything that is kept. On Unix it is open to the program's own account alone, and what lies in it with it.</summary>
public static class DataFolder
{
    const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    public static void Make(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, Own);
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
}
