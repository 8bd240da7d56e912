using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Rapport.Tests.Mail;

/// <summary>Checks a DKIM signature (RFC 6376, relaxed/relaxed, rsa-sha256) as a receiver would.</summary>
public static class Dkim
{
    public static bool IsValid(string raw, RSA key)
    {
        var letter = raw.ReplaceLineEndings("\r\n");
        var end = letter.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var headers = Regex.Split(letter[..end], @"\r\n(?![ \t])").Select(line => line.Split(':', 2)).Select(pair => (Name: pair[0].Trim().ToLowerInvariant(), Value: Regex.Replace(pair[1], @"\s+", " ").Trim())).ToList();
        var signature = headers.First(header => header.Name == "dkim-signature").Value;
        string Tag(string name) => Regex.Match(signature, $@"(?:^|;)\s*{name}=([^;]*)").Groups[1].Value.Replace(" ", "", StringComparison.Ordinal);

        var lines = letter[(end + 4)..].Split("\r\n").Select(line => Regex.Replace(line, @"[ \t]+", " ").TrimEnd(' ')).ToList();
        while (lines.Count > 0 && lines[^1].Length == 0) lines.RemoveAt(lines.Count - 1);
        var body = lines.Count == 0 ? "" : string.Join("\r\n", lines) + "\r\n";
        if (Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(body))) != Tag("bh")) return false;

        var left = headers.ToList();
        StringBuilder signed = new();
        foreach (var name in Tag("h").Split(':'))
        {
            var at = left.FindLastIndex(header => string.Equals(header.Name, name, StringComparison.OrdinalIgnoreCase));
            if (at < 0) continue;
            signed.Append(left[at].Name).Append(':').Append(left[at].Value).Append("\r\n");
            left.RemoveAt(at);
        }
        signed.Append("dkim-signature:").Append(Regex.Replace(signature, @"(;\s*b=)[^;]*", "$1").TrimEnd());
        return key.VerifyData(Encoding.UTF8.GetBytes(signed.ToString()), Convert.FromBase64String(Tag("b")), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }
}
