using System.CommandLine;
using System.Globalization;
using Rapport.Town.Line;
using Spectre.Console;

namespace Rapport.Workspace.Commands;

/// <summary>The tools that come with the program: <c>rapport replay …</c>, <c>rapport import guidelines …</c>.</summary>
public static class CommandLine
{
    const int Stopped = 130;
    const int Unwrapped = 10_000; // whoever reads a pipe or a file breaks the lines themselves
    static readonly string[] Help = ["--help", "-h", "-?", "/?"];

    /// <summary>Whether these arguments ask for a tool, or for what nobody knows, rather than for the desk itself: a word mistyped must not start a second desk.</summary>
    public static bool Asks(string[] args) => args.Any(a => a != Demo.Demo.Flag);

    public static async Task<int> Run(string[] args, IAnsiConsole? console = null)
    {
        console ??= AnsiConsole.Console;
        if (!console.Profile.Out.IsTerminal) console.Profile.Width = Unwrapped;
        var root = new RootCommand("Rapport, a service desk. Without a command it serves.") { new Option<bool>(Demo.Demo.Flag) { Description = "Serve with an invented town in it." }, ReplayCommand(console), ImportCommand(console), LanguageTools.Make(console, Guarded), DeliverMail.Make(console) };
        var asked = root.Parse(args);
        // A mail server throws a letter away on a code it does not know, so a word mistyped in its settings must not be one.
        if (args[0] == "mail" && asked.Errors.Count > 0 && !args.Any(Help.Contains))
        {
            foreach (var error in asked.Errors) console.WriteLine(error.Message);
            return DeliverMail.TryLater;
        }
        return await asked.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(5) });
    }

    static Command ReplayCommand(IAnsiConsole console)
    {
        var file = new Argument<string>("FILE") { Description = "Dialogues of the STAR set, one JSON object a line (dialogues_dev.jsonl)." };
        var (url, token) = (Url(), Token());
        var speed = new Option<double>("--speed") { Description = "How many times faster than it was; 0 does not wait at all.", DefaultValueFactory = _ => 10 };
        var agents = new Option<int>("--agents") { Description = "How many people work at the desk.", DefaultValueFactory = _ => 6 };
        var atOnce = new Option<int>("--at-once") { Description = "How many dialogues run at the same time.", DefaultValueFactory = _ => 12 };
        var limit = new Option<int?>("--limit") { Description = "Play only the first so many dialogues." };
        var tasks = new Option<string?>("--tasks") { Description = "The folder with the tasks' flows (default: tasks beside FILE)." };
        var state = new Option<string?>("--state") { Description = "The file that remembers how far the replay came (default: in RAPPORT_DATA, or ./data)." };
        var keepTimes = new Option<bool>("--keep-times") { Description = "Keep the original times: an import of the past through the API instead of a live chat." };
        AtLeast(speed, 0);
        AtLeast(agents, 1);
        AtLeast(atOnce, 1);
        AtLeast(limit, 1);
        var command = new Command("replay", "Play real dialogues on a running desk: customers write in the chat, agents answer and tick off the steps. Run it again and it goes on where it stopped.")
        {
            file, url, token, speed, agents, atOnce, limit, tasks, state, keepTimes,
        };
        command.SetAction((given, cancel) => Guarded(console, () =>
        {
            var path = given.GetRequiredValue(file);
            return new Replay(path,
                given.GetValue(tasks), Address(given.GetRequiredValue(url)), Needed(given.GetValue(token)),
                given.GetValue(state) ?? Path.Combine(Environment.GetEnvironmentVariable("RAPPORT_DATA") ?? "data", $"replay-{Path.GetFileNameWithoutExtension(path)}.state"),
                given.GetValue(speed), given.GetValue(agents), given.GetValue(atOnce), given.GetValue(limit), given.GetValue(keepTimes)).Run(console, cancel);
        }));
        return command;
    }

    static Command ImportCommand(IAnsiConsole console)
    {
        var file = new Argument<string>("FILE") { Description = "Guidelines of the ABCD set (guidelines.json)." };
        var (url, token) = (Url(), Token());
        var guidelines = new Command("guidelines", "Make contact types with their function steps out of a file of guidelines. Run it again and it changes only what differs.") { file, url, token };
        guidelines.SetAction((given, cancel) => Guarded(console, () =>
            new ImportGuidelines(given.GetRequiredValue(file), Address(given.GetRequiredValue(url)), Needed(given.GetValue(token))).Run(console, cancel)));
        return new Command("import", "Bring in what another system knows.") { guidelines };
    }

    static Option<string> Url() => new("--url")
    {
        Description = "Where the desk runs (default: RAPPORT_URL, or http://127.0.0.1:5080).",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("RAPPORT_URL") ?? "http://127.0.0.1:5080",
    };

    static Option<string?> Token() => new("--token") { Description = "An admin's API token (default: RAPPORT_OWNER_TOKEN)." };

    static Uri Address(string url) => Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
        ? address
        : throw new CannotGoOn($"{url} is no address of a desk. Give one like http://127.0.0.1:5080 with --url.");

    static string Needed(string? token) => (token ?? Environment.GetEnvironmentVariable("RAPPORT_OWNER_TOKEN")) is { Length: > 0 } given
        ? given
        : throw new CannotGoOn("An API token of an admin is needed: --token, or RAPPORT_OWNER_TOKEN. Settings → API tokens makes one.");

    static void AtLeast<T>(Option option, T least) where T : IParsable<T>, IComparable<T> => option.Validators.Add(result =>
    {
        // What is no number at all, the parser says itself.
        if (result.Tokens is [var only] && T.TryParse(only.Value, CultureInfo.InvariantCulture, out var value) && value.CompareTo(least) < 0) result.AddError($"{option.Name} takes {least} or more.");
    });

    /// <summary>What people can do something about is a sentence; anything else is a bug and keeps its trace.</summary>
    static async Task<int> Guarded(IAnsiConsole console, Func<Task<int>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (e is CannotGoOn or DeskIsSilent or DeskSaidNo)
        {
            console.MarkupLineInterpolated($"[red]{e.Message}[/]");
            return 1;
        }
        catch (OperationCanceledException)
        {
            return Stopped;
        }
    }
}
