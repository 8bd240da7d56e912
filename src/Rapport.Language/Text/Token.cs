namespace Rapport.Language.Text;

/// <summary>What a token is. A mark is one sign of punctuation, a picture one emoji.</summary>
public enum TokenKind { Word, Number, Mark, Picture, Handle, Link, Tag }

/// <summary>A piece of the text: where it is (in UTF-16 units) and its normal form (lower case, plain apostrophes, “soooo” as “soo”).</summary>
public readonly record struct Token(int Start, int Length, string Norm, TokenKind Kind)
{
    public int End => Start + Length;
    public bool IsWord => Kind is TokenKind.Word;
}
