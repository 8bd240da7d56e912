using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Rapport.Language.Training;
using Rapport.Town.Line;

namespace Rapport.Workspace.Commands;

/// <summary>Where the examples and the sets lie, and how they are read. <c>Hash</c> of what was read goes with the weights.</summary>
public sealed class TrainingFiles(string repository, string shared) : IDisposable
{
    const int MostFunction = 1500;
    readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public string Weights => Path.Combine(repository, "src", "Rapport.Language", "Weights");
    public string Directions => Path.Combine(Weights, "directions.bin");
    public string Document => Path.Combine(repository, "docs", "language.md");

    /// <summary>The repository around the program, and the sets beside it unless somebody says where.</summary>
    public static TrainingFiles Here(string? shared)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Rapport.slnx"))) folder = folder.Parent;
        if (folder is null) throw new CannotGoOn("This works in the repository only: the examples to learn from are not part of the published program.");
        return new TrainingFiles(folder.FullName, shared ?? Path.Combine(folder.FullName, "..", "shared"));
    }

    /// <summary>What <c>bench/language/run</c> has measured, as a table, and the slower of the means in microseconds; null where it has not been run.</summary>
    public (string Table, double Slowest)? Bench()
    {
        var file = Path.Combine(repository, "bench", "language", "pace.json");
        if (!File.Exists(file)) return null;
        using var json = JsonDocument.Parse(File.ReadAllText(file));
        var root = json.RootElement;
        var rows = root.GetProperty("figures").EnumerateArray().Select(f => string.Create(CultureInfo.InvariantCulture, $"| {f.GetProperty("what").GetString()} | {f.GetProperty("microseconds").GetDouble():0.0} µs ± {f.GetProperty("error").GetDouble():0.0} | {f.GetProperty("bytes").GetInt64() / 1024.0:0.0} KB |"));
        return ($"{root.GetProperty("tool").GetString()} on one thread, our own examples one after another ({root.GetProperty("runtime").GetString()}, {root.GetProperty("processor").GetString()}, {root.GetProperty("on").GetString()}):\n\n| | mean | allocated |\n|---|--:|--:|\n{string.Join('\n', rows)}", root.GetProperty("figures").EnumerateArray().Max(f => f.GetProperty("microseconds").GetDouble()));
    }

    /// <summary>The hash of everything read so far, in the order of reading: names and bytes.</summary>
    public string Hash() => Convert.ToHexStringLower(hash.GetCurrentHash());

    public TrainingData Read(string? corrections)
    {
        OrderedDictionary<(string Context, string Text), DeskExample> desk = [];
        OrderedDictionary<string, CustomerExample> customers = [];
        List<EmotionRow> comments = [.. Emotions()];
        var measured = Essence("essence_dev.jsonl").Concat(Essence("essence_dev_supplement.jsonl")).Select(e => e.Text).ToHashSet(StringComparer.Ordinal);
        var dialogues = Dialogues();
        AddComments();
        AddTyped();
        foreach (var file in Directory.GetFiles(Labeled, "*.jsonl").Order(StringComparer.Ordinal)) Add(file, whole: Path.GetFileName(file).Contains("-day-", StringComparison.Ordinal));
        if (corrections is not null) Add(corrections, whole: false);
        return new TrainingData([.. desk.Values], [.. customers.Values], comments, [.. Offenses()], Function(dialogues, measured), Known());

        // What somebody says later about the same words stands. A file that holds a whole day says so in its name.
        void Add(string file, bool whole) => Each(file, line =>
        {
            if (Examples.IsFromCustomer(line)) Put(Examples.Customer(line));
            else PutDesk(Examples.Desk(line) with { Day = whole ? Path.GetFileNameWithoutExtension(file) : "" });
        });
        void Put(CustomerExample example) => customers[example.Text] = example;
        void PutDesk(DeskExample example) => desk[(example.Context, example.Text)] = example;

        void AddComments()
        {
            var texts = comments.ToDictionary(c => c.Id, c => c.Text, StringComparer.Ordinal);
            foreach (var judgement in Judgements("goemotions.txt"))
            {
                if (!texts.TryGetValue(judgement.Id, out var text)) continue;
                PutDesk(judgement.Reply(text));
                Put(judgement.Customer(text));
            }
        }

        void AddTyped()
        {
            var judgements = Judgements("star.txt").ToDictionary(j => j.Id, StringComparer.Ordinal);
            foreach (var (id, context, text) in dialogues.SelectMany(Turns))
                if (judgements.TryGetValue(id, out var judgement) && !measured.Contains(text)) PutDesk(judgement.Turn(context, text));
        }
    }

    /// <summary>The turns that people typed at the desk, each with the id that <c>star.txt</c> knows it by (dialogue, place in it) and the two turns before it.</summary>
    static IEnumerable<(string Id, string Context, string Text)> Turns(StarDialogue dialogue)
    {
        List<string> said = [];
        foreach (var (e, place) in dialogue.Events.Where(e => e.Who is not Speaker.Lookup).Select((e, i) => (e, i)))
        {
            if (e is { Who: Speaker.Desk, Label: null }) yield return ($"{dialogue.Id}:{place}", string.Join(' ', said.TakeLast(2)), e.Text);
            said.Add($"{(e.Who is Speaker.Desk ? "[csr]" : "[customer]")} {e.Text}");
        }
    }

    string Labeled => Path.Combine(repository, "src", "Rapport.Language", "Examples");

    /// <summary>What was read in texts that lie in a set; none, where the file is not there.</summary>
    List<Judgement> Judgements(string name)
    {
        List<Judgement> judgements = [];
        var file = Path.Combine(Labeled, name);
        if (File.Exists(file)) Each(file, line => judgements.Add(Judgement.Parse(line)));
        return judgements;
    }

    public List<DeskExample> Essence(string file)
    {
        List<DeskExample> examples = [];
        Each(Set("essence", file), line => examples.Add(Examples.Desk(line)));
        return examples;
    }

    public List<CustomerExample> Customers(string file)
    {
        List<CustomerExample> examples = [];
        Each(Set("essence", file), line => examples.Add(Examples.Customer(line)));
        return examples;
    }

    string Set(params string[] path) => Path.Combine([shared, "data", .. path]);

    IEnumerable<EmotionRow> Emotions()
    {
        foreach (var file in (string[])["train.tsv", "dev.tsv"])
            foreach (var line in Lines(Set("goemotions", file)))
                if (line.Split('\t') is [var text, var labels, var id]) yield return new EmotionRow(id.Trim(), text, [.. labels.Split(',').Select(l => int.Parse(l, CultureInfo.InvariantCulture))]);
    }

    IEnumerable<OffenseRow> Offenses()
    {
        const int neither = 2;
        foreach (var line in Lines(Set("abuse-davidson", "sample_dev.csv")))
            if (line.Split(',', 6) is [_, _, _, _, var kind, var text] && int.TryParse(kind, CultureInfo.InvariantCulture, out var number)) yield return new OffenseRow(text.Trim('"'), number != neither);
    }

    List<StarDialogue> Dialogues()
    {
        List<StarDialogue> dialogues = [];
        var file = Set("star", "dialogues_dev.jsonl");
        Each(file, line => dialogues.Add(StarDialogue.Parse(line, $"A line of {file}")));
        return dialogues;
    }

    /// <summary>Templates of the recorded dialogues, one of each wording, none that is measured on.</summary>
    static List<FunctionRow> Function(List<StarDialogue> dialogues, HashSet<string> measured)
    {
        List<FunctionRow> rows = [];
        HashSet<string> wordings = new(StringComparer.Ordinal);
        foreach (var dialogue in dialogues)
        {
            var said = "";
            foreach (var e in dialogue.Events)
            {
                if (e.Who is Speaker.Customer) said = e.Text;
                else if (e is { Who: Speaker.Desk, Label: not null } && rows.Count < MostFunction && !measured.Contains(e.Text) && wordings.Add(Letters(e.Text))) rows.Add(new FunctionRow($"[customer] {said}", e.Text));
            }
        }
        return rows;
    }

    Directions Known()
    {
        if (!File.Exists(Directions)) return Language.Training.Directions.None;
        var bytes = File.ReadAllBytes(Directions);
        hash.AppendData(bytes);
        using MemoryStream from = new(bytes);
        return Language.Training.Directions.Read(from);
    }

    static string Letters(string text) => new([.. text.Where(char.IsLetter)]);

    void Each(string file, Action<string> read)
    {
        var number = 0;
        foreach (var line in Lines(file))
        {
            number++;
            if (line.Trim().Length == 0) continue;
            try
            {
                read(line);
            }
            catch (FormatException e)
            {
                throw new CannotGoOn($"Line {number} of {file} is {e.Message}.");
            }
        }
    }

    string[] Lines(string file)
    {
        try
        {
            var bytes = File.ReadAllBytes(file);
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetFileName(file)));
            hash.AppendData(bytes);
            return Encoding.UTF8.GetString(bytes).Split('\n');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CannotGoOn($"{file} cannot be read: {(e is FileNotFoundException or DirectoryNotFoundException ? "there is no such file. Say where the sets are with --shared." : e.Message)}");
        }
    }

    public void Dispose() => hash.Dispose();
}
