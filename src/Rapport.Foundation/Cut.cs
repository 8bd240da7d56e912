namespace Rapport.Foundation;

/// <summary>The beginning of a text that is too long.</summary>
public static class Cut
{
    /// <summary>At most so many characters, the last of them an ellipsis where something was left out; never half of a character that takes two.</summary>
    public static string To(string text, int length)
    {
        if (text.Length <= length) return text;
        var end = length - 1;
        if (end > 0 && char.IsHighSurrogate(text[end - 1])) end--;
        return text[..end].TrimEnd() + "…";
    }
}
