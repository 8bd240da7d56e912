using Rapport.Language;

namespace Rapport.Essence.Cues;

/// <summary>Whether anything light has a place here, or silence is right.</summary>
public enum Mood { Open, Serious, Silent }

/// <summary>What a customer's own words say to somebody who reads them, message by message, newest first.</summary>
public sealed record Listening(IReadOnlyList<(Heard Said, CustomerReading Read)> Read)
{
    /// <summary>More than somebody would keep in mind.</summary>
    const int MostInMind = 20;
    const int Upset = 2;

    /// <summary>Below where it counts as abuse: silence costs little.</summary>
    const double Abusive = 0.25;

    public static Listening To(IReadOnlyList<Heard> words, Func<string, string, CustomerReading> reader)
    {
        var read = new List<(Heard, CustomerReading)>();
        for (var i = words.Count - 1; i >= 0; i--)
        {
            if (!words[i].FromCustomer) continue;
            var before = i > 0 && !words[i - 1].FromCustomer ? words[i - 1].Text : "";
            read.Add((words[i], reader(words[i].Text, before)));
        }
        return new(read);
    }

    /// <summary>The latest, from which a cue may be made. What silences is looked for in all.</summary>
    public IEnumerable<(Heard Said, CustomerReading Read)> InMind => Read.Take(MostInMind);

    /// <summary>Where one of these is spoken of, nothing is offered at all.</summary>
    static readonly string[] Grave = ["bereavement", "health", "disability", "religion", "finance"];

    /// <summary>An insult, a loss, an illness or trouble with money.</summary>
    public bool IsGrave => Read.Any(r => r.Read.Abusive >= Abusive || r.Read.Facts.Any(f => f.Kind == "bereavement" || f.Sensitive && Grave.Contains(f.Kind, StringComparer.Ordinal)));

    public bool WasUpset => Read.Any(r => r.Read.Frustrated >= Upset);

    /// <summary>Nothing at all beside what is grave, nor while somebody is upset; nothing light when they were.</summary>
    public Mood Mood =>
        IsGrave || (Read.Count > 0 && Read[0].Read.Frustrated >= Upset) ? Mood.Silent
        : WasUpset ? Mood.Serious
        : Mood.Open;
}
