using System.Collections.Frozen;

namespace Rapport.Foundation.Search;

/// <summary>Small letters of other alphabets that are seen as a Latin one. For finding what was written so that it would not be found; never for what people read.</summary>
public static class LookAlikes
{
    static readonly FrozenDictionary<char, char> LooksLike = new (char Seen, string Letters)[]
    {
        ('a', "аαɑᴀ"), ('b', "вβʙƅ"), ('c', "сϲᴄ"), ('d', "ԁđᴅ"), ('e', "еεєᴇɛ"), ('f', "ꜰ"), ('g', "ɡɢ"), ('h', "нһħʜ"), ('i', "іιıɩɪ"), ('j', "јᴊ"), ('k', "кκᴋ"), ('l', "łʟӏ"), ('m', "мᴍ"),
        ('n', "ηпոɴ"), ('o', "оοσøօᴏ"), ('p', "рρᴘ"), ('q', "ԛ"), ('r', "гʀ"), ('s', "ѕꜱ"), ('t', "тτŧᴛ"), ('u', "υսᴜμ"), ('v', "νѵᴠ"), ('w', "ωԝᴡ"), ('x', "хχ"), ('y', "уγʏ"), ('z', "ᴢ"),
    }.SelectMany(l => l.Letters.Select(letter => (letter, l.Seen))).ToFrozenDictionary(l => l.letter, l => l.Seen);

    public static char Of(char letter) => char.IsAscii(letter) ? letter : LooksLike.GetValueOrDefault(letter, letter);
}
