using Microsoft.Extensions.Configuration;

namespace Rapport.Foundation;

/// <summary>
/// The folder of the data. Where the database lies in it, one program alone may use it: a second would change the tables under the
/// first, and take from it the key that it has left there for mail.
/// </summary>
public sealed class DataFolder(string path) : IDisposable
{
    const string Setting = "RAPPORT_DATA";
    const int WouldBlock = 11, WouldBlockOnMac = 35, SharingViolation = unchecked((int)0x80070020);

    FileStream? held;

    public static string Of(IConfiguration settings) => Path.GetFullPath(settings[Setting] is { Length: > 0 } given ? given : "data");

    /// <summary>Until the program ends, however it ends: the system lets go of a dead program's files.</summary>
    public void Hold()
    {
        try
        {
            Directory.CreateDirectory(path);
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

    public void Dispose() => held?.Dispose();
}
