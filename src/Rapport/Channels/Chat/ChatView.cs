using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Desk;
using Rapport.Foundation;

namespace Rapport.Channels.Chat;

/// <summary>What the visitor may see: one name, one conversation, and nothing that only the desk sees.</summary>
public sealed class ChatView(RapportDb db, Shop shop, Attendance attendance, UsualWait usualWait, IDataProtectionProvider protection, TimeProvider time)
{
    public const int Shown = 50;

    public sealed record ConversationView(long Number, Status Status);

    public sealed record CustomerView(string? Name, string? Email);

    public sealed record FileView(AttachmentId Id, string Name, string Type, long Size, string Url);

    public sealed record MessageView(MessageId Id, int Position, Instant At, string From, string Name, string Body, IReadOnlyList<FileView> Attachments);

    public sealed record State(
        string Shop, string Name, bool Online, string Says, ConversationView? Conversation, CustomerView Customer,
        int Unread, bool DeskTyping, int ReadTo, IReadOnlyList<MessageView> Messages, IReadOnlyList<ToldView> Told);

    /// <summary>What the house says between the messages. A question is answered by one tap, or not at all.</summary>
    public sealed record ToldView(ToldId Id, Instant At, string Body, bool Asks, string? Question, bool? Answer, bool Confused);

    /// <summary>Before anything was said there is only the shop to show.</summary>
    public Task<State> OfNobody(CancellationToken cancel) => Of(null, null, cancel);

    public async Task<State> Of(Visit visit, CancellationToken cancel) =>
        await Of(visit, visit.ConversationId is { } id ? await db.Conversations.AsNoTracking().SingleAsync(c => c.Id == id, cancel) : null, cancel);

    async Task<State> Of(Visit? visit, Conversation? conversation, CancellationToken cancel)
    {
        var messages = conversation is null ? [] : await Last(conversation.Id, null, cancel);
        var now = time.Now();
        var online = messages.Exists(m => m.From == "desk" && m.At > now - Attendance.AnswerCounts) || await attendance.SomebodyIsHere(db, cancel);
        var says = !online ? "we answer by mail" : await usualWait.InWords(db, cancel) ?? "here now";
        var who = new CustomerView(visit?.Name, visit?.Email);
        if (conversation is null) return new(shop.Name, shop.Name, online, says, null, who, 0, false, 0, [], []);

        var owner = conversation.OwnerId is null ? null : await db.People.Where(p => p.Id == conversation.OwnerId).Select(p => p.Persona).SingleAsync(cancel);
        var unread = await db.Messages.CountAsync(m => m.ConversationId == conversation.Id && m.From == MessageFrom.Agent && m.Position > conversation.ReadByCustomer, cancel);
        var typing = await db.Presences.AnyAsync(p => p.ConversationId == conversation.Id && p.Who.StartsWith("person:") && p.TypingUntil > now, cancel);
        return new(shop.Name, owner ?? shop.Name, online, says, new(conversation.Number, conversation.Status), who, unread, typing, conversation.ReadByDesk, messages, await ToldSince(conversation.Id, messages, cancel));
    }

    async Task<List<ToldView>> ToldSince(ConversationId conversation, List<MessageView> messages, CancellationToken cancel)
    {
        var since = messages.Count < Shown ? Instant.MinValue : messages[0].At;
        var told = await db.Told.AsNoTracking().Where(t => t.ConversationId == conversation).OrderByDescending(t => t.Position).Take(Shown).ToListAsync(cancel);
        return [.. told.Where(t => t.At >= since).Reverse().Select(t => new ToldView(t.Id, t.At, t.Body, t.Question is not null, t.Question, t.Answer, t.Confused ?? false))];
    }

    /// <summary>The newest messages, or those before a place in the thread; oldest first.</summary>
    public async Task<List<MessageView>> Last(ConversationId conversation, int? before, CancellationToken cancel)
    {
        var messages = db.Messages.AsNoTracking().Where(m => m.ConversationId == conversation);
        if (before is { } position) messages = messages.Where(m => m.Position < position);
        var last = await messages.OrderByDescending(m => m.Position).Take(Shown).ToListAsync(cancel);
        last.Reverse();
        return await Show(conversation, last, cancel);
    }

    public async Task<List<MessageView>> After(ConversationId conversation, int position, CancellationToken cancel) =>
        await Show(conversation, await db.Messages.AsNoTracking().Where(m => m.ConversationId == conversation && m.Position > position).OrderBy(m => m.Position).Take(Shown).ToListAsync(cancel), cancel);

    public static MessageView Of(Message m, IEnumerable<FileView>? files = null) =>
        new(m.Id, m.Position, m.At, m.From is MessageFrom.Customer ? "customer" : "desk", m.Author, m.Body, [.. files ?? []]);

    async Task<List<MessageView>> Show(ConversationId conversation, List<Message> messages, CancellationToken cancel)
    {
        var files = messages.Exists(m => m.From is MessageFrom.Agent) ? await Attach.Of(db, conversation, cancel) : null;
        return [.. messages.Select(m => Of(m, files?[m.Id].Select(f => new FileView(f.Id, f.Name, f.Type, f.Size, Url(f)))))];
    }

    /// <summary>A link that works without the visitor's key, because a browser sends none when somebody clicks.</summary>
    string Url(Attach.View file) => $"/chat/v1/files/{Uri.EscapeDataString(FetchFile.Seal(protection).Protect(file.Id.Value.ToString("N"), FetchFile.Lasts))}/{Uri.EscapeDataString(file.Name)}";
}

/// <summary>What customers know the house by.</summary>
/// <param name="Name">As customers see it.</param>
/// <param name="Secret">With which it signs who its customers are, if it does.</param>
public sealed record Shop(string Name, string? Secret = null)
{
    public static Shop From(IConfiguration settings)
    {
        var secret = settings[Signs] is { Length: > 0 } given ? given : null;
        if (secret is { Length: < ShortestSecret }) throw new WrongSetting($"{Signs} is too short: give {ShortestSecret} characters or more, the same here and at the shop, because shorter ones can be guessed.");
        return new(settings["RAPPORT_SHOP"] is { Length: > 0 } name ? name.Trim() : "Customer service", secret);
    }

    const string Signs = "RAPPORT_SHOP_SECRET";

    const int ShortestSecret = 32;
}
