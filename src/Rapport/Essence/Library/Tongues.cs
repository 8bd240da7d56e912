namespace Rapport.Essence.Library;

/// <summary>Whether a question is one that the lint can read: it reads English, and of what it cannot read it says nothing that is false.</summary>
static class Tongues
{
    static readonly HashSet<string> English = Of(
        "what which how where when who whom whose why tell do does did is are was were have has had can could will would should may might shall am don't isn't aren't you your this that these those");

    /// <summary>What is asked with and about, in plain letters. A word that English has too (“was”, “do”, “is”) says nothing for either.</summary>
    static readonly HashSet<string> Others = Of(
        // German
        "was wer wem wen wie wo wann warum wieso weshalb woher wohin womit wofur worauf woran wovon welche welcher welches welchen welchem sie ihr ihre ihren ihrem ihnen du dir dich dein deine hat haben sind bist ist fur der die das dem den ein eine einen und mit",
        // French
        "qui que quoi quel quelle quels quelles comment ou quand pourquoi combien est vous votre vos tu ton ta tes le la les un une des du de et avez etes as d'ou qu'est qu'est-ce",
        // Spanish
        "quien quienes cual cuales como donde cuando por cuanto cuantos cuanta cuantas esta es el los las su sus usted tiene tienes del le",
        // Italian
        "chi che cosa come dove quando perche quale quali quanto quanti quanta quante il lo gli suo sua lei ha hai di",
        // Dutch
        "wat hoe waar wanneer waarom waarheen welke welk uw je jouw jij heeft heb is het een van bent ben",
        // Portuguese
        "quem qual quais onde porque os um uma seu voce tem do da",
        // Polish
        "kto kogo komu co czego jak jaki jaka jakie gdzie kiedy dlaczego czemu skad dokad ktory ktora ktore ile czy jest pan pani pana sie ma masz na");

    /// <summary>It is written in another language than English, as far as its common words tell.</summary>
    public static bool IsElsewhere(string[] words) => words.Count(Others.Contains) > words.Count(English.Contains);

    /// <summary>It has a word by which English asks.</summary>
    public static bool IsEnglish(string[] words) => !IsElsewhere(words) && words.Any(English.Contains);

    static HashSet<string> Of(params string[] lines) => [.. lines.SelectMany(l => l.Split(' '))];
}
