using System.Text;

namespace Rapport.Bench.Data;

/// <summary>
/// What customers and a desk say to each other, the same on every run: sentences whose words are spread as in real text, a few in
/// every third message and thousands that turn up a handful of times in a million.
/// </summary>
public sealed class Vocabulary
{
    static readonly string[] Customer =
    [
        "Hello, my order {number} has not come yet.", "The {thing} arrived with a crack in the lid.", "Could you tell me when the {thing} will be back?",
        "I ordered the {thing} in blue and got it in green.", "My daughter {name} was looking forward to the {thing} so much.", "The parcel went to {place} instead of my address.",
        "Thank you, that was quick!", "I have been waiting since {day}, which is too long for a birthday present.", "Please send it to {place}, the shop there takes parcels for me.",
        "The invoice for order {number} says {amount}, but I paid less.", "Is the {thing} made of {stuff} or of {stuff}?", "I would like to send the {thing} back.",
        "Your colleague told me it would be here on {day}.", "Does the {thing} fit the {thing} I bought from you last year?", "My address is {street} {small}, {place}.",
        "It makes a noise like a {thing} that has lost a {thing}.", "I could not find the {thing} on your pages.", "We are having {name}'s wedding in {place} and need {small} of them.",
    ];

    static readonly string[] Desk =
    [
        "Hello {name}, I have looked at order {number} for you.", "I am sorry about the {thing}; a new one leaves {place} on {day}.", "The {thing} is back in the shop on {day}.",
        "Could you send me a picture of the {thing}?", "I have put {amount} back on your card.", "That is a lovely name, {name}.", "The {thing} is made of {stuff}, the older one was {stuff}.",
        "Your parcel is in {place} and comes on {day}.", "You can keep the {thing}, no need to send it back.", "I have asked our workshop in {place} and will write to you on {day}.",
        "How did {name} like the {thing}?", "I have changed the address to {street} {small}, {place}.", "It takes about {small} days from {place}.",
    ];

    static readonly string[] Day = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "the 14th", "the 2nd"];
    static readonly string[] Stuff = ["oak", "glass", "wool", "brass", "paper", "linen", "clay", "steel", "cork"];

    static readonly string[] Known =
        ["lamp", "kettle", "chair", "cup", "blanket", "clock", "table", "vase", "basket", "mirror", "shelf", "café set", "crêpe pan", "rug", "candle", "jug", "piñata", "fondue pot", "stool", "frame"];

    static readonly string[] First = ["Anna", "José", "Léa", "Max", "Zoë", "Ruth", "Søren", "Noor", "Emil", "Ida", "François", "Mina", "Tom", "Elif", "Jürgen", "Chloé", "Omar", "Ania", "Björn", "Grace"];

    readonly Random random;
    readonly string[] things, names, places, streets;

    public Vocabulary(int seed)
    {
        random = new Random(seed);
        things = [.. Known, .. Invent(30_000, 2, 4)];
        names = [.. First, .. Invent(3_000, 2, 3).Select(Capital)];
        places = [.. Invent(2_000, 2, 3).Select(Capital)];
        streets = [.. Invent(2_000, 2, 3).Select(w => Capital(w) + " Street")];
    }

    /// <summary>Words that stand in a large part of all messages.</summary>
    public static readonly string[] Common = ["order", "address", "parcel", "lamp", "back"];

    /// <summary>Words that stand in only a few of a million messages.</summary>
    public string[] Rare(int count) => [.. Enumerable.Range(0, count).Select(i => things[things.Length / 2 + i * 97])];

    public string Name() => $"{Pick(names)} {Pick(places)}";

    public string Subject() => Fill(Pick(Customer));

    public string Say(bool customer)
    {
        var text = new StringBuilder();
        for (var sentences = 1 + random.Next(3); sentences > 0; sentences--)
            (text.Length > 0 ? text.Append(' ') : text).Append(Fill(Pick(customer ? Customer : Desk)));
        return text.ToString();
    }

    string Fill(string sentence)
    {
        var text = new StringBuilder(sentence.Length + 32);
        for (var i = 0; i < sentence.Length; i++)
        {
            if (sentence[i] != '{') { text.Append(sentence[i]); continue; }
            var end = sentence.IndexOf('}', i);
            text.Append(sentence.AsSpan(i + 1, end - i - 1) switch
            {
                "thing" => Pick(things),
                "name" => Pick(names),
                "place" => Pick(places),
                "street" => Pick(streets),
                "day" => Pick(Day),
                "stuff" => Pick(Stuff),
                "number" => $"{random.Next(100_000, 999_999)}",
                "small" => $"{random.Next(2, 60)}",
                "amount" => $"{random.Next(5, 300)}.{random.Next(10, 99)}",
                var slot => throw new InvalidOperationException($"no words for {slot}"),
            });
            i = end;
        }
        return text.ToString();
    }

    /// <summary>The word of rank r about 1/r times as often as the first.</summary>
    string Pick(string[] words) => words[(int)Math.Pow(words.Length + 1, random.NextDouble()) - 1];

    List<string> Invent(int count, int least, int most)
    {
        const string Starts = "b c d f g h j k l m n p r s t v w z br cl dr fl gr kr pl st tr";
        const string Middles = "a e i o u a e i o u ai ou é ö ü ñe ê";
        const string Ends = "n r l s t m nd rk";
        string[] starts = Starts.Split(' '), middles = Middles.Split(' '), ends = Ends.Split(' ');
        var words = new HashSet<string>(StringComparer.Ordinal);
        while (words.Count < count)
        {
            var word = new StringBuilder();
            for (var syllables = random.Next(least, most + 1); syllables > 0; syllables--)
                word.Append(starts[random.Next(starts.Length)]).Append(middles[random.Next(middles.Length)]);
            words.Add(word.Append(ends[random.Next(ends.Length)]).ToString());
        }
        return [.. words];
    }

    static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];
}
