using System.Diagnostics;
using System.Globalization;

namespace Rapport.Bench;

/// <summary>What the figures were measured on.</summary>
public static class Machine
{
    public static IEnumerable<(string What, string Is)> Describe(string folder)
    {
        yield return ("processor", $"{Field("/proc/cpuinfo", "model name")}, {Environment.ProcessorCount} cores");
        yield return ("memory", $"{Kilobytes("/proc/meminfo", "MemTotal") / 1024 / 1024.0:N0} GB");
        yield return ("kernel", File.ReadAllText("/proc/sys/kernel/osrelease").Trim());
        yield return ("disk", FileSystem(folder));
        yield return (".NET", Environment.Version.ToString());
    }

    /// <summary>The memory of a process that is in RAM, in bytes.</summary>
    public static long ResidentBytes(int process) => Kilobytes($"/proc/{process}/status", "VmRSS") * 1024;

    /// <summary>The part of it that is the process's own and not the page cache's (mapped program files and database pages).</summary>
    public static long AnonymousBytes(int process) => Kilobytes($"/proc/{process}/status", "RssAnon") * 1024;

    public static TimeSpan CpuOf(int process)
    {
        using var running = Process.GetProcessById(process);
        return running.TotalProcessorTime;
    }

    static string FileSystem(string folder)
    {
        var mount = File.ReadLines("/proc/mounts").Select(l => l.Split(' ')).Where(m => folder.StartsWith(m[1], StringComparison.Ordinal)).MaxBy(m => m[1].Length)!;
        return $"{mount[2]} on {mount[0]}";
    }

    static long Kilobytes(string file, string name) => long.Parse(Field(file, name).Split(' ')[0], CultureInfo.InvariantCulture);

    static string Field(string file, string name) =>
        File.ReadLines(file).First(l => l.StartsWith(name, StringComparison.Ordinal)).Split(':', 2)[1].Trim();

    public static string Commit()
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["describe", "--always", "--dirty", "--exclude=*"]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var said = git.StandardOutput.ReadToEnd().Trim();
        git.WaitForExit();
        return said;
    }
}
