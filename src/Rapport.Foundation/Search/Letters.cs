using System.Globalization;
using System.Text;

namespace Rapport.Foundation.Search;

/// <summary>
/// Lower-case letters that are another letter with something added, by the letter they are found under.
/// Taken from Unicode's compatibility decompositions, so that finding does not depend on what the machine knows of languages:
/// the program runs without any (InvariantGlobalization), where <see cref="string.Normalize()"/> leaves accents as they are.
/// </summary>
public static class Letters
{
    static readonly Dictionary<string, string> Under = new(StringComparer.Ordinal)
    {
        [" "] = "ͺ",
        ["0"] = "０",
        ["1"] = "１①¹",
        ["2"] = "２②²",
        ["3"] = "３③³",
        ["4"] = "４④",
        ["5"] = "５⑤",
        ["6"] = "６⑥",
        ["7"] = "７⑦",
        ["8"] = "８⑧",
        ["9"] = "９⑨",
        ["a"] = "àáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặａ",
        ["ae"] = "æǣǽ",
        ["aʾ"] = "ẚ",
        ["b"] = "ƀḃḅḇｂ",
        ["c"] = "çćĉċčḉｃ",
        ["d"] = "ðďđḋḍḏḑḓｄ",
        ["dz"] = "ǆǳ",
        ["e"] = "èéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệｅ",
        ["f"] = "ƒḟｆ",
        ["ff"] = "ﬀ",
        ["ffi"] = "ﬃ",
        ["ffl"] = "ﬄ",
        ["fi"] = "ﬁ",
        ["fl"] = "ﬂ",
        ["g"] = "ĝğġģǧǵḡｇ",
        ["h"] = "ĥħȟḣḥḧḩḫẖｈ",
        ["i"] = "ìíîïĩīĭįıǐȉȋḭḯỉịｉ",
        ["ij"] = "ĳ",
        ["j"] = "ĵǰｊ",
        ["k"] = "ķĸǩḱḳḵｋ",
        ["l"] = "ĺļľłḷḹḻḽｌ",
        ["lj"] = "ǉ",
        ["l·"] = "ŀ",
        ["m"] = "ḿṁṃｍ",
        ["n"] = "ñńņňŋǹṅṇṉṋｎ",
        ["nj"] = "ǌ",
        ["o"] = "òóôõöøōŏőơǒǫǭǿȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợｏ",
        ["oe"] = "œ",
        ["p"] = "ṕṗｐ",
        ["q"] = "ｑ",
        ["r"] = "ŕŗřȑȓṙṛṝṟｒ",
        ["s"] = "śŝşšſșṡṣṥṧṩẛｓ",
        ["ss"] = "ß",
        ["st"] = "ﬅﬆ",
        ["t"] = "ţťŧțṫṭṯṱẗｔ",
        ["th"] = "þ",
        ["u"] = "ùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữựｕ",
        ["v"] = "ṽṿｖ",
        ["w"] = "ŵẁẃẅẇẉẘｗ",
        ["x"] = "ẋẍｘ",
        ["y"] = "ýÿŷȳẏẙỳỵỷỹｙ",
        ["z"] = "źżžẑẓẕｚ",
        ["ʒ"] = "ǯ",
        ["ʹ"] = "ʹ",
        ["ʼn"] = "ŉ",
        ["α"] = "άἀἁἂἃἄἅἆἇὰάᾀᾁᾂᾃᾄᾅᾆᾇᾰᾱᾲᾳᾴᾶᾷ",
        ["β"] = "ϐ",
        ["ε"] = "έϵἐἑἒἓἔἕὲέ",
        ["η"] = "ήἠἡἢἣἤἥἦἧὴήᾐᾑᾒᾓᾔᾕᾖᾗῂῃῄῆῇ",
        ["θ"] = "ϑ",
        ["ι"] = "ΐίϊἰἱἲἳἴἵἶἷὶίιῐῑῒΐῖῗ",
        ["κ"] = "ϰ",
        ["μ"] = "µ",
        ["ο"] = "όὀὁὂὃὄὅὸό",
        ["π"] = "ϖ",
        ["ρ"] = "ϱῤῥ",
        ["σ"] = "ςϲ",
        ["υ"] = "ΰϋύϒϓϔὐὑὒὓὔὕὖὗὺύῠῡῢΰῦῧ",
        ["φ"] = "ϕ",
        ["ω"] = "ώὠὡὢὣὤὥὦὧὼώᾠᾡᾢᾣᾤᾥᾦᾧῲῳῴῶῷ",
        ["а"] = "ӑӓ",
        ["г"] = "ѓ",
        ["е"] = "ѐёӗ",
        ["ж"] = "ӂӝ",
        ["з"] = "ӟ",
        ["и"] = "йѝӣӥ",
        ["к"] = "ќ",
        ["о"] = "ӧ",
        ["у"] = "ўӯӱӳ",
        ["ч"] = "ӵ",
        ["ы"] = "ӹ",
        ["э"] = "ӭ",
        ["і"] = "ї",
        ["ѵ"] = "ѷ",
        ["ә"] = "ӛ",
        ["ө"] = "ӫ",
    };

    static readonly Dictionary<char, string> ByLetter = Under.SelectMany(p => p.Value, (p, letter) => (letter, p.Key)).ToDictionary(p => p.letter, p => p.Key);

    public static string? PlainOf(char letter) => letter < '\u00b2' ? null : ByLetter.GetValueOrDefault(letter);

    /// <summary>A text in small letters without accents, whatever form its letters have: wide, bold or in a circle.</summary>
    public static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark) continue;
            var lower = Rune.ToLowerInvariant(Undressed(rune));
            if (lower.IsBmp && PlainOf((char)lower.Value) is { } other) plain.Append(other);
            else plain.Append(lower.ToString());
        }
        return plain.ToString();
    }

    /// <summary>Mathematical letters and digits (whole alphabets, one style after another) and letters in circles, as plain ones.</summary>
    static Rune Undressed(Rune rune) => rune.Value switch
    {
        >= 0x1D400 and < 0x1D6A4 => new('a' + (rune.Value - 0x1D400) % 26),
        >= 0x1D7CE and <= 0x1D7FF => new('0' + (rune.Value - 0x1D7CE) % 10),
        >= 0x24B6 and <= 0x24E9 => new('a' + (rune.Value - 0x24B6) % 26),
        _ => rune,
    };
}
