using Rapport.Town;

namespace Rapport.Workspace.Demo;

/// <summary><c>--demo</c>: the desk of Harbor Street, with a past, and at work while you watch.</summary>
public static class Demo
{
    public const string Flag = "--demo";

    public static bool Asks(string[] args) => args.Contains(Flag, StringComparer.Ordinal);

    /// <summary>What the demo sets for itself where nobody has: a data folder of its own, and the name over the chat.</summary>
    public static string[] Settings(string[] args) => [.. args.Where(a => a != Flag), "--RAPPORT_DEMO=true", .. Unset("RAPPORT_DATA", Path.Combine("data", "demo")), .. Unset("RAPPORT_SHOP", TownContent.Read().House)];

    public static void Add(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(TownContent.Read());
        builder.Services.AddSingleton<OpenTown>();
        builder.Services.AddSingleton<SettleTown>();
        builder.Services.AddHostedService<RunTown>();
    }

    static IEnumerable<string> Unset(string name, string value) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } ? [] : [$"--{name}={value}"];
}
