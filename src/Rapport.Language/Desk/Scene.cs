using System.Collections.Frozen;
using Rapport.Language.Model;
using Rapport.Language.Text;
using Rapport.Language.Words;

namespace Rapport.Language.Desk;

/// <summary>
/// A message of the desk with the customer's words before it, and what can be seen in each of its sentences. The features put the guide's two tests
/// into numbers: is it function (words of the service, formulas of the trade), and does it belong to this customer (does it take up their words)?
/// </summary>
public sealed class Scene
{
    const int MostSentences = 60;
    const float Rare = 0.2f, Pair = 0.45f;
    static readonly Sorts Matter = Sorts.Of(Sort.Service, Sort.Problem, Sort.Apology, Sort.Rote, Sort.Request, Sort.Sell);
    static readonly Sorts Life = Sorts.Of(Sort.Family, Sort.Pet, Sort.Occasion, Sort.Travel, Sort.Hobby, Sort.Plan);

    static readonly Sorts Play = Sorts.Of(Sort.Banter, Sort.Playful, Sort.Laugh, Sort.Laughpicture);
    static readonly Sorts Trouble = Sorts.Of(Sort.Problem, Sort.Sadpicture, Sort.Angry, Sort.Waiting, Sort.Request);
    static readonly FrozenSet<string> third = ((string[])["he", "she", "they", "him", "her", "them", "his", "their", "he's", "she's", "they're"]).ToFrozenSet(StringComparer.Ordinal);

    readonly Reading reply;
    readonly Reading context;
    readonly HashSet<uint> theirWords = [];
    readonly float[] theirMood = new float[Emotions.Count];
    readonly LinearModel emotions;
    readonly Features scratch = new();
    readonly Sorts theirs, replys;

    /// <summary>The sentences that can be a behavior; signatures cannot.</summary>
    public List<Sentence> Sentences { get; } = [];
    public Reading Reply => reply;

    /// <summary>What the customer said before it.</summary>
    public IReadOnlyList<Token> Before => context.Tokens;

    /// <summary>The tokens of some sentences.</summary>
    public List<Token> Words(IEnumerable<Sentence> of)
    {
        List<Token> words = new(reply.Tokens.Count);
        foreach (var sentence in of) words.AddRange(reply.Tokens.GetRange(sentence.First, sentence.Count));
        return words;
    }

    public Scene(string contextText, string text, LinearModel emotions)
    {
        this.emotions = emotions;
        reply = new Reading(text);
        context = new Reading(Reading.CustomersTurns(contextText));
        foreach (var sentence in reply.Sentences) if (!sentence.IsSignature && Sentences.Count < MostSentences) Sentences.Add(sentence);
        foreach (var token in context.Tokens) if (Stops.IsContent(token)) theirWords.Add(Stops.Stem(token.Norm));
        replys = reply.Sorts(0, reply.Tokens.Count);
        theirs = context.Sorts(0, context.Tokens.Count);
        Mood(context, 0, context.Tokens.Count, theirMood);
    }

    void Mood(Reading of, int first, int count, Span<float> mood)
    {
        scratch.Clear();
        Emotions.See(of.Tokens, first, count, scratch);
        emotions.Score(scratch, mood);
        for (var i = 0; i < mood.Length; i++) mood[i] = scratch.Count == 0 ? 0 : LinearModel.Chance(mood[i]);
    }

    public void See(Sentence sentence, Features seen)
    {
        seen.Clear();
        SeeWords(sentence, seen);
        var sorts = SeeSorts(sentence, seen);
        SeeTakingUp(sentence, sorts, seen);
        SeeAddress(sentence, sorts, seen);
        SeePlay(sentence, sorts, seen);
        SeeShape(sentence, seen);
        SeeMoods(sentence, seen);
    }

    void SeeWords(Sentence sentence, Features seen)
    {
        var (last, before) = ("^", "^");
        for (var i = sentence.First; i <= sentence.Last; i++)
        {
            var token = reply.Tokens[i];
            var norm = token.Norm;
            seen.Add('w', norm, Rare, i);
            if (token.IsWord && norm.Length > 3) seen.Add('p', norm.AsSpan(0, Math.Min(5, norm.Length)), Rare, i);
            seen.Add(Features.Hash(Features.Hash(Features.Start('b'), last), norm), Rare, i);
            seen.Add(Features.Hash(Features.Hash(Features.Hash(Features.Start('t'), before), last), norm), Rare * 0.7f, i);
            (before, last) = (last, norm);
        }
        seen.Add(Features.Hash(Features.Hash(Features.Start('b'), last), "$"), Rare);
    }

    Sorts SeeSorts(Sentence sentence, Features seen)
    {
        var sorts = reply.Sorts(sentence.First, sentence.Count);
        var asks = HasMark(sentence, "?");
        for (var a = sorts.Next(-1); a != Sorts.End; a = sorts.Next(a))
        {
            var at = FirstOf(sentence, (Sort)a);
            seen.Add(Features.Hash(Features.Start('g'), a), 1, at);
            if (asks) seen.Add(Features.Hash(Features.Start('?'), a), Pair, at);
            for (var b = sorts.Next(a); b != Sorts.End; b = sorts.Next(b)) seen.Add(Features.Hash(Features.Hash(Features.Start('G'), a), b), Pair * 0.5f, at);
        }
        for (var a = replys.Next(-1); a != Sorts.End; a = replys.Next(a)) if (!sorts.Has((Sort)a)) seen.Add(Features.Hash(Features.Start('m'), a), Pair * 0.5f);
        for (var a = theirs.Next(-1); a != Sorts.End; a = theirs.Next(a)) seen.Add(Features.Hash(Features.Start('k'), a), Pair * 0.5f);
        return sorts;
    }

    /// <summary>The swap test: what of the customer's words comes back here, and with what.</summary>
    void SeeTakingUp(Sentence sentence, Sorts sorts, Features seen)
    {
        var (content, taken, ofMatter, unknown, firstTaken) = (0, 0, 0, 0, -1);
        var takenSorts = default(Sorts);
        for (var i = sentence.First; i <= sentence.Last; i++)
        {
            if (!Stops.IsContent(reply.Tokens[i])) continue;
            content++;
            if (reply.Marks[i].HasAny(Matter)) ofMatter++;
            else if (reply.Marks[i].Bits == 0) unknown++;
            if (!theirWords.Contains(Stops.Stem(reply.Tokens[i].Norm))) continue;
            taken++;
            takenSorts |= reply.Marks[i];
            if (firstTaken < 0) firstTaken = i;
        }
        var share = content == 0 ? 0 : (float)ofMatter / content;
        seen.Add('x', "matter", share);
        seen.Add('x', "free", content == 0 ? 0 : (float)unknown / content);
        seen.Add(Features.Hash(Features.Start('c'), Math.Min(content, 8)), Pair);
        seen.Add(Features.Hash(Features.Start('u'), Math.Min(taken, 3)), Pair, firstTaken);
        var rote = RoteBank.Known.Nearness(reply.Tokens, sentence.First, sentence.Count);
        seen.Add('x', "rote", rote);
        if (rote > 0.6f) seen.Add('x', "rote6");
        if (rote > 0.4f) seen.Add('x', "rote4");
        if (taken == 0)
        {
            seen.Add('x', "nothing taken up", Pair);
            if (!sorts.HasAny(Life)) seen.Add('x', "nobody's life", Pair);
            return;
        }
        var personal = takenSorts.HasAny(Life);
        var plain = takenSorts.HasAny(Matter);
        foreach (var sort in (ReadOnlySpan<Sort>)[Sort.Praise, Sort.Delight, Sort.Wish, Sort.Ask, Sort.Playful, Sort.Laugh, Sort.Perspective, Sort.Interject, Sort.You, Sort.Me, Sort.Apology, Sort.Thanks])
        {
            if (!sorts.Has(sort)) continue;
            seen.Add(Features.Hash(Features.Start('T'), (int)sort), Pair, firstTaken);
            if (personal) seen.Add(Features.Hash(Features.Start('L'), (int)sort), Pair, firstTaken);
            if (!plain) seen.Add(Features.Hash(Features.Start('P'), (int)sort), Pair, firstTaken);
        }
        if (personal) seen.Add('x', "their life", 1, firstTaken);
        if (!plain) seen.Add('x', "not the matter", 0.7f, firstTaken);
        if (HasMark(sentence, "?")) seen.Add('x', personal ? "asks of their life" : plain ? "asks of the matter" : "asks of their words", 0.7f, firstTaken);
    }

    /// <summary>Whom a question or a wish is for and what it is about: somebody's life, or what the work needs.</summary>
    void SeeAddress(Sentence sentence, Sorts sorts, Features seen)
    {
        var about = (sorts.HasAny(Life) || sorts.Has(Sort.Milestone) ? 1 : 0) + (sorts.Has(Sort.Detail) ? 2 : 0) + (sorts.HasAny(Matter) ? 4 : 0);
        var whose = (sorts.Has(Sort.You) ? 1 : 0) + (SaysAny(sentence, third) ? 2 : 0);
        if (HasMark(sentence, "?"))
        {
            var how = FirstOf(sentence, Sort.Ask) is var at and >= 0 ? reply.Tokens[at].Norm : "";
            Say('Q', about, whose, how);
            seen.Add(Features.Hash(Features.Hash(Features.Start('q'), about), whose), 1);
        }
        if (sorts.Has(Sort.Wish))
        {
            var generic = (sorts.Has(Sort.Anyday) ? 1 : 0) + (sorts.Has(Sort.Milestone) ? 2 : 0) + (sorts.HasAny(Life) ? 4 : 0);
            Say('W', generic, whose, "");
            Say('W', generic, -1, reply.Tokens[FirstOf(sentence, Sort.Wish)].Norm);
            if (generic != 1 && !sorts.HasAny(Matter)) seen.Add('x', "wish for something", 1, FirstOf(sentence, Sort.Wish));
        }

        void Say(char space, int what, int who, string how) => seen.Add(Features.Hash(Features.Hash(Features.Hash(Features.Start(space), what), who), how), 0.7f, sentence.First);
    }

    /// <summary>Play answers play: sayings and sorts of a joke, and whether the customer was in the mood for one.</summary>
    void SeePlay(Sentence sentence, Sorts sorts, Features seen)
    {
        var free = !replys.HasAny(Matter);
        var asked = theirs.HasAny(Play);
        var grave = theirs.HasAny(Trouble);
        var plays = sorts.HasAny(Play) ? 1 : 0;
        seen.Add(Features.Hash(Features.Hash(Features.Hash(Features.Start('J'), plays), free ? 1 : 0), (asked ? 1 : 0) + (grave ? 2 : 0)), 0.7f);
        if (free) seen.Add('x', "all free", 0.7f);
        if (free && !grave) seen.Add('x', "free and light", 0.7f);
        for (var i = sentence.First; i < sentence.Last; i++)
        {
            var token = reply.Tokens[i];
            if (token.Norm is "-" && i > sentence.First && reply.Tokens[i - 1].End == token.Start && token.End == reply.Tokens[i + 1].Start && reply.Tokens[i + 1].IsWord) seen.Add('x', "joined word", 0.7f, i);
            if (token.Norm is "*" && reply.Tokens[i + 1].IsWord && token.End == reply.Tokens[i + 1].Start) seen.Add('x', "stage direction", 0.7f, i);
        }
    }

    bool SaysAny(Sentence sentence, FrozenSet<string> words)
    {
        for (var i = sentence.First; i <= sentence.Last; i++) if (words.Contains(reply.Tokens[i].Norm)) return true;
        return false;
    }

    void SeeShape(Sentence sentence, Features seen)
    {
        var words = 0;
        var (shouting, stretched) = (false, false);
        for (var i = sentence.First; i <= sentence.Last; i++)
        {
            var token = reply.Tokens[i];
            if (!token.IsWord) continue;
            words++;
            var raw = reply.Text.AsSpan(token.Start, token.Length);
            if (raw.Length > 2 && !raw.ContainsAnyExceptInRange('A', 'Z')) shouting = true;
            if (raw.Length > token.Norm.Length) stretched = true;
        }
        seen.Add(Features.Hash(Features.Start('l'), words switch { <= 2 => 1, <= 4 => 2, <= 7 => 3, <= 12 => 4, <= 20 => 5, _ => 6 }), Pair);
        if (shouting) seen.Add('x', "shouting", Pair);
        if (stretched) seen.Add('x', "stretched", 0.7f);
        foreach (var mark in (ReadOnlySpan<string>)["?", "!", "…", "–", "\"", "("]) if (HasMark(sentence, mark)) seen.Add('s', mark, Pair);
        if (sentence.First == Sentences[0].First) seen.Add('x', "first", Pair);
        if (sentence.First == Sentences[^1].First) seen.Add('x', "last", Pair);
        if (Sentences.Count == 1) seen.Add('x', "only", Pair);
    }

    void SeeMoods(Sentence sentence, Features seen)
    {
        Span<float> mood = stackalloc float[Emotions.Count];
        Mood(reply, sentence.First, sentence.Count, mood);
        for (var i = 0; i < mood.Length; i++)
        {
            seen.Add(Features.Hash(Features.Start('e'), i), MathF.Sqrt(mood[i]) * 1.5f);
            seen.Add(Features.Hash(Features.Start('E'), i), MathF.Sqrt(theirMood[i]) * 0.7f);
        }
    }

    bool HasMark(Sentence sentence, string mark)
    {
        for (var i = sentence.First; i <= sentence.Last; i++) if (reply.Tokens[i].Norm == mark) return true;
        return false;
    }

    int FirstOf(Sentence sentence, Sort sort)
    {
        for (var i = sentence.First; i <= sentence.Last; i++) if (reply.Marks[i].Has(sort)) return i;
        return -1;
    }
}
