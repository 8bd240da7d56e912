using Rapport.Language.Model;
using Rapport.Language.Text;
using Rapport.Language.Words;

namespace Rapport.Language.Customer;

/// <summary>
/// What can be seen in a customer's message as a whole. Abuse is aimed at people: an insult counts by the people named near it
/// (“you idiots”) or the thing (“stupid app”). Anger is counted, not only found: several failures piled up make it intense.
/// </summary>
public static class CustomerFeatures
{
    const float Rare = 0.35f, Pair = 0.45f;
    const int Near = 3;
    static readonly Sort[] counted = [Sort.Angry, Sort.Annoyed, Sort.Waiting, Sort.Profanity, Sort.Insult, Sort.Problem, Sort.Leave, Sort.Sarcasm, Sort.Thanks, Sort.Helped];

    public static void See(Reading message, LinearModel emotions, Features seen)
    {
        seen.Clear();
        SeeMood(message, emotions, seen);
        SeeWords(message, seen);
        var sorts = message.Sorts(0, message.Tokens.Count).Between(Sort.Praise, Sort.Sarcasm);
        var harsh = sorts.Between(Sort.Thanks, Sort.Sarcasm);
        for (var a = sorts.Next(-1); a != Sorts.End; a = sorts.Next(a))
        {
            seen.Add(Features.Hash(Features.Start('g'), a));
            for (var b = harsh.Next(a); b != Sorts.End; b = harsh.Next(b)) seen.Add(Features.Hash(Features.Hash(Features.Start('G'), a), b), Pair * 0.5f);
        }
        foreach (var sort in counted) SeeCount(message, sort, seen);
        SeeAim(message, seen);
        SeeVoice(message, seen);
    }

    static void SeeMood(Reading message, LinearModel emotions, Features seen)
    {
        Emotions.See(message.Tokens, 0, message.Tokens.Count, seen);
        Span<float> mood = stackalloc float[Emotions.Count];
        Span<float> strongest = stackalloc float[Emotions.Count];
        emotions.Score(seen, mood);
        strongest.Clear();
        Span<float> here = stackalloc float[Emotions.Count];
        foreach (var sentence in message.Sentences.Take(40))
        {
            seen.Clear();
            Emotions.See(message.Tokens, sentence.First, sentence.Count, seen);
            emotions.Score(seen, here);
            for (var i = 0; i < here.Length; i++) strongest[i] = Math.Max(strongest[i], LinearModel.Chance(here[i]));
        }
        seen.Clear();
        for (var i = 0; i < mood.Length; i++)
        {
            seen.Add(Features.Hash(Features.Start('e'), i), MathF.Sqrt(LinearModel.Chance(mood[i])) * 1.5f);
            seen.Add(Features.Hash(Features.Start('E'), i), MathF.Sqrt(strongest[i]) * 1.5f);
        }
    }

    static void SeeWords(Reading message, Features seen)
    {
        var last = "^";
        for (var i = 0; i < message.Tokens.Count; i++)
        {
            var token = message.Tokens[i];
            seen.Add('w', token.Norm, Rare, i);
            if (token.IsWord && token.Norm.Length > 3) seen.Add('p', token.Norm.AsSpan(0, Math.Min(5, token.Norm.Length)), Rare, i);
            seen.Add(Features.Hash(Features.Hash(Features.Start('b'), last), token.Norm), Rare, i);
            last = token.Norm;
        }
    }

    static void SeeCount(Reading message, Sort sort, Features seen)
    {
        var count = 0;
        for (var i = 0; i < message.Marks.Length; i++) if (message.Marks[i].Has(sort) && (i == 0 || !message.Marks[i - 1].Has(sort))) count++;
        if (count > 1) seen.Add(Features.Hash(Features.Hash(Features.Start('n'), (int)sort), 2));
        if (count > 2) seen.Add(Features.Hash(Features.Hash(Features.Start('n'), (int)sort), 3));
    }

    /// <summary>Whom harsh words are aimed at.</summary>
    static void SeeAim(Reading message, Features seen)
    {
        var (tokens, marks) = (message.Tokens, message.Marks);
        for (var i = 0; i < tokens.Count; i++)
        {
            var (insult, profane, threat, scorn) = (marks[i].Has(Sort.Insult), marks[i].Has(Sort.Profanity), marks[i].Has(Sort.Threat), marks[i].Has(Sort.Scorn));
            if (!insult && !profane && !threat && !scorn) continue;
            var aim = "nobody";
            for (var j = Math.Max(0, i - Near); j <= Math.Min(tokens.Count - 1, i + Near); j++)
            {
                if (marks[j].Has(Sort.You)) { aim = "you"; break; }
                if (marks[j].Has(Sort.People) && j != i) aim = "people";
                else if (marks[j].Has(Sort.Things) && aim is "nobody") aim = "things";
                else if (marks[j].Has(Sort.Me) && aim is "nobody") aim = "me";
            }
            if (i + 1 < tokens.Count && tokens[i + 1].Norm is "you" or "u" or "your") aim = "next you";
            if (i > 0 && tokens[i - 1].Norm is "you" or "u" or "ur" or "these" or "those" or "bunch" or "of") seen.Add('x', insult ? "called" : "you then harsh", 1, i);
            if (i + 1 < tokens.Count && tokens[i + 1].Kind is TokenKind.Handle || i > 0 && tokens[i - 1].Kind is TokenKind.Handle) seen.Add('x', insult ? "handle insulted" : "handle sworn at", 0.7f, i);
            if (IsTold(tokens, i)) aim = "told";
            if (scorn) seen.Add('S', aim, 0.7f, i);
            if ((scorn || profane) && i + 1 < tokens.Count) seen.Add('x', marks[i + 1].Has(Sort.Insult) ? "harsh name" : marks[i + 1].Has(Sort.People) ? "harsh people" : marks[i + 1].Has(Sort.Things) ? "harsh thing" : "harsh word", 0.7f, i);
            if (insult) seen.Add('I', aim, 1, i);
            if (profane) seen.Add('P', aim, 1, i);
            if (threat) seen.Add('H', aim, 1, i);
        }
    }

    /// <summary>Whether a harsh word is told of (“he called me an idiot”) or said of oneself (“I felt such a fool”).</summary>
    static bool IsTold(List<Token> tokens, int at)
    {
        for (var i = Math.Max(0, at - 4); i < at; i++)
        {
            var next = tokens[i + 1].Norm;
            if (tokens[i].Norm is "called" or "calls" or "calling" && next is "me" or "him" or "her" or "us" or "them" or "my" or "the") return true;
            if (tokens[i].Norm is "i'm" or "im" or "i" && next is "am" or "felt" or "feel" or "such" or "a" or "an" or "was" or "look" or "looked") return true;
        }
        return false;
    }

    /// <summary>Whether an insult or a threat stands beside “you”.</summary>
    public static bool InsultsYou(Reading message)
    {
        var (tokens, marks) = (message.Tokens, message.Marks);
        for (var i = 0; i < tokens.Count; i++)
        {
            if (!marks[i].Has(Sort.Insult) && !marks[i].Has(Sort.Threat)) continue;
            if (i > 0 && marks[i - 1].Has(Sort.You) || i + 1 < tokens.Count && tokens[i + 1].Norm is "you" or "u" || i > 1 && marks[i - 2].Has(Sort.You)) return true;
        }
        return false;
    }

    static void SeeVoice(Reading message, Features seen)
    {
        var (words, loud, exclaims, questions) = (0, 0, 0, 0);
        foreach (var token in message.Tokens)
        {
            if (token.Norm is "!") exclaims++;
            if (token.Norm is "?") questions++;
            if (!token.IsWord) continue;
            words++;
            if (token.Length > 2 && !message.Text.AsSpan(token.Start, token.Length).ContainsAnyExceptInRange('A', 'Z')) loud++;
        }
        if (loud > 0) seen.Add('x', "loud");
        if (loud > 2) seen.Add('x', "very loud");
        if (words > 3 && loud * 2 > words) seen.Add('x', "all loud");
        if (exclaims > 0) seen.Add('x', "!", Pair);
        if (exclaims > 2) seen.Add('x', "!!!", 0.7f);
        if (questions > 1) seen.Add('x', "??", 0.7f);
        if (questions > 0) seen.Add('x', "?", Pair);
        seen.Add(Features.Hash(Features.Start('l'), words switch { <= 3 => 1, <= 8 => 2, <= 16 => 3, <= 30 => 4, <= 60 => 5, _ => 6 }), Pair);
    }
}
