using Rapport.Foundation.Search;

namespace Rapport.Essence.Library;

/// <summary>What is wrong with a question, why, and what could be asked instead.</summary>
public sealed record QuestionFault(string Code, string Words, string? Instead);

/// <summary>A question of the bank is open, kind and easy to skip. What pries or can be answered with a nod is not taken in.</summary>
public static class QuestionLint
{
    static readonly (string Code, string About, string[] Words)[] Prying =
    [
        ("prying-age", "somebody's age", ["old are you", "your age", "age are you", "year were you born", "date of birth", "your birthday year", "retired yet", "how old do you", "what generation"]),
        ("prying-health", "health", ["your health", "illness", "ill", "sick", "disease", "diagnos*", "disab*", "wheelchair", "medic*", "doctor*", "hospital", "therap*", "pills", "surgery", "operation", "symptom*", "allerg*", "deaf", "blind", "depress*", "anxiety", "mental", "in pain", "cancer", "limp", "condition do you have"]),
        ("prying-pregnancy", "pregnancy and children to come", ["pregnan*", "expecting", "when are you due", "due date", "have children yet", "having a baby", "want children", "want kids", "more kids", "trying for", "fertility"]),
        ("prying-body", "the body", ["weigh*", "weight", "diet", "slim", "fat", "tall are you", "dress size", "body", "skin color", "skin colour", "your hair real", "scar", "tattoo mean", "figure", "bra"]),
        ("prying-money", "money", ["earn*", "salary", "income", "wage*", "afford", "rich", "poor", "debt*", "mortgage", "rent do you", "pay for it", "cost you", "how much money", "in the bank", "savings", "credit score", "inherit*", "bonus"]),
        ("prying-religion", "religion", ["religio*", "church", "mosque", "synagogue", "temple", "god", "pray*", "faith", "believe in", "christian*", "muslim*", "jewish", "jew", "hindu*", "buddhis*", "sikh*", "atheis*", "bible", "quran", "kosher", "halal", "ramadan", "baptis*"]),
        ("prying-politics", "politics", ["vote*", "voting", "politic*", "party are you", "election*", "president", "prime minister", "left or right", "conservative", "liberal", "immigration", "brexit", "union member"]),
        ("prying-origin", "where somebody's family is from", ["really from", "originally from", "where are you from", "where do you come from", "your accent", "nationality", "citizen*", "ethnic*", "race", "your people", "native language", "immigrant*", "foreign*", "passport", "born here", "skin"]),
        ("prying-love", "love and whom somebody lives with", ["married", "marry", "husband", "wife", "boyfriend", "girlfriend", "partner", "single", "divorc*", "dating", "gay", "lesbian", "bisexual", "transgender", "straight", "sexual*", "sex", "live alone", "living alone", "in love", "your gender", "man or woman"]),
        ("prying-grief", "loss", ["died", "death", "dead", "funeral", "widow*", "passed away", "late husband", "lost your"]),
        ("prying-law", "trouble with the law", ["arrest*", "prison", "jail", "convict*", "lawyer", "court", "police", "legal trouble", "criminal*"]),
        ("prying-work", "whether somebody has work", ["unemployed", "lose your job", "lost your job", "got fired", "why don't you work", "on benefits"]),
        ("prying-drink", "drink and drugs", ["drink alcohol", "drunk", "drugs", "smoke*", "addict*", "sober", "gambl*"]),
        ("prying-safety", "what only a thief would want to know", ["home alone", "your address", "where do you live", "when are you away", "password", "pin", "security question", "mother maiden", "alarm code", "keep your valuables"]),
    ];

    static readonly string[] Unkind = ["why don't you", "why didn't you", "why would you", "why on earth", "what is wrong with", "what wrong with you", "don't you think", "shouldn't you", "are you sure you", "aren't you"];

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
        foreach (var (code, about, list) in Prying)
            if (Phrases.First(words, list) is { } said) faults.Add(new(code, $"“{said}” asks about {about}. Somebody may have to lie or to explain themselves; ask about what they chose to mention instead.", "What would you like me to know for this?"));
        if (Phrases.First(words, Unkind) is { } sharp) faults.Add(new("unkind", $"“{sharp}” sounds like a reproach. A question here is one that somebody is glad to hear.", null));
        if (OpenForm(text, words) is { } open) faults.Add(new("closed", $"This can be answered with yes or no, and then it is over. Ask openly{(open.Length > 0 ? $": “{open}”" : "")}", open.Length > 0 ? open : null));
        else if (!words.Any(w => Openers.Contains(w, StringComparer.Ordinal))) faults.Add(new("no-question", "This is no open question. Begin with what, which, how, where, when or who.", null));
        if (words.Length > 30) faults.Add(new("too-long", "This is long to listen to. One short question is easier to answer, and easier to skip.", null));
        if (text.Count(c => c == '?') > 1) faults.Add(new("several", "These are several questions. One at a time can be skipped; a row of them is an interview.", null));
        return faults;
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
