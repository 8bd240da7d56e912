// Two at once: more of them are in each other's way on two cores. xUnit promises a test's time limit only where nothing runs beside it; with as many
// tests as threads it holds, and what has run over is ended with the whole run at the latest (./test: --blame-hang-timeout).
[assembly: CollectionBehavior(MaxParallelThreads = 2)]

namespace Rapport.Browser.Tests;

/// <summary>Tests that share one desk, one after another.</summary>
[CollectionDefinition(Name)]
public sealed class OneDesk
{
    public const string Name = "one desk";
}

/// <summary>What must happen within so many milliseconds is judged while no other test runs beside it.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ByThemselves
{
    public const string Name = "by themselves";
}
