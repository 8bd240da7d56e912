using Rapport.Language;
using Rapport.Tests.Essence;
using Rapport.Workspace.Commands;

namespace Rapport.Tests.Language;

/// <summary>From “Not that” under a message to what the trainer reads, the whole way.</summary>
public sealed class CorrectionsTeachTests : IDisposable
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("rapport-teach-");

    [Trait("Proves", "E141")]
    [Theory, OnBothDatabases]
    public async Task What_somebody_said_it_was_not_is_learned_and_outranks_an_example_with_the_same_words(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (_, ana) = await desk.Person("Ana");
        var number = await desk.Conversation(body: Serving.Asked);
        var message = await ana.Says(number);
        await ana.Post($"/desk/{number}/corrections", new { message, proposed = "interest" });
        var exported = await desk.Owner.Page("/api/v1/corrections");
        // The house's own examples hold the same words, and call them interest.
        await File.WriteAllTextAsync(At("src", "Rapport.Language", "Examples", "w1.jsonl"), exported.Replace("\"labels\":[]", "\"labels\":[\"interest\"]", StringComparison.Ordinal));
        await File.WriteAllTextAsync(At("corrections.jsonl"), exported);
        foreach (var set in new[] { "goemotions/train.tsv", "goemotions/dev.tsv", "abuse-davidson/sample_dev.csv", "star/dialogues_dev.jsonl", "essence/essence_dev.jsonl", "essence/essence_dev_supplement.jsonl" })
            await File.WriteAllTextAsync(At(["data", .. set.Split('/')]), "");

        using var files = new TrainingFiles(folder.FullName, folder.FullName);
        Assert.Equal([BehaviorKind.Interest], Assert.Single(files.Read(null).Desk).Labels);
        using var again = new TrainingFiles(folder.FullName, folder.FullName);
        var learned = Assert.Single(again.Read(At("corrections.jsonl")).Desk);

        Assert.Empty(learned.Labels);
        Assert.Equal([BehaviorKind.Interest], learned.Near);
        // Nobody has said that it was no compliment either.
        Assert.Equal(BehaviorKinds.All.Except([BehaviorKind.Interest]), learned.Disputed);
        Assert.NotEqual(files.Hash(), again.Hash());
    }

    string At(params string[] path)
    {
        var file = Path.Combine([folder.FullName, .. path]);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        return file;
    }

    public void Dispose() => folder.Delete(recursive: true);
}
