using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Rapport.Tests.Faults;

namespace Rapport.Tests.Mail;

/// <summary>A mailbox on a real Dovecot is followed: everything comes in, once, whatever goes wrong.</summary>
[Trait("Proves", "Mail")]
public sealed class FollowingTests
{
    [Fact]
    public async Task Letters_that_are_there_and_letters_that_come_are_fetched_and_left_as_they_were()
    {
        await using var program = await OtherSide.Open();
        await using var servers = await MailServers.Start();
        await Deliver(servers, "before");
        program.SetUp(servers.Mailbox("m1"));
        await using var mailroom = await MailroomProcess.Start(program.Url);
        await Arrived(program, 1);
        await Task.Delay(500); // it is idling by now, and is told
        await Deliver(servers, "after");
        await Arrived(program, 2, seconds: 10);
        var about = program.Letters.First().About;
        Assert.Equal(("imap", "m1", "INBOX", 1L), (about.GetProperty("by").GetString(), about.GetProperty("mailbox").GetString(), about.GetProperty("folder").GetString(), about.GetProperty("uid").GetInt64()));
        Assert.Equal(["before", "after"], program.Letters.Select(Subject));
        var state = await program.States.First("m1", state => state.GetProperty("unread").GetInt32() == 2);
        Assert.True(state.GetProperty("ok").GetBoolean());
        Assert.NotEqual(JsonValueKind.Null, state.GetProperty("oldest_unread").ValueKind);
        Assert.Equal(2, state.GetProperty("seen_on_server").GetInt32());
    }

    [Fact]
    public async Task Letters_are_marked_read_only_when_that_is_asked_for_and_only_once_stored()
    {
        await using var program = await OtherSide.Open();
        await using var servers = await MailServers.Start();
        await Deliver(servers, "good one");
        await Deliver(servers, "bad one");
        program.Trouble = raw => Encoding.Latin1.GetString(raw).Contains("bad one", StringComparison.Ordinal) ? 422 : null;
        program.SetUp(servers.Mailbox("m1", after: "seen"));
        await using var mailroom = await MailroomProcess.Start(program.Url);
        await program.States.First("m1", state => state.GetProperty("ok").GetBoolean() && state.GetProperty("unread").GetInt32() == 1);
    }

    [Fact]
    public async Task Letters_are_moved_when_that_is_asked_for()
    {
        await using var program = await OtherSide.Open();
        await using var servers = await MailServers.Start();
        await Deliver(servers, "one");
        program.SetUp(servers.Mailbox("m1", after: new { move = "Done" }));
        await using var mailroom = await MailroomProcess.Start(program.Url);
        await Arrived(program, 1);
        await program.States.Next("m1");
        program.SetUp(servers.Mailbox("m1", folders: ["Done"]));
        await program.States.First("m1", state => state.GetProperty("unread").GetInt32() == 1);
    }

    [Fact]
    public async Task A_bad_letter_holds_up_none_behind_it_and_is_not_forgotten()
    {
        await using var program = await OtherSide.Open();
        await using var servers = await MailServers.Start();
        foreach (var subject in new[] { "first", "bad", "third" }) await Deliver(servers, subject);
        program.Trouble = raw => Encoding.Latin1.GetString(raw).Contains("Subject: bad", StringComparison.Ordinal) ? 422 : null;
        program.SetUp(servers.Mailbox("m1"));
        await using (var mailroom = await MailroomProcess.Start(program.Url))
        {
            await Arrived(program, 2);
            Assert.Contains("1 letter could not be fetched yet", (await program.States.Next("m1")).GetProperty("words").GetString(), StringComparison.Ordinal);
        }
        program.Trouble = _ => null;
        await using var again = await MailroomProcess.Start(program.Url);
        await Arrived(program, 3);
        Assert.Equal(["bad", "first", "third"], program.Letters.Select(Subject).Order(StringComparer.Ordinal));
        await program.States.First("m1", state => state.GetProperty("words").GetString() == "Everything has been fetched");
        Assert.Equal(3, program.Progress["INBOX"].Uid);
    }

    [Fact]
    public async Task An_outage_of_the_server_loses_nothing_and_is_told_in_words()
    {
        await using var program = await OtherSide.Open();
        await using var servers = await MailServers.Start();
        program.SetUp(servers.Mailbox("m1"));
        await using var mailroom = await MailroomProcess.Start(program.Url);
        await Deliver(servers, "one");
        await Arrived(program, 1);
        for (var round = 0; round < 3; round++)
        {
            await servers.Do("kill-dovecot");
            await Deliver(servers, $"while it was down {round.ToString(CultureInfo.InvariantCulture)}");
            var down = await program.States.First("m1", state => !state.GetProperty("ok").GetBoolean());
            Assert.NotEmpty(down.GetProperty("words").GetString()!);
            await servers.Do("start-dovecot");
            await Arrived(program, 2 + round);
        }
        Assert.Equal(4, program.Letters.Select(Subject).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task A_wrong_password_is_told_in_words()
    {
        await using var program = await OtherSide.Open();
        await using var servers = await MailServers.Start(postfix: false);
        program.SetUp(servers.Mailbox("m1", auth: new { password = "wrong" }));
        await using var mailroom = await MailroomProcess.Start(program.Url);
        var state = await program.States.Next("m1");
        Assert.False(state.GetProperty("ok").GetBoolean());
        Assert.StartsWith("127.0.0.1 does not accept the name or the password", state.GetProperty("words").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_access_token_opens_a_mailbox_and_sends_from_it_and_one_that_is_over_is_told_in_words()
    {
        var address = $"http://127.0.0.1:{DeskProcess.FreePort()}/";
        using HttpListener tokens = new();
        tokens.Prefixes.Add(address);
        tokens.Start();
        _ = Task.Run(async () =>
        {
            while (await tokens.GetContextAsync() is { } asked)
            {
                var good = asked.Request.QueryString["access_token"] == "good";
                asked.Response.StatusCode = good ? 200 : 401;
                await asked.Response.OutputStream.WriteAsync(Encoding.ASCII.GetBytes(good ? "{\"email\":\"jo@shop.example\"}" : "{}"));
                asked.Response.Close();
            }
        });
        await using var program = await OtherSide.Open();
        await using var servers = await MailServers.Start(tokens: new Uri(address));
        await Deliver(servers, "one");
        var (good, over) = (new { password = (string?)null, access_token = "good" }, new { password = (string?)null, access_token = "over" });
        program.SetUp(servers.Mailbox("m1", auth: good, sendingAuth: good));
        await using var mailroom = await MailroomProcess.Start(program.Url);
        await Arrived(program, 1);
        Assert.Equal("accepted", (await program.Send("s1", SendingTests.Letter("s1"))).GetProperty("outcome").GetString());
        program.SetUp(servers.Mailbox("m1", auth: over, sendingAuth: over));
        var state = await program.States.First("m1", state => !state.GetProperty("ok").GetBoolean());
        Assert.StartsWith("127.0.0.1 does not accept the sign-in any more; sign in again", state.GetProperty("words").GetString(), StringComparison.Ordinal);
        var unsent = await program.Send("s2", SendingTests.Letter("s2"));
        Assert.Equal("later", unsent.GetProperty("outcome").GetString());
        Assert.Contains("sign in again", unsent.GetProperty("words").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, servers.Count("ann@shop.example"));
    }

    [Fact]
    public async Task A_mailroom_that_is_killed_while_it_catches_up_loses_nothing_and_doubles_nothing()
    {
        await using var program = await OtherSide.Open();
        await using var servers = await MailServers.Start(postfix: false);
        const int many = 600;
        servers.Put("jo@shop.example", Enumerable.Range(0, many).Select(n => $"From: ruth@example.com\r\nSubject: number {n}\r\nMessage-ID: <{n}@example.com>\r\n\r\nHello {n}\r\n"));
        program.SetUp(servers.Mailbox("m1"));
        for (var round = 1; program.Letters.Count < many && round <= 12; round++)
        {
            await using var mailroom = await MailroomProcess.Start(program.Url);
            for (var i = 0; i < 200 && program.Letters.Count < Math.Min(many, round * 60); i++) await Task.Delay(10);
            await mailroom.Kill();
        }
        await using var last = await MailroomProcess.Start(program.Url);
        await program.States.First("m1", state => state.GetProperty("ok").GetBoolean());
        Assert.Equal(many, program.Letters.Count);
        Assert.Equal(many, program.Letters.Select(Subject).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(many, program.Progress["INBOX"].Uid);
    }

    [Fact]
    public async Task A_changed_UIDVALIDITY_is_read_again_from_the_beginning()
    {
        await using var program = await OtherSide.Open();
        await using var servers = await MailServers.Start();
        await Deliver(servers, "one");
        program.Progress["INBOX"] = (1, 4711);
        program.SetUp(servers.Mailbox("m1"));
        await using var mailroom = await MailroomProcess.Start(program.Url);
        await Arrived(program, 1);
        Assert.Equal(1, program.Progress["INBOX"].Uid);
        Assert.NotEqual(1, program.Progress["INBOX"].Validity);
    }

    static async Task Deliver(MailServers servers, string subject)
    {
        var before = servers.Count("jo@shop.example");
        var (code, said) = await Swaks.Send(servers.Smtp, "--from", "ruth@example.com", "--to", "jo@shop.example", "--header", $"Subject: {subject}", "--body", $"About {subject}");
        Assert.True(code == 0, said);
        for (var i = 0; i < 200 && servers.Count("jo@shop.example") == before; i++) await Task.Delay(50);
        Assert.True(servers.Count("jo@shop.example") > before, servers.Logs);
    }

    static async Task Arrived(OtherSide program, int count, double seconds = 30)
    {
        for (var i = 0; i < seconds * 20 && program.Letters.Count < count; i++) await Task.Delay(50);
        Assert.Equal(count, program.Letters.Count);
    }

    static string Subject(Handed letter) => Encoding.Latin1.GetString(letter.Raw).Split("Subject: ")[1].Split('\r', '\n')[0];
}
