using Microsoft.Playwright;

namespace Rapport.Browser.Tests;

/// <summary>Debian's Chromium, started once for all tests. It ends when they do.</summary>
public static class RealChromium
{
    const string Place = "/usr/bin/chromium";

    // What is off would look for the internet.
    static readonly string[] Flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    static readonly Lazy<Task<IBrowser>> shared = new(Start);

    public static Task<IBrowser> Shared => shared.Value;

    /// <summary>One more, which a test may kill.</summary>
    public static Task<IBrowser> Another() => Start();

    static async Task<IBrowser> Start() => File.Exists(Place)
        ? await (await Playwright.CreateAsync()).Chromium.LaunchAsync(new() { ExecutablePath = Place, Args = Flags })
        : throw new InvalidOperationException($"Chromium is not at {Place}, and this test needs a real one. ./test installs it, or: apt-get install chromium");
}
