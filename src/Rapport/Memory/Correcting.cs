using System.Text.RegularExpressions;
using NodaTime;
using Rapport.Language;

namespace Rapport.Memory;

/// <summary>Puts right what was kept, by the customer or for them.</summary>
static partial class Correcting
{
    /// <param name="db">The database.</param>
    /// <param name="fact">What was kept.</param>
    /// <param name="text">As it should be. A day that it does not name any more is not its day.</param>
    /// <param name="told">The day from which “on Sunday” is seen.</param>
    /// <param name="reader">Sees that somebody has died, as it does in a conversation: then nobody asks about it.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancel">Stops it.</param>
    public static async Task Correct(this RapportDb db, Remembered fact, string text, LocalDate told, Recognizer reader, Instant now, CancellationToken cancel)
    {
        if (text.Trim() == fact.Text) return;
        fact.Correct(text, SaidDay.In(text, told));
        if (Death.IsMatch(text) || reader.ReadCustomer(text, "").Facts.Any(f => f.Kind == "bereavement")) fact.Close(Over.Died, now);
        await db.TakeBack(fact, cancel);
    }

    /// <summary>Said of what was kept, these leave nothing to ask about, whatever else the reader sees in them.</summary>
    [GeneratedRegex(@"\b(died|passed (away|on)|put to sleep|put (him|her|it|them) (down|to sleep)|had (him|her|it|them) put down|no longer (alive|with us))\b", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Death { get; }
}
