using Rapport.Language.Customer;
using Rapport.Language.Desk;
using Rapport.Language.Model;
using Rapport.Language.Text;

namespace Rapport.Language;

/// <summary>
/// Reads messages: behaviors in those of the desk; frustration, abuse, gratitude and personal facts in those of customers. Any text will do,
/// broken surrogates too; the first 12,000 UTF-16 units are read. Immutable, so one can serve every thread.
/// </summary>
public sealed class Recognizer
{
    /// <summary>From here on what is read counts as there, in everything that is said between 0 and 1 (thresholds chosen on our own examples).</summary>
    public const double There = 0.5;

    readonly WeightsFile weights;

    static readonly Lazy<Recognizer> builtIn = new(() =>
    {
        using var stream = Embedded.Open("weights.bin");
        return Read(stream);
    });

    Recognizer(WeightsFile weights) => this.weights = weights;

    /// <summary>With the weights that are built into the assembly: one for the whole process, since it is only read.</summary>
    public static Recognizer Load() => builtIn.Value;

    /// <summary>With weights that the trainer has written.</summary>
    /// <exception cref="InvalidDataException">It is no file of weights, or one of another version.</exception>
    public static Recognizer Read(Stream stream) => new(WeightsFile.Read(stream));

    /// <summary>The behaviors in a message of the desk.</summary>
    /// <param name="context">What was said before it, marked “[customer]”, “[csr]” and “[action]”, or the customer's words alone; may be empty.</param>
    /// <param name="text">The message.</param>
    /// <param name="ownEarlier">Other messages that the same person has sent to others: a sentence of theirs is rote and counts for nothing.</param>
    public DeskReading ReadDesk(string context, string text, IReadOnlyCollection<string>? ownEarlier = null) =>
        ReadDesk(context, text, ownEarlier is { Count: > 0 } ? OwnSentences.Of(ownEarlier) : null);

    /// <summary>The same, for many messages of one person; <paramref name="itself"/> is this message's number among them, if it is one of them.</summary>
    public DeskReading ReadDesk(string context, string text, OwnSentences? own, int itself = -1)
    {
        var scene = new Scene(context, text, weights.Emotions);
        var theirs = own is null ? scene.Sentences : scene.Sentences.FindAll(sentence => !own.Has(scene.Reply, sentence, itself));
        var best = Best(scene, theirs);
        Dictionary<BehaviorKind, double> scores = new(BehaviorKinds.All.Count);
        List<(BehaviorKind Kind, double Chance, Sentence From)> proposed = [];
        foreach (var kind in BehaviorKinds.All)
        {
            var (logit, from) = best[(int)kind];
            var chance = float.IsNegativeInfinity(logit) ? 0 : weights.Scales[(int)kind].Chance(logit);
            scores[kind] = Clear(weights.Scales[(int)kind], logit, weights.Scales[(int)kind].Best);
            if (chance >= weights.Scales[(int)kind].Propose && chance > 0) proposed.Add((kind, chance, from));
        }
        proposed.Sort((a, b) => b.Chance.CompareTo(a.Chance));
        return new DeskReading(scores, [.. proposed.Select(p => p.Kind)], [.. proposed.Select(p => Evidence.For(scene, theirs, p.From, weights.Behaviors, weights.Network, (int)p.Kind))]);
    }

    (float Logit, Sentence From)[] Best(Scene scene, List<Sentence> theirs)
    {
        var best = new (float Logit, Sentence From)[BehaviorKinds.All.Count];
        Array.Fill(best, (float.NegativeInfinity, default));
        Span<float> logits = stackalloc float[best.Length];
        Features seen = new();
        if (theirs.Count == 0) return best;
        foreach (var sentence in theirs)
        {
            scene.See(sentence, seen);
            weights.Behaviors.Score(seen, logits);
            for (var k = 0; k < best.Length; k++) if (logits[k] > best[k].Logit) best[k] = (logits[k], sentence);
        }
        Span<float> read = stackalloc float[best.Length];
        weights.Network.Desk(scene.Words(theirs), scene.Before, read);
        for (var k = 0; k < best.Length; k++) logits[k] = best[k].Logit;
        Network.Mix(logits, read);
        for (var k = 0; k < best.Length; k++) best[k].Logit = logits[k];
        return best;
    }

    /// <summary>Whether praise is specific or could go to anybody. Asked of words that are meant as a compliment; of others its answer means nothing.</summary>
    /// <param name="context">What was said before it, as <see cref="ReadDesk(string, string, IReadOnlyCollection{string}?)"/> takes it.</param>
    /// <param name="text">The compliment.</param>
    public PraiseReading ReadPraise(string context, string text)
    {
        var scene = new Scene(context, text, weights.Emotions);
        Features seen = new();
        Span<float> logit = stackalloc float[1];
        var best = float.NegativeInfinity;
        foreach (var sentence in scene.Sentences)
        {
            scene.See(sentence, seen);
            weights.Praise.Score(seen, logit);
            best = Math.Max(best, logit[0]);
        }
        var chance = float.IsNegativeInfinity(best) ? 0 : weights.PraiseScale.Chance(best);
        return new PraiseReading(chance >= weights.PraiseScale.Best && chance > 0, Math.Round(chance, 4));
    }

    /// <summary>What a customer's message says.</summary>
    /// <param name="text">The message.</param>
    /// <param name="context">What was said before it, in the form that <see cref="ReadDesk(string, string, IReadOnlyCollection{string}?)"/> takes; an answer to a security question is no fact.</param>
    public CustomerReading ReadCustomer(string text, string context = "")
    {
        var message = new Reading(text);
        // Without a word the weights would answer what is usual, and nothing was said.
        if (message.Tokens.Count == 0) return new CustomerReading(0, 0, 0, []);
        Features seen = new();
        CustomerFeatures.See(message, weights.Emotions, seen);
        Span<float> logits = stackalloc float[CustomerOutputs.Count];
        weights.Customer.Score(seen, logits);
        Span<float> read = stackalloc float[CustomerOutputs.Count];
        weights.Network.Customer(message.Tokens, read);
        Network.Mix(logits, read);
        var scales = weights.CustomerScales;
        var (abusive, grateful) = (scales[CustomerOutputs.Abusive], scales[CustomerOutputs.Gratitude]);
        return new CustomerReading(
            CustomerOutputs.Frustration(logits, scales),
            // Of a person it is said only where few are called so wrongly.
            Clear(abusive, logits[CustomerOutputs.Abusive], abusive.Propose),
            Clear(grateful, logits[CustomerOutputs.Gratitude], grateful.Best),
            CustomerOutputs.AsksForProof(context) ? [] : weights.Facts.Find(message));
    }

    static double Clear(Scale scale, float logit, float there) => Math.Round(scale.Clear(logit, there), 4);
}
