using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Rapport.Memory.Erasing;
using Rapport.Tests.Channels.Mail;

namespace Rapport.Tests.Memory;

/// <summary>Whoever is in copy and answers is a customer too, though what they write lies in another's conversation.</summary>
public sealed class InCopyTests
{
    const string Ben = "ben@quillfeather.example";

    static readonly string[] Traces = ["quillfeather", "zephyrina", "kibbleworth", "vermilionesque", "snapdragonian"];

    [Theory, OnBothDatabases, Trait("Proves", "E167")]
    public async Task What_somebody_wrote_in_anothers_conversation_goes_when_they_are_erased_and_the_rest_stays(string database)
    {
        await using var mail = await MailDesk.Open(database);
        var (number, ben, raw) = await Wrote(mail);
        var (path, browser) = await mail.Desk.OwnPage(ben);
        Assert.Equal(Traces.Order(StringComparer.Ordinal), (await mail.Desk.Traces(Traces)).Order(StringComparer.Ordinal));

        Assert.Equal(204, (await browser.Try(HttpMethod.Delete, path + "/everything")).Status);
        await mail.Desk.Pass(TimeSpan.FromSeconds(30));
        await mail.Desk.Services.GetRequiredService<WipeTraces>().Wipe(default);

        Assert.Empty(await mail.Desk.Traces(Traces));
        var messages = await mail.Messages(number);
        Assert.Equal(["The 15 kg bag arrived torn", "A new bag leaves today", "", "Thank you both", "And the second bag?", "It follows", ""], messages.Select(m => m.GetProperty("body").GetString()));
        Assert.Equal(["Ruth Adeyemi", "Ruth Adeyemi"], messages.Where(m => m.GetProperty("body").GetString() is "The 15 kg bag arrived torn" or "And the second bag?").Select(m => m.GetProperty("author").GetProperty("name").GetString()));
        var ruths = await mail.Desk.InDatabase(db => db.Letters.Where(l => l.Sender == "ruth@example.com").Select(l => l.Id).ToListAsync());
        Assert.Equal(2, ruths.Count);
        var me = await mail.Desk.SignIn();
        foreach (var letter in ruths) Assert.Contains("ruth@example.com", await me.GetStringAsync(new Uri($"/letters/{letter.Value}/raw", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Contains("And the second bag?", await me.GetStringAsync(new Uri($"/desk/{number}", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Contains("forgotten: somebody", await me.GetStringAsync(new Uri("/letters", UriKind.Relative)), StringComparison.Ordinal);

        // It goes on with whoever is left, and what a mailbox shows again is not kept anew.
        var readers = await mail.Desk.Owner.Get($"/api/v1/conversations/{number}/readers");
        Assert.Equal("Ruth Adeyemi <ruth@example.com>", readers.GetProperty("to").GetString());
        Assert.Empty(readers.GetProperty("cc").EnumerateArray());
        Assert.StartsWith("Anything else?", (await mail.Answer(number, "Anything else?")).GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.True((await mail.TakeIn(raw, Slip)).Known);
        await mail.Desk.Pass(TimeSpan.FromSeconds(30));
        Assert.Equal(404, (int)(await me.GetAsync(new Uri($"/letters/{await mail.Desk.InDatabase(db => db.Letters.Where(l => l.State == Rapport.Channels.Mail.LetterState.Forgotten).OrderBy(l => l.Id).Select(l => l.Id.Value).FirstAsync())}/raw", UriKind.Relative))).StatusCode);
    }

    [Theory, OnBothDatabases, Trait("Proves", "E172")]
    public async Task What_somebody_wrote_in_anothers_conversation_is_in_their_download_and_not_what_the_other_wrote(string database)
    {
        await using var mail = await MailDesk.Open(database);
        var (_, ben, _) = await Wrote(mail);
        var (path, browser) = await mail.Desk.OwnPage(ben);

        var all = await browser.GetStringAsync(new Uri(path + "/download", UriKind.Relative));

        var letters = JsonDocument.Parse(all).RootElement.GetProperty("letters");
        Assert.Equal(["Our cat Zephyrina tore it, by the kibbleworth shelf", "She wears a vermilionesque collar"], letters.GetProperty("came").EnumerateArray().Select(l => l.GetProperty("words").GetString()));
        Assert.Equal("snapdragonian.txt", letters.GetProperty("came")[0].GetProperty("files")[0].GetProperty("name").GetString());
        Assert.Equal(Ben, Assert.Single(letters.GetProperty("went").EnumerateArray()).GetProperty("recipient").GetString());
        Assert.Equal(Ben, Assert.Single(letters.GetProperty("in_copy").EnumerateArray()).GetProperty("address").GetString());
        Assert.DoesNotContain("arrived torn", all, StringComparison.Ordinal);
    }

    static readonly object Slip = new { by = "smtp", from = Ben, to = new[] { "desk@shop.example" } };

    /// <summary>Ruth writes in; Ben is in copy of an answer and writes twice, with a file the first time, and is answered.</summary>
    static async Task<(long Number, Guid Ben, string Raw)> Wrote(MailDesk mail)
    {
        await mail.Mailbox();
        var number = await mail.NumberOf(await mail.Receive());
        await mail.Desk.Owner.Put($"/api/v1/conversations/{number}/readers", new { cc = new[] { $"Ben Quillfeather <{Ben}>" } });
        var first = await Answer("A new bag leaves today");

        const string Words = "Our cat Zephyrina tore it, by the kibbleworth shelf", Id = "<ben-1@example.com>";
        var raw = $"From: {Ben}\r\nSubject: Re: Torn bag\r\nMessage-ID: {Id}\r\n\r\n{Words}";
        var (letter, _) = await mail.TakeIn(raw, Slip);
        using (var file = new HttpRequestMessage(HttpMethod.Put, $"/mailroom/v1/letters/{letter}/parts/0") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes("A snapdragonian picture")) })
        {
            file.Headers.Add("X-Part", """{"name":"snapdragonian.txt","type":"text/plain"}""");
            using var kept = await mail.Room.SendAsync(file);
            Assert.True(kept.IsSuccessStatusCode);
        }
        await mail.Read(letter, MailDesk.Reading(Ben, Words, "Re: Torn bag", Id, [first], cc: ["ruth@example.com"], name: "Ben Quillfeather", parts: [new { n = 0, name = "snapdragonian.txt", type = "text/plain", size = 23, inline = false, kind = "file" }]));
        Assert.Equal(number, await mail.NumberOf(letter));
        var second = await Answer("Thank you both");

        await mail.Receive(text: "And the second bag?", references: [second], cc: [Ben]);
        var third = await Answer("It follows");
        Assert.Equal(number, await mail.NumberOf(await mail.Receive(Ben, "She wears a vermilionesque collar", references: [third], name: "Ben Quillfeather", slip: Slip)));
        return (number, await mail.Desk.InDatabase(db => db.Addresses.Where(a => a.Normal == Ben).Select(a => a.CustomerId.Value).SingleAsync()), raw);

        async Task<string> Answer(string body)
        {
            var answer = await mail.Answer(number, body);
            await mail.Outcome(answer, "accepted", $"250 2.0.0 Ok, also for {Ben}");
            return answer.GetProperty("message_id").GetString()!;
        }
    }
}
