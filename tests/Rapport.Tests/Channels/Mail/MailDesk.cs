using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Rapport.Access;
using Rapport.Channels.Mail;

namespace Rapport.Tests.Channels.Mail;

/// <summary>A desk whose mailroom is the test: it knocks at the same doors with the same key.</summary>
public sealed class MailDesk : IAsyncDisposable
{
    public static readonly TimeSpan Hold = TimeSpan.FromSeconds(11);

    MailDesk(TestDesk desk) => (Desk, Room) = (desk, desk.With(desk.Services.GetRequiredService<MailroomKey>().Secret));

    public TestDesk Desk { get; }

    /// <summary>Acts as the mailroom.</summary>
    public HttpClient Room { get; }

    public static async Task<MailDesk> Open(string database, Action<WebApplicationBuilder>? adjust = null) => new(await TestDesk.Open(database, b =>
    {
        b.Services.Replace(ServiceDescriptor.Singleton(new MailroomScript(null)));
        adjust?.Invoke(b);
    }));

    public async Task<Guid> Mailbox(string address = "desk@shop.example", string name = "Harbor Pets", bool plus = true, string? acknowledgment = null) =>
        (await Desk.Owner.Post("/api/v1/mailboxes", new
        {
            address,
            name,
            password = "secret of the mailbox",
            receiving = new { host = "127.0.0.1", port = 993, secure = "tls" },
            sending = new { host = "127.0.0.1", port = 465, secure = "tls" },
            plus,
            acknowledgment,
        })).GetProperty("id").GetGuid();

    /// <summary>A letter comes in by SMTP; its bytes alone.</summary>
    public async Task<(Guid Id, bool Known)> TakeIn(string raw, object? slip = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/mailroom/v1/letters") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(raw)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("message/rfc822");
        request.Headers.Add("X-Letter", JsonSerializer.Serialize(slip ?? new { by = "smtp", from = "ruth@example.com", to = new[] { "desk@shop.example" } }));
        using var answer = await Room.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        var body = (await answer.Content.ReadFromJsonAsync<JsonElement>())!;
        return (body.GetProperty("id").GetGuid(), body.GetProperty("known").GetBoolean());
    }

    /// <summary>The next thing to do behind a door of the mailroom's, or nothing.</summary>
    public async Task<JsonElement?> Next(string door)
    {
        var (status, body) = await Room.Try(HttpMethod.Post, $"/mailroom/v1/{door}");
        Assert.True(status is 200 or 204, $"{door} → {status}: {body}");
        return status != 200 ? null : door == "reading" ? body.GetProperty("items")[0] : body;
    }

    int letters;

    /// <summary>A letter comes in and is read, as one from Ruth about a torn bag unless it says otherwise.</summary>
    public async Task<Guid> Receive(string from = "ruth@example.com", string text = "The 15 kg bag arrived torn", string subject = "Torn bag", string? messageId = null, string[]? references = null, string[]? to = null, string[]? cc = null,
        string? html = null, object? headers = null, object? report = null, string name = "Ruth Adeyemi", object? slip = null, string? replyTo = null, object[]? parts = null, object? date = null)
    {
        var n = ++letters;
        messageId ??= $"<letter-{n}@example.com>";
        var (id, _) = await TakeIn($"From: {from}\r\nSubject: {subject}\r\nMessage-ID: {messageId}\r\nX-N: {n}\r\n\r\n{text}", slip);
        var work = await Next("reading");
        Assert.Equal(id, work!.Value.GetProperty("id").GetGuid());
        await Read(id, Reading(from, text, subject, messageId, references, to, cc, html, headers, report, name, replyTo, parts, date));
        return id;
    }

    /// <summary>What the mailroom says of such a letter.</summary>
    public static object Reading(string from, string text, string subject, string messageId, string[]? references = null, string[]? to = null, string[]? cc = null,
        string? html = null, object? headers = null, object? report = null, string name = "Ruth Adeyemi", string? replyTo = null, object[]? parts = null, object? date = null) => new
        {
            from = new[] { new { name, address = from } },
            to = (to ?? ["desk@shop.example"]).Select(a => new { name = "", address = a }),
            cc = (cc ?? []).Select(a => new { name = "", address = a }),
            bcc = Array.Empty<object>(),
            reply_to = replyTo is null ? [] : new[] { new { name, address = replyTo } },
            subject,
            date = date ?? "2026-11-22T08:59:00Z",
            message_id = messageId,
            in_reply_to = references is null ? [] : new[] { references[^1] },
            references = references ?? [],
            text,
            html,
            headers = headers ?? new { },
            parts = parts ?? [],
            delivery_status = report,
            @protected = (string?)null,
        };

    public async Task Read(Guid letter, object reading) => await Room.Put($"/mailroom/v1/letters/{letter}/reading", reading);

    public async Task<long> NumberOf(Guid letter)
    {
        var found = await Desk.InDatabase(async db => (await Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.SingleAsync(db.Letters, l => l.Id == new LetterId(letter))).ConversationId);
        Assert.NotNull(found);
        return await Desk.InDatabase(db => Task.FromResult(db.Conversations.Single(c => c.Id == found.Value).Number));
    }

    /// <summary>Somebody answers at the desk, and the ten seconds pass.</summary>
    public async Task<JsonElement> Answer(long number, string body, HttpClient? by = null)
    {
        await (by ?? Desk.Owner).Post($"/desk/{number}/replies", new { body, anyway = true });
        await Desk.Pass(Hold);
        var letter = await Next("sending");
        Assert.NotNull(letter);
        return letter.Value;
    }

    public Task Outcome(JsonElement letter, string outcome, string words = "250 2.0.0 Ok: queued", string code = "250") =>
        Room.Put($"/mailroom/v1/sending/{letter.GetProperty("id").GetGuid()}/outcome", new { outcome, code, words });

    public async Task<List<JsonElement>> Messages(long number) => [.. (await Desk.Owner.Get($"/api/v1/conversations/{number}/messages")).GetProperty("items").EnumerateArray()];

    public async ValueTask DisposeAsync() => await Desk.DisposeAsync();
}
