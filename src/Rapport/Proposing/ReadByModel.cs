using System.Text.Encodings.Web;
using System.Text.Json;
using Rapport.Language;
using Rapport.Language.Customer;

namespace Rapport.Proposing;

/// <summary>Whether some words are about what is nobody's business (health, faith, money trouble); such words stay in the house.</summary>
public delegate bool NobodysBusiness(string words);

/// <summary>
/// A language model reads. Of a message it gets the words and up to six turns before, without names, addresses and numbers; what is nobody's
/// business it never gets, and this program reads that itself. Its answer is believed no further than it can be checked.
/// </summary>
public sealed class ReadByModel(Recognizer recognizer, ModelCalls calls, NobodysBusiness nobodys) : IReadMessages
{
    const int TurnsBefore = 6, LongestContext = 4000, LongestText = 4000;

    static readonly JsonSerializerOptions plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    readonly ReadHere here = new(recognizer);

    public ModelAt? Elsewhere => calls.At;

    public async Task<DeskReading> Desk(ToRead message, CancellationToken cancel)
    {
        if (!MayLeave(message)) return await here.Desk(message, cancel);
        if (message.Own?.HasAll(message.Text, message.Itself) is true) return ModelAnswers.NoBehavior;
        message = message with { Names = AlsoTold(message) };
        var words = message.Names!.Hide(message.Text);
        return ModelAnswers.Desk(await calls.Ask(Instructions.Desk, Leaving(message, words.Text), cancel), words, message);
    }

    public async Task<CustomerReading> Customer(ToRead message, CancellationToken cancel)
    {
        var ours = await here.Customer(message, cancel);
        // An answer to a security question is no fact, and nobody else's to read.
        if (!MayLeave(message) || CustomerOutputs.AsksForProof(message.Context)) return ours;
        message = message with { Names = AlsoTold(message) };
        var words = message.Names!.Hide(message.Text);
        return ours with { Facts = ModelAnswers.Facts(await calls.Ask(Instructions.Customer, Leaving(message, words.Text), cancel), words, message.Text) };
    }

    /// <summary>With the names of those whom the customer told of, pets and people, as far as this program finds them.</summary>
    Names AlsoTold(ToRead message) =>
        message.Names!.With([.. message.Before.Select(t => t.Words).Append(message.Text).SelectMany(w => recognizer.ReadCustomer(w).Facts).Where(f => f.Kind is "pet" or "family").SelectMany(f => NamesTold.In(f.Span))]);

    bool MayLeave(ToRead message) => message.Names is not null && message.Text.Length <= LongestText && MayLeave(message.Text);

    bool MayLeave(string words) => !nobodys(words) && !recognizer.ReadCustomer(words).Facts.Any(f => f.Sensitive);

    /// <summary>What is sent: the newest turns before that may be, and the message. A turn is there whole or not at all.</summary>
    string Leaving(ToRead message, string text)
    {
        List<string> before = [];
        var room = LongestContext;
        for (var i = message.Before.Count - 1; i >= Math.Max(0, message.Before.Count - TurnsBefore); i--)
        {
            var turn = message.Before[i];
            if ((room -= turn.Words.Length) < 0) break;
            if (MayLeave(turn.Words) && !ProvesWhoTheyAre(message.Before, i)) before.Insert(0, $"{turn.Who}: {message.Names!.Hide(turn.Words).Text}");
        }
        return JsonSerializer.Serialize(new { before, message = text }, plain);
    }

    static bool ProvesWhoTheyAre(IReadOnlyList<Turn> turns, int at) =>
        turns[at].Who is Turn.Customer && turns.Take(at).LastOrDefault(t => t.Who is Turn.Desk) is { } asked && CustomerOutputs.AsksForProof(asked.ToString());
}
