using Rapport.Town.Line;

namespace Rapport.Town;

/// <summary>Names for people who do not exist. The same seed always meets the same person.</summary>
public static class InventedNames
{
    static readonly string[] FirstNames =
    [
        "Ada", "Aisha", "Alma", "Amara", "Anouk", "Anton", "Arjun", "Astrid", "Aylin", "Bao", "Beatriz", "Bela", "Camille", "Carlos", "Chidi", "Clara",
        "Daan", "Dalia", "Davit", "Elif", "Elio", "Emeka", "Enzo", "Esther", "Farid", "Fatou", "Felix", "Freya", "Gabriel", "Gita", "Hana", "Hugo",
        "Ida", "Ilse", "Imani", "Isak", "Ivana", "Jamal", "Jana", "Jonas", "Josefa", "Jun", "Kaia", "Kemal", "Kofi", "Lars", "Leila", "Lena",
        "Liam", "Lotte", "Luca", "Maeve", "Malik", "Marta", "Mateo", "Mei", "Milan", "Mina", "Nadia", "Nils", "Noor", "Oana", "Olu", "Oscar",
        "Paula", "Pavel", "Petra", "Priya", "Quentin", "Rafa", "Ravi", "Rosa", "Runa", "Saad", "Sami", "Saskia", "Selma", "Sofia", "Tariq", "Tereza",
        "Thandi", "Theo", "Tilda", "Tove", "Uma", "Valentin", "Vera", "Viktor", "Wanda", "Wim", "Xenia", "Yara", "Yusuf", "Zeynep", "Zoe", "Zuri",
    ];

    static readonly string[] LastNames =
    [
        "Abara", "Adler", "Almeida", "Andersson", "Baker", "Baptiste", "Bauer", "Becker", "Bianchi", "Brandt", "Castillo", "Cho", "Costa", "Dahl", "Demir", "Diallo",
        "Dufour", "Eriksen", "Fischer", "Fontaine", "Gallo", "Garcia", "Grant", "Haddad", "Hansen", "Horvat", "Ibrahim", "Ito", "Jansen", "Jensen", "Kaur", "Keller",
        "Khan", "Kowalski", "Kumar", "Larsen", "Lindqvist", "Lopez", "Marek", "Marsh", "Mbeki", "Meyer", "Moreau", "Moretti", "Novak", "Nyman", "Obi", "Okafor",
        "Olsen", "Ortega", "Park", "Patel", "Peeters", "Petrov", "Quinn", "Rahman", "Reyes", "Rossi", "Sato", "Silva", "Sorensen", "Tanaka", "Vargas", "Weber",
    ];

    public static string First(string seed) => FirstNames[StableId.Pick("first/" + seed, FirstNames.Length)];
    public static string Last(string seed) => LastNames[StableId.Pick("last/" + seed, LastNames.Length)];
    public static string Full(string seed) => $"{First(seed)} {Last(seed)}";

    /// <summary>A first name for each seed, no two alike as long as there are enough of them.</summary>
    public static IReadOnlyDictionary<string, string> Distinct(IEnumerable<string> seeds)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var seed in seeds.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var at = StableId.Pick("first/" + seed, FirstNames.Length);
            var free = Enumerable.Range(0, FirstNames.Length).Select(i => FirstNames[(at + i) % FirstNames.Length]).FirstOrDefault(n => !taken.Contains(n));
            taken.Add(given[seed] = free ?? FirstNames[at]);
        }
        return given;
    }
}
