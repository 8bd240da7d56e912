namespace Rapport.Bench.Load;

/// <summary>Letters of the corpus, damaged by chance as no corpus can foresee: the same seed makes the same ones.</summary>
public sealed class Mutations(IReadOnlyList<byte[]> corpus, int seed)
{
    readonly Random chance = new(seed);
    int count;

    static readonly byte[][] nasty = [.. new[]
    {
        "\0", "\r", "\n", "\r\n\r\n", "--", "\r\n--b\r\n", "Content-Type: multipart/mixed; boundary=b\r\n", "Content-Transfer-Encoding: base64\r\n", "=?utf-8?B?/////w==?=", "=?x-unknown?Q?=FF=00?=", "charset=utf-16",
        "<table><table><table>", "<style>@import url(x)</style>", "\xff\xfe", "Content-Type: message/rfc822\r\n\r\n", "begin 644 x\r\n", "Subject: ", "\x1b$B", "boundary=\"\"", "filename*=utf-8''%", ";;;;;;",
    }.Select(System.Text.Encoding.Latin1.GetBytes)];

    public byte[] Next()
    {
        var letter = Any().ToList();
        for (var damage = chance.Next(1, 8); damage > 0; damage--) Damage(letter);
        // Each by its own name, or those of one letter would be taken for the same that came again.
        return [.. System.Text.Encoding.ASCII.GetBytes($"Message-ID: <damaged-{seed}-{count++}@example.com>\r\n"), .. letter];
    }

    void Damage(List<byte> letter)
    {
        var at = chance.Next(letter.Count + 1);
        switch (chance.Next(7))
        {
            case 0: letter.RemoveRange(at, letter.Count - at); break;
            case 1: letter.RemoveRange(at, Math.Min(chance.Next(200), letter.Count - at)); break;
            case 2: letter.InsertRange(at, nasty[chance.Next(nasty.Length)]); break;
            case 3: letter.InsertRange(at, Enumerable.Repeat(nasty[chance.Next(nasty.Length)], chance.Next(1, 300)).SelectMany(b => b)); break;
            case 4: for (var i = 0; i < 20 && letter.Count > 0; i++) letter[chance.Next(letter.Count)] = (byte)chance.Next(256); break;
            case 5: letter.InsertRange(at, letter.GetRange(at / 2, Math.Min(chance.Next(2_000), letter.Count - (at / 2)))); break;
            default:
                var other = Any();
                letter.InsertRange(at, other[chance.Next(other.Length)..]);
                break;
        }
    }

    byte[] Any() => corpus[chance.Next(corpus.Count)];
}
