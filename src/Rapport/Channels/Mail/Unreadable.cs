using System.Text;
using Microsoft.EntityFrameworkCore;
using Rapport.Customers;
using Rapport.Desk;
using Rapport.Foundation;

namespace Rapport.Channels.Mail;

/// <summary>What could not be read is set before a person: a conversation like any other, with the letter as it came.</summary>
static class Unreadable
{
    public const string Subject = "Could not read this letter";
    const int Glanced = 64 * 1024;

    public static async Task SetBeforeAPerson(this RapportDb db, Letter letter, string why, FileStore files, TimeProvider time, CancellationToken cancel, Reading? top = null)
    {
        if (letter.ConversationId is { } before)
        {
            var again = await db.Conversations.SingleAsync(c => c.Id == before, cancel);
            letter.GiveUp(why, again, null);
            return;
        }
        var head = await Glance(db, letter, files, cancel);
        var from = (top?.From ?? []).Select(p => Correspondent.Of(p.Name, p.Address)).FirstOrDefault(p => p.HasAddress);
        var address = from?.Address ?? AddressIn(Field(head, "From")) ?? letter.EnvelopeFrom;
        var customer = await db.Meet(address is null ? new("Unknown sender", null, null) : new(from is { Name.Length: > 0 } ? from.Name : null, address, null), time, cancel);
        var subject = Clean.Line(top?.Subject ?? Field(head, "Subject"), 200);
        var body = $"{Subject}: {why}.{(subject.Length > 0 ? $"\n\nIt says it is about: {subject}" : "")}\n\nThe letter is attached as it came. After an upgrade it can be read again, in the letter book.";
        var (conversation, message) = await OpenConversation.Open(db, Channel.Mail, customer, Subject, body, letter.ReceivedAt, cancel);
        db.Add(new Attachment { ConversationId = conversation.Id, MessageId = message.Id, Name = "letter.eml", Type = Sniff.Unknown, Size = letter.Size, Sha256 = letter.Sha256, At = time.Now() });
        letter.GiveUp(why, conversation, message);
    }

    static async Task<string> Glance(RapportDb db, Letter letter, FileStore files, CancellationToken cancel)
    {
        await using var raw = await files.Open(db, letter.Sha256, cancel);
        if (raw is null) return "";
        var start = new byte[Glanced];
        var read = await raw.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancel);
        return Encoding.Latin1.GetString(start, 0, read);
    }

    /// <summary>One field of a head, with the lines that go on with it.</summary>
    static string? Field(string head, string name)
    {
        StringBuilder? field = null;
        foreach (var line in head.Split('\n').Select(l => l.TrimEnd('\r')))
        {
            if (line.Length == 0) break;
            if (field is not null && (line[0] is ' ' or '\t')) field.Append(line);
            else if (field is not null) break;
            else if (line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase)) field = new(line[(name.Length + 1)..]);
        }
        return field?.ToString();
    }

    static string? AddressIn(string? field) =>
        field?.Split([' ', '\t', '<', '>', ',', ';', '"', '(', ')'], 200, StringSplitOptions.RemoveEmptyEntries).Select(word => Correspondent.Of(null, word)).FirstOrDefault(c => c.HasAddress)?.Address;
}
