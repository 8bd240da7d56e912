using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using FsCheck.Fluent;

namespace Rapport.Tests.Mail;

/// <summary>Letters that were made to harm: read, or “could not read”, in bounded time and memory; and the next letter is read as always.</summary>
[Trait("Proves", "Mail")]
public sealed class HostileLetterTests(HostileLetterTests.Reader reader) : IClassFixture<HostileLetterTests.Reader>
{
    const string Head = "From: ruth@example.com\r\nSubject: The bag\r\nMIME-Version: 1.0\r\n";

    public static TheoryData<string> Kinds => [.. kinds.Keys];

    static readonly Dictionary<string, Func<string>> kinds = new(StringComparer.Ordinal)
    {
        ["10,000 parts within parts"] = () => Head + string.Concat(Enumerable.Range(0, 10_000).Select(n => $"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n")) + "\r\nhi\r\n",
        ["10,000 letters within letters"] = () => Head + string.Concat(Enumerable.Repeat("Content-Type: message/rfc822\r\n\r\n", 10_000)) + "hi",
        ["100,000 parts side by side"] = () => Head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + string.Concat(Enumerable.Repeat("--b\r\n\r\nx\r\n", 100_000)),
        ["a header of 40 MB"] = () => Head + "X-Long: " + string.Concat(Enumerable.Repeat(new string('x', 900) + "\r\n ", 44_000)) + "\r\n\r\nhi",
        ["40 MB of headers"] = () => Head + string.Concat(Enumerable.Range(0, 1_000_000).Select(n => $"X-{n}: {new string('x', 28)}\r\n")) + "\r\nhi",
        ["a million addresses"] = () => Head + "To: " + string.Concat(Enumerable.Range(0, 1_000_000).Select(n => $"p{n}@example.com,\r\n ")) + "end@example.com\r\n\r\nhi",
        ["a million brackets in an address"] = () => Head + "To: " + new string('<', 500_000) + new string('(', 400_000) + "\r\n\r\nhi",
        ["a boundary that nearly comes a million times"] = () => Head + $"Content-Type: multipart/mixed; boundary={new string('b', 60)}\r\n\r\n" + string.Concat(Enumerable.Repeat($"--{new string('b', 59)}\r\n", 300_000)),
        ["200,000 elements within elements"] = () => Head + "Content-Type: text/html\r\n\r\n" + string.Concat(Enumerable.Repeat("<div>", 200_000)) + "hi",
        ["20 MB of one line"] = () => Head + "\r\n" + new string('x', 20_000_000),
        ["20 MB of text"] = () => Head + "\r\n" + string.Concat(Enumerable.Repeat("This is a line of words that goes on.\r\n", 500_000)),
        ["a million encoded words"] = () => Head.Replace("The bag", string.Concat(Enumerable.Repeat("=?utf-8?q?x?=\r\n ", 60_000)), StringComparison.Ordinal) + "\r\nhi",
        ["a million pieces of a name"] = () => Head + "Content-Type: application/pdf;" + string.Concat(Enumerable.Range(0, 40_000).Select(n => $"\r\n name*{n}=x;")) + "\r\n\r\nhi",
        ["a million references"] = () => Head + "References: " + string.Concat(Enumerable.Range(0, 60_000).Select(n => $"<{n}@x>\r\n ")) + "\r\n\r\nhi",
        ["flowed without end"] = () => Head + "Content-Type: text/plain; format=flowed; delsp=yes\r\n\r\n" + string.Concat(Enumerable.Repeat(" \r\n", 1_000_000)),
        ["nothing but zeros"] = () => new string('\0', 5_000_000),
        ["nothing"] = () => "",
        ["escapes of ISO-2022-JP"] = () => Head + "Content-Type: text/plain; charset=iso-2022-jp\r\n\r\n" + string.Concat(Enumerable.Repeat("\u001b$B\u001b(B", 500_000)),
        ["shifts of UTF-7"] = () => Head + "Content-Type: text/plain; charset=utf-7\r\n\r\n" + string.Concat(Enumerable.Repeat("+AAAA", 400_000)),
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_letter_made_to_harm_is_read_or_not_in_bounded_time(string kind)
    {
        var raw = Encoding.Latin1.GetBytes(kinds[kind]());
        var begun = Stopwatch.GetTimestamp();
        var (said, _) = await reader.Program.Read(raw);
        Assert.InRange(Stopwatch.GetElapsedTime(begun).TotalSeconds, 0, 15);
        if (said.TryGetProperty("could_not_read", out var why)) Assert.Matches("^(Reading it took|It has too many parts|Its header is longer|It is not built).*\\.$", why.GetString());
        if (raw.Length > 0 && raw[0] == 'F') Assert.Equal("ruth@example.com", said.GetProperty("from")[0].GetProperty("address").GetString());
        Assert.InRange(reader.Mailroom.Memory, 1, 400_000_000);

        var (next, _) = await reader.Program.Read(Encoding.ASCII.GetBytes(Head + "\r\nHello"));
        Assert.Equal("Hello", next.GetProperty("text").GetString());
    }

    [Theory]
    [InlineData("Hello,\r\nthe bag is torn.\r\n\r\nRuth\r\n", "Hello,\nthe bag is torn.\n\nRuth", "")]
    [InlineData("Hello\n", "Hello", "")]
    [InlineData("a broken line\r\nSubject: The bag\r\n\r\nIt is torn.\r\n", "It is torn.", "The bag")]
    [InlineData("From ruth@example.com Mon Nov 23 09:00:00 2026\nSubject: The bag\n\nIt is torn.\n", "It is torn.", "The bag")]
    public async Task A_letter_without_a_header_is_words_from_its_first_line_on(string raw, string words, string subject)
    {
        var (said, _) = await reader.Program.Read(Encoding.Latin1.GetBytes(raw));

        Assert.Equal((words, subject), (said.GetProperty("text").GetString()!.Trim(), said.GetProperty("subject").GetString()));
    }

    /// <summary>Pieces of MIME put together by chance: always an answer, and never one that holds a NUL or half a character.</summary>
    [Fact]
    public async Task Any_bytes_are_answered()
    {
        string[] pieces =
        [
            "From: ruth@example.com\r\n", "Content-Type: multipart/mixed; boundary=x\r\n", "Content-Type: text/html; charset=utf-16\r\n", "Content-Type: message/rfc822\r\n", "Content-Transfer-Encoding: base64\r\n",
            "Content-Transfer-Encoding: quoted-printable\r\n", "Content-Disposition: attachment; filename*0*=utf-8''%ff%00;\r\n", "\r\n", "\n", "\r", "\0", "--x\r\n", "--x--\r\n", "=?utf-8?B?/w==?=", "=FF=", "AAAA", "ÿþ", "<b>", "begin 644 x\r\n",
            "Subject: \r\n", "To: <<>>,;:(((\r\n", " folded\r\n", "Date: Thu, 99 Zzz 0000\r\n", "\u001b$B", "Content-Type: text/calendar\r\n", "Content-Type: application/ms-tnef\r\n", "x\u009f>\"",
        ];
        var letters = Gen.Sample(Gen.Elements(pieces).ArrayOf(30), 40, 300).Select(letter => Encoding.Latin1.GetBytes(string.Concat(letter))).ToList();
        foreach (var answer in await Task.WhenAll(letters.Select(reader.Program.Read)))
        {
            Assert.DoesNotContain("\\u0000", answer.Said.GetRawText(), StringComparison.Ordinal);
            Assert.True(answer.Said.TryGetProperty("could_not_read", out _) || answer.Said.GetProperty("parts").ValueKind is JsonValueKind.Array);
        }
    }

    [Fact]
    public async Task A_letter_of_25_MB_is_read_within_two_seconds()
    {
        var file = new byte[18_000_000];
        Random.Shared.NextBytes(file);
        var body = Convert.ToBase64String(file, Base64FormattingOptions.InsertLineBreaks);
        var raw = Encoding.Latin1.GetBytes($"{Head}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nSee the file\r\n--b\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=a.pdf\r\n\r\n{body}\r\n--b--\r\n");
        await reader.Program.Read("From: x@example.com\r\n\r\nfirst"u8.ToArray());
        var begun = Stopwatch.GetTimestamp();
        var (said, parts) = await reader.Program.Read(raw);
        var took = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        Assert.Equal("See the file", said.GetProperty("text").GetString());
        Assert.Equal(file, parts[1]);
        Assert.True(took < 6, string.Create(CultureInfo.InvariantCulture, $"It took {took:0.0} s")); // two, on a machine that does nothing else
    }

    public sealed class Reader : IAsyncLifetime
    {
        public OtherSide Program { get; private set; } = null!;
        public MailroomProcess Mailroom { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Program = await OtherSide.Open();
            Mailroom = await MailroomProcess.Start(Program.Url);
        }

        public async Task DisposeAsync()
        {
            await Mailroom.DisposeAsync();
            await Program.DisposeAsync();
        }
    }
}
