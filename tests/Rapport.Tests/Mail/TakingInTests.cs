using System.Net.Sockets;
using System.Text;

namespace Rapport.Tests.Mail;

/// <summary>Letters come in by SMTP and LMTP, from clients that are not ours.</summary>
[Trait("Proves", "Mail")]
public sealed class TakingInTests
{
    [Fact]
    public async Task A_letter_by_SMTP_is_stored_as_it_came_and_read()
    {
        await using var program = await OtherSide.Open();
        await using var mailroom = await MailroomProcess.Start(program.Url);
        var (code, said) = await Swaks.Send(mailroom.Smtp, "--from", "ruth@example.com", "--to", "help@desk.example", "--header", "Subject: The bag is torn", "--body", "Can you send another?", "--attach-type", "text/csv", "--attach-name", "order.csv", "--attach", "@/etc/hostname");
        Assert.True(code == 0, said);
        Assert.Contains("250 Stored as letter-1", said, StringComparison.Ordinal);
        var letter = Assert.Single(program.Letters);
        Assert.Equal("smtp", letter.About.GetProperty("by").GetString());
        Assert.Equal("ruth@example.com", letter.About.GetProperty("from").GetString());
        Assert.Equal("help@desk.example", letter.About.GetProperty("to")[0].GetString());
        var (reading, parts) = await program.Readings.Next(letter.Id);
        Assert.Equal("The bag is torn", reading.GetProperty("subject").GetString());
        Assert.Equal("Can you send another?", reading.GetProperty("text").GetString()!.Trim());
        Assert.Equal("order.csv", reading.GetProperty("parts")[0].GetProperty("name").GetString());
        Assert.Equal(await File.ReadAllBytesAsync("/etc/hostname"), parts[1]);
    }

    [Fact]
    public async Task LMTP_answers_for_each_recipient()
    {
        await using var program = await OtherSide.Open();
        await using var mailroom = await MailroomProcess.Start(program.Url);
        var (code, said) = await Swaks.Send(mailroom.Lmtp, "--protocol", "LMTP", "--from", "ruth@example.com", "--to", "help@desk.example,shop@desk.example", "--body", "Hello");
        Assert.True(code == 0, said);
        Assert.Equal(2, said.Split("250 Stored as letter-1").Length - 1);
        Assert.Equal("lmtp", Assert.Single(program.Letters).About.GetProperty("by").GetString());
    }

    [Theory]
    [InlineData(422, "451")]
    [InlineData(500, "451")]
    [InlineData(507, "452")]
    public async Task Trouble_of_ours_is_never_final(int status, string answer)
    {
        await using var program = await OtherSide.Open();
        program.Trouble = _ => status;
        await using var mailroom = await MailroomProcess.Start(program.Url);
        var (code, said) = await Swaks.Send(mailroom.Smtp, "--from", "ruth@example.com", "--to", "help@desk.example", "--body", "Hello");
        Assert.NotEqual(0, code);
        Assert.Contains($"<** {answer} ", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_the_program_is_away_letters_are_answered_with_4xx_and_come_again()
    {
        var program = await OtherSide.Open();
        var port = program.Url.Port;
        await using var mailroom = await MailroomProcess.Start(program.Url);
        await using var servers = await MailServers.Start(mailroom.Smtp);
        await program.DisposeAsync();
        var (code, said) = await Swaks.Send(servers.Smtp, "--from", "ruth@example.com", "--to", "help@desk.example", "--body", "Keep this for me");
        Assert.True(code == 0, said);
        for (var i = 0; i < 200 && !servers.Logs.Contains("status=deferred", StringComparison.Ordinal); i++) await Task.Delay(100);
        Assert.Contains("451 ", servers.Logs, StringComparison.Ordinal);

        await using var back = await OtherSide.Open(port);
        for (var i = 0; i < 300 && back.Letters.IsEmpty; i++) await Task.Delay(100);
        Assert.Contains("Keep this for me", Encoding.Latin1.GetString(Assert.Single(back.Letters).Raw), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_letter_that_breaks_off_is_not_taken_for_a_whole_one()
    {
        await using var program = await OtherSide.Open();
        await using var mailroom = await MailroomProcess.Start(program.Url);
        using (TcpClient client = new())
        {
            await client.ConnectAsync("127.0.0.1", mailroom.Smtp);
            var line = client.GetStream();
            await line.WriteAsync(Encoding.ASCII.GetBytes("EHLO x\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<b@desk.example>\r\nDATA\r\n"));
            await Task.Delay(300);
            await line.WriteAsync(Encoding.ASCII.GetBytes($"Subject: half a letter\r\n\r\n{new string('x', 200_000)}\r\n"));
            await Task.Delay(300);
        }
        var (code, _) = await Swaks.Send(mailroom.Smtp, "--from", "ruth@example.com", "--to", "help@desk.example", "--body", "whole");
        Assert.Equal(0, code);
        Assert.DoesNotContain("half a letter", Encoding.Latin1.GetString(Assert.Single(program.Letters).Raw), StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_than_50_MB_is_refused_for_good_and_takes_no_memory()
    {
        await using var program = await OtherSide.Open();
        await using var mailroom = await MailroomProcess.Start(program.Url);
        using TcpClient client = new();
        await client.ConnectAsync("127.0.0.1", mailroom.Smtp);
        var line = client.GetStream();
        using StreamReader answers = new(line);
        await answers.ReadLineAsync();
        await line.WriteAsync("EHLO x\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<b@desk.example>\r\nDATA\r\nSubject: a header without end\r\nX-Long:"u8.ToArray());
        var block = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat($" {new string('x', 76)}\r\n", 800)));
        for (var sent = 0L; sent < 200_000_000; sent += block.Length) await line.WriteAsync(block);
        await line.WriteAsync("\r\n.\r\n"u8.ToArray());
        string? last = null;
        while (await answers.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)) is { } said)
        {
            last = said;
            if (said.StartsWith("552", StringComparison.Ordinal) || said.StartsWith('4')) break;
        }
        Assert.StartsWith("552 ", last, StringComparison.Ordinal);
        Assert.Empty(program.Letters);
        Assert.InRange(mailroom.Memory, 1, 250_000_000);
    }

    [Fact]
    public async Task The_mailroom_ends_with_the_program()
    {
        await using var program = await OtherSide.Open();
        await using var mailroom = await MailroomProcess.Start(program.Url);
        Assert.Equal(0, await mailroom.ProgramEnds());
    }

    [Fact]
    public async Task Letters_come_in_by_the_hundred()
    {
        await using var program = await OtherSide.Open();
        await using var mailroom = await MailroomProcess.Start(program.Url);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async connection =>
        {
            using TcpClient client = new() { NoDelay = true };
            await client.ConnectAsync("127.0.0.1", mailroom.Smtp);
            var line = client.GetStream();
            using StreamReader answers = new(line);
            await answers.ReadLineAsync();
            await Say("EHLO x\r\n", "250 ");
            for (var n = 0; n < 250; n++)
            {
                await Say("MAIL FROM:<a@example.com>\r\n", "250 ");
                await Say("RCPT TO:<b@desk.example>\r\n", "250 ");
                await Say("DATA\r\n", "354 ");
                await Say($"Subject: {connection}/{n}\r\nFrom: a@example.com\r\n\r\n{new string('x', 70)}\r\n.\r\n", "250 Stored");
            }
            async Task Say(string words, string expected)
            {
                await line.WriteAsync(Encoding.ASCII.GetBytes(words));
                string answer;
                do answer = await answers.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)) ?? "";
                while (answer.Length > 3 && answer[3] == '-');
                Assert.StartsWith(expected, answer, StringComparison.Ordinal);
            }
        }));
        Assert.Equal(1000, program.Letters.Count);
        foreach (var letter in program.Letters) await program.Readings.Next(letter.Id);
    }
}
