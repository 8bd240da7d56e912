using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Rapport.Desk;

namespace Rapport.Channels.Mail;

/// <summary>
/// Signs what goes out with an answer and comes back with the reply: <c>desk+12w-k7…@shop.example</c>, or <c>[#1042-k7…]</c> in the subject.
/// Nobody can make one up, and an answer's Message-ID is the same however often it is made.
/// </summary>
public sealed partial class Seals(IDataProtectionProvider protection)
{
    const int TheOne = 1, Bytes = 10;
    const string Letters32 = "abcdefghijklmnopqrstuvwxyz234567";

    readonly IDataProtector key = protection.CreateProtector("mail seals");
    byte[]? secret;

    [GeneratedRegex(@"\+(?<number>[0-9a-z]{1,13})-(?<mac>[a-z2-7]{16})@", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex InAddress { get; }

    [GeneratedRegex(@"\[#(?<number>[0-9]{1,18})-(?<mac>[a-z2-7]{16})\]", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex InSubject { get; }

    /// <summary>Call it inside a unit of work: the first time, it makes the secret.</summary>
    public async Task<string> Sign(RapportDb db, string what, CancellationToken cancel)
    {
        var mac = HMACSHA256.HashData(await Secret(db, cancel), Encoding.UTF8.GetBytes(what));
        return Base32(mac.AsSpan(0, Bytes));
    }

    public async Task<string> Address(RapportDb db, string mailbox, long number, CancellationToken cancel)
    {
        var at = mailbox.LastIndexOf('@');
        return $"{mailbox[..at]}+{Base36(number)}-{await Sign(db, Of(number), cancel)}{mailbox[at..]}";
    }

    public async Task<string> Subject(RapportDb db, long number, CancellationToken cancel)
    {
        var mac = await Sign(db, Of(number), cancel);
        return string.Create(CultureInfo.InvariantCulture, $"[#{number}-{mac}]");
    }

    public async Task<string> MessageId(RapportDb db, MessageId message, int revision, string mailbox, CancellationToken cancel)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{message.Value:N}.{revision}");
        return $"{name}.{await Sign(db, name, cancel)}@{mailbox[(mailbox.LastIndexOf('@') + 1)..]}";
    }

    /// <summary>The conversations whose seal is on a letter.</summary>
    public async Task<List<long>> Read(RapportDb db, IEnumerable<string> addresses, string subject, CancellationToken cancel)
    {
        var found = addresses.SelectMany(a => InAddress.Matches(a)).Select(m => (Number: FromBase36(m.Groups["number"].Value), Mac: m.Groups["mac"].Value))
            .Concat(InSubject.Matches(subject).Select(m => (Number: long.Parse(m.Groups["number"].Value, CultureInfo.InvariantCulture), Mac: m.Groups["mac"].Value))).Distinct().Take(20).ToList();
        var genuine = new List<long>();
        foreach (var (number, mac) in found)
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(await Sign(db, Of(number), cancel)), Encoding.ASCII.GetBytes(mac.ToLowerInvariant()))) genuine.Add(number);
        return genuine;
    }

    /// <summary>A subject without the seals that others have carried along.</summary>
    public static string Bare(string subject) => InSubject.Replace(subject, "").Trim();

    static string Of(long number) => string.Create(CultureInfo.InvariantCulture, $"conversation {number}");

    async Task<byte[]> Secret(RapportDb db, CancellationToken cancel)
    {
        if (secret is not null) return secret;
        var sealed_ = await db.MailSeals.Where(s => s.Id == TheOne).Select(s => s.Secret).SingleOrDefaultAsync(cancel);
        if (sealed_ is null)
        {
            sealed_ = key.Protect(Convert.ToHexString(RandomNumberGenerator.GetBytes(32)));
            await db.Database.ExecuteSqlAsync($"INSERT INTO mail_seals (id, secret) VALUES ({TheOne}, {sealed_}) ON CONFLICT (id) DO NOTHING", cancel);
            // Not kept yet: this unit of work may still come to nothing.
            return Convert.FromHexString(key.Unprotect(await db.MailSeals.Where(s => s.Id == TheOne).Select(s => s.Secret).SingleAsync(cancel)));
        }
        return secret = Convert.FromHexString(key.Unprotect(sealed_));
    }

    static string Base32(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length * 8 / 5);
        for (int i = 0, buffer = 0, bits = 0; i < bytes.Length; i++)
        {
            buffer = ((buffer << 8) | bytes[i]) & 0xFFFF;
            for (bits += 8; bits >= 5; bits -= 5) text.Append(Letters32[(buffer >> (bits - 5)) & 31]);
        }
        return text.ToString();
    }

    const string Digits36 = "0123456789abcdefghijklmnopqrstuvwxyz";

    static string Base36(long number)
    {
        var text = "";
        do { text = Digits36[(int)(number % 36)] + text; number /= 36; } while (number > 0);
        return text;
    }

    static long FromBase36(string text)
    {
        var value = text.ToLowerInvariant().Aggregate(BigInteger.Zero, (sum, c) => (sum * 36) + Digits36.IndexOf(c, StringComparison.Ordinal));
        return value <= long.MaxValue ? (long)value : 0;
    }
}
