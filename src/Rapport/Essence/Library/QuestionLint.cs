using Rapport.Foundation.Search;

namespace Rapport.Essence.Library;

/// <summary>What is wrong with a question, why, and what could be asked instead.</summary>
public sealed record QuestionFault(string Code, string Words, string? Instead);

/// <summary>
/// A question of the bank is open, kind and easy to skip. What pries or can be answered with a nod is not taken in. It reads English: of what is asked in
/// another language only the commonest prying questions are known, and the rest is taken as it is.
/// </summary>
public static class QuestionLint
{
    const string Kinder = "What happened?";

    static readonly string[] Unkind = ["why don't you", "why didn't you", "why would you", "why on earth", "what is wrong with", "what wrong with you", "don't you think", "shouldn't you", "are you sure you", "aren't you"];

    /// <summary>What a customer did or was wrong, after “why … you”, with the words that may stand between.</summary>
    static readonly string[] Wrong = ["late", "angry", "upset", "rude", "impatient", "annoyed", "unhappy", "unfriendly", "stubborn", "careless", "lazy", "forgetful", "wrong", "not", "never", "forget", "break", "ignore", "complain", "shout", "fail"];
    static readonly string[] Between = ["so", "too", "always", "again", "still", "all", "very", "really", "being", "getting", "get", "be", "been", "come", "arrive", "call", "pay", "answer"];

    /// <summary>How a closed question begins, and how the same thing is asked openly; {0} is what follows.</summary>
    static readonly (string Begins, string Open)[] Closed =
    [
        ("do you have a", "What kind of {0} do you have?"), ("do you have an", "What kind of {0} do you have?"), ("have you got a", "What kind of {0} do you have?"),
        ("do you have any", "Which {0} do you have?"), ("do you own a", "What kind of {0} do you have?"), ("do you like", "What do you like about {0}?"), ("did you like", "What did you like about {0}?"),
        ("do you enjoy", "What do you enjoy about {0}?"), ("did you enjoy", "What was the best part of {0}?"), ("do you know", "How did you come to know {0}?"), ("did you know", "What have you heard about {0}?"),
        ("is this for", "Whom is this for?"), ("is it for", "Whom is it for?"), ("is this a gift", "What is the occasion?"), ("is it a gift", "What is the occasion?"),
        ("are you going to", "What are your plans for {0}?"), ("are you planning", "What are your plans for {0}?"), ("are you looking forward to", "What do you look forward to most about {0}?"),
        ("have you been to", "What has brought you to {0}?"), ("have you tried", "How have you found {0}?"), ("will you", "How will you {0}?"), ("can you", "How do you {0}?"), ("would you like", "What would you like {0}?"),
    ];

    static readonly string[] ClosedVerbs = ["do", "does", "did", "is", "are", "was", "were", "have", "has", "had", "can", "could", "will", "would", "should", "may", "might", "shall", "don't", "isn't", "aren't", "am"];
    static readonly string[] Openers = ["what", "which", "how", "where", "when", "who", "whom", "whose", "why", "tell", "in", "of", "from", "for", "with", "on", "at"];

    public static IReadOnlyList<QuestionFault> Find(string text)
    {
        var faults = new List<QuestionFault>();
        var words = Phrases.Fold(text);
        if (words.Length == 0) return [new("question-empty", "There is no question here yet.", null)];
        var elsewhere = Tongues.IsElsewhere(words);
        foreach (var subject in Prying.Subjects)
            if (Prying.Said(words, subject, elsewhere) is { } said) faults.Add(new(subject.Code, $"“{said}” asks about {subject.About}. Somebody may have to lie or to explain themselves; ask about what they chose to mention instead.", "What would you like me to know for this?"));
        if (Phrases.First(words, Unkind) is { } sharp) faults.Add(new("unkind", $"“{sharp}” sounds like a reproach. A question here is one that somebody is glad to hear.", null));
        else if (Reproach(words) is { } why) faults.Add(new("unkind", $"“{why}” asks somebody to defend themselves. Ask what happened instead: “{Kinder}”", Kinder));
        if (!elsewhere && OpenForm(text, words) is { } open) faults.Add(new("closed", $"This can be answered with yes or no, and then it is over. Ask openly{(open.Length > 0 ? $": “{open}”" : "")}", open.Length > 0 ? open : null));
        else if (Tongues.IsEnglish(words) && !words.Any(w => Openers.Contains(w, StringComparer.Ordinal))) faults.Add(new("no-question", "This is no open question. Begin with what, which, how, where, when or who.", null));
        if (words.Length > 30) faults.Add(new("too-long", "This is long to listen to. One short question is easier to answer, and easier to skip.", null));
        if (text.Count(c => c == '?') > 1) faults.Add(new("several", "These are several questions. One at a time can be skipped; a row of them is an interview.", null));
        return faults;
    }

    /// <summary>“Why are you so late”, “why haven't you”: an account that is called for, and no interest.</summary>
    static string? Reproach(string[] words)
    {
        var why = Array.IndexOf(words, "why");
        var you = why < 0 ? -1 : Array.IndexOf(words, "you", why);
        if (you < 0 || you > why + 2) return null;
        var end = you + 1;
        while (end < words.Length && Between.Contains(words[end], StringComparer.Ordinal)) end++;
        return words[you - 1].EndsWith("n't", StringComparison.Ordinal) ? string.Join(' ', words[why..(you + 1)])
            : end < words.Length && Wrong.Contains(words[end], StringComparer.Ordinal) ? string.Join(' ', words[why..(end + 1)])
            : null;
    }

    /// <summary>Null when it is open; otherwise how it could be asked, or nothing.</summary>
    static string? OpenForm(string text, string[] words)
    {
        if (words[0] is "and" or "so" or "oh" or "hey" && words.Length > 1) words = words[1..];
        if (!ClosedVerbs.Contains(words[0], StringComparer.Ordinal)) return null;
        foreach (var (begins, open) in Closed)
        {
            var start = begins.Split(' ');
            if (words.Length < start.Length || !words.AsSpan(0, start.Length).SequenceEqual(start)) continue;
            var rest = After(text, start.Length);
            return open.Contains("{0}", StringComparison.Ordinal) ? rest.Length > 0 ? open.Replace("{0}", rest, StringComparison.Ordinal) : "" : open;
        }
        return "";
    }

    /// <summary>The rest of the sentence in its own letters.</summary>
    static string After(string text, int words)
    {
        var all = Words.Of(text.Replace("'", "", StringComparison.Ordinal).Replace("’", "", StringComparison.Ordinal)).ToList();
        var plain = text.Replace("'", "", StringComparison.Ordinal).Replace("’", "", StringComparison.Ordinal);
        var begin = all.FindIndex(w => w.Key is not ("and" or "so" or "oh" or "hey")) + words;
        return begin >= all.Count ? "" : plain[all[begin].Start..].TrimEnd(' ', '?', '.', '!');
    }
}
