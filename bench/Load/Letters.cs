using System.Globalization;
using System.Text;
using Rapport.Bench.Data;

namespace Rapport.Bench.Load;

/// <summary>Letters of about a size as a shop gets them: of new and known customers, every third goes on with an earlier one.</summary>
public static class Letters
{
    public const string House = "desk@bench.example";

    public static IEnumerable<(string From, byte[] Raw)> Of(int count, int size, Vocabulary words, string rare)
    {
        for (var n = 0; n < count; n++)
        {
            var of = n % 3 == 2 ? n - 2 : n;
            var from = string.Create(CultureInfo.InvariantCulture, $"customer{of}@example.com");
            var letter = new StringBuilder(size + 600);
            letter.Append(CultureInfo.InvariantCulture, $"From: Customer {of} <{from}>\r\nTo: Desk <{House}>\r\nSubject: {(of == n ? "" : "Re: ")}Order {of}\r\nDate: {DateTime.UtcNow:R}\r\nMessage-ID: <{rare}-{n}@example.com>\r\n");
            if (of != n) letter.Append(CultureInfo.InvariantCulture, $"In-Reply-To: <{rare}-{of}@example.com>\r\nReferences: <{rare}-{of}@example.com>\r\n");
            letter.Append("MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n");
            while (letter.Length < size - 100) letter.Append(words.Say(customer: true)).Append("\r\n");
            letter.Append(CultureInfo.InvariantCulture, $"\r\n{rare}{n}\r\n");
            yield return (from, Encoding.UTF8.GetBytes(letter.ToString()));
        }
    }

    /// <summary>One with a file in it, of this many bytes altogether.</summary>
    public static byte[] WithFile(int size)
    {
        var file = new byte[(size - 1000) / 4 * 3 * 76 / 78 / 57 * 57];
        new Random(5).NextBytes(file);
        return Encoding.ASCII.GetBytes($"From: big@example.com\r\nTo: {Letters.House}\r\nSubject: A large file\r\nMessage-ID: <{Guid.NewGuid():N}@example.com>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nThe file you asked for.\r\n--b\r\nContent-Type: application/octet-stream; name=plan.bin\r\nContent-Disposition: attachment; filename=plan.bin\r\nContent-Transfer-Encoding: base64\r\n\r\n{Convert.ToBase64String(file, Base64FormattingOptions.InsertLineBreaks)}\r\n--b--\r\n");
    }
}
