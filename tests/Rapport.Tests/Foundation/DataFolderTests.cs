using Rapport.Tests.Proposing;

namespace Rapport.Tests.Foundation;

public class DataFolderTests
{
    [Fact]
    public async Task The_data_is_open_to_the_program_s_own_account_alone()
    {
        if (OperatingSystem.IsWindows()) return;
        var place = Directory.CreateTempSubdirectory("rapport-test-").FullName;
        await using (await TestDesk.OpenOn(null, home: Path.Combine(place, "data")))
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(place, "data")));
        Directory.Delete(place);
    }

    [Fact]
    public async Task A_data_folder_that_is_open_to_others_is_closed_at_the_start_and_that_is_said()
    {
        if (OperatingSystem.IsWindows()) return;
        var place = Directory.CreateTempSubdirectory("rapport-test-").FullName;
        File.SetUnixFileMode(place, File.GetUnixFileMode(place) | UnixFileMode.GroupRead | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        var heard = new Heard();
        await using (await TestDesk.OpenOn(null, heard.In, home: place))
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(place));
        Assert.Contains(heard.Lines, l => l.StartsWith($"Warning: Other accounts of this machine could get into the data folder {place}", StringComparison.Ordinal));
    }
}
