using System.Text;

namespace Rapport.Desk;

/// <summary>What a file is by its first bytes. What its sender calls it does not count.</summary>
public static class Sniff
{
    public const int Enough = 512;
    public const string Unknown = "application/octet-stream";

    static readonly (string Type, int Offset, byte[] Magic)[] Known =
    [
        ("image/png", 0, [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]),
        ("image/jpeg", 0, [0xFF, 0xD8, 0xFF]),
        ("image/gif", 0, "GIF8"u8.ToArray()),
        ("image/webp", 8, "WEBP"u8.ToArray()),
        ("application/pdf", 0, "%PDF-"u8.ToArray()),
        ("application/zip", 0, [(byte)'P', (byte)'K', 3, 4]),
        ("application/gzip", 0, [0x1F, 0x8B]),
        ("audio/mpeg", 0, "ID3"u8.ToArray()),
        ("audio/ogg", 0, "OggS"u8.ToArray()),
        ("video/mp4", 4, "ftyp"u8.ToArray()),
    ];

    /// <summary>Pictures that a browser may show in place. No SVG: it can hold a script.</summary>
    public static bool IsPicture(string type) => type is "image/png" or "image/jpeg" or "image/gif" or "image/webp";

    public static string Type(ReadOnlySpan<byte> start)
    {
        foreach (var (type, offset, magic) in Known)
            if (start.Length >= offset + magic.Length && start.Slice(offset, magic.Length).SequenceEqual(magic)) return type;
        if (start.IsEmpty || start.Contains((byte)0)) return Unknown;
        // The last character may be cut, so up to three bytes at the end do not count.
        for (var cut = 0; cut < Math.Min(4, start.Length); cut++)
            if (System.Text.Unicode.Utf8.IsValid(start[..^cut])) return IsMarkup(start) ? Unknown : "text/plain";
        return Unknown;
    }

    /// <summary>HTML, SVG and XML are kept as they are, and only ever downloaded.</summary>
    static bool IsMarkup(ReadOnlySpan<byte> start) => Encoding.UTF8.GetString(start).AsSpan().TrimStart().StartsWith("<");
}
