namespace Rapport.Tests;

/// <summary>What must happen within a second or two of real time is judged while no other test runs beside it.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ByThemselves
{
    public const string Name = "by themselves";
}
