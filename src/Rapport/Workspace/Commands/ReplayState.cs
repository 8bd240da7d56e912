using System.Text.Json;
using Rapport.Town.Line;

namespace Rapport.Workspace.Commands;

/// <summary>How far one dialogue has come: its next move, and what is needed to go on.</summary>
public sealed record Progress(int Dialogue, int Next, long Number, string? Visit, string Agent, bool Done);

/// <summary>What a replay has done so far, in a file to which every move adds a line, so that a killed replay can go on.</summary>
public sealed class ReplayState : IDisposable
{
    sealed record Line(string? Desk, string? Person, string? Token, Progress? Progress);

    readonly Lock gate = new();
    readonly Dictionary<int, Progress> dialogues = [];
    readonly Dictionary<string, string> tokens = [];
    StreamWriter file;

    ReplayState(string path, string desk)
    {
        Path = path;
        var lines = Load(path);
        if (lines.Find(l => l.Desk is not null)?.Desk is { } other && other != desk)
            throw new CannotGoOn($"{path} belongs to a replay at {other}. Give another file with --state, or delete this one.");
        foreach (var line in lines)
        {
            if (line is { Person: { } person, Token: { } token }) tokens[person] = token;
            if (line.Progress is { } progress) dialogues[progress.Dialogue] = progress;
        }
        file = Rewrite(desk);
    }

    public string Path { get; }
    public int DialoguesDone { get { lock (gate) return dialogues.Values.Count(d => d.Done); } }
    public bool IsEmpty { get { lock (gate) return dialogues.Count == 0 && tokens.Count == 0; } }

    public static ReplayState Open(string path, string desk)
    {
        try
        {
            if (System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path)) is { } folder) Directory.CreateDirectory(folder);
            return new ReplayState(path, desk);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CannotGoOn($"{path} cannot be kept: {e.Message}");
        }
    }

    public Progress? Of(int dialogue) { lock (gate) return dialogues.GetValueOrDefault(dialogue); }
    public string? TokenOf(string person) { lock (gate) return tokens.GetValueOrDefault(person); }

    public void Keep(Progress progress)
    {
        lock (gate)
        {
            dialogues[progress.Dialogue] = progress;
            Write(new Line(null, null, null, progress));
        }
    }

    public void KeepToken(string person, string token)
    {
        lock (gate)
        {
            tokens[person] = token;
            Write(new Line(null, person, token, null));
        }
    }

    /// <summary>The desk is another one than the file tells of.</summary>
    public void StartOver(string desk)
    {
        lock (gate)
        {
            file.Dispose();
            dialogues.Clear();
            tokens.Clear();
            file = Rewrite(desk);
        }
    }

    public void Dispose() => file.Dispose();

    /// <summary>One line for each thing instead of one for each move; readable by nobody else, as it holds tokens.</summary>
    StreamWriter Rewrite(string desk)
    {
        var fresh = Path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var writer = new StreamWriter(fresh, options))
        {
            writer.WriteLine(JsonSerializer.Serialize(new Line(desk, null, null, null), DeskLine.Json));
            foreach (var (person, token) in tokens) writer.WriteLine(JsonSerializer.Serialize(new Line(null, person, token, null), DeskLine.Json));
            foreach (var progress in dialogues.Values) writer.WriteLine(JsonSerializer.Serialize(new Line(null, null, null, progress), DeskLine.Json));
        }
        File.Move(fresh, Path, overwrite: true);
        return new StreamWriter(Path, append: true) { AutoFlush = true };
    }

    void Write(Line line) => file.WriteLine(JsonSerializer.Serialize(line, DeskLine.Json));

    static List<Line> Load(string path)
    {
        if (!File.Exists(path)) return [];
        List<Line> lines = [];
        foreach (var text in File.ReadLines(path))
        {
            try
            {
                if (JsonSerializer.Deserialize<Line>(text, DeskLine.Json) is { } line) lines.Add(line);
            }
            catch (JsonException)
            {
                // A kill can cut the last line short; the move it told of is made again, under the same key.
            }
        }
        return lines;
    }
}
