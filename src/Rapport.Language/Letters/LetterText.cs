namespace Rapport.Language.Letters;

/// <summary>
/// A letter's plain text, taken apart: what is new in it, what it quotes of earlier letters, and the signature. Nothing of the text is lost, and nothing is added:
/// each line is in one of the three. Any text will do; the work grows with its length and no faster.
/// </summary>
/// <param name="New">The new words. Where people answer between the lines that they quote, those lines are part of it. Never empty unless the letter is: one that only passes something on is new as a whole.</param>
/// <param name="History">What is quoted of earlier letters, with the line above it that says whose words they are; empty when nothing is.</param>
/// <param name="Signature">“-- ” and what follows it, or “Sent from my iPhone”; empty when there is none.</param>
public sealed record LetterText(string New, string History, string Signature)
{
    public static LetterText Read(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var parts = new Cutting(lines).Parts();
        var fresh = Of(Part.New);
        return fresh.Length > 0 ? new(fresh, Of(Part.History), Of(Part.Signature)) : new(text.Trim(), "", "");

        string Of(Part part) => string.Join('\n', lines.Where((_, at) => parts[at] == part)).Trim();
    }
}
