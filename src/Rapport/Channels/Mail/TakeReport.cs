using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Desk;

namespace Rapport.Channels.Mail;

/// <summary>A server reports what became of an answer (RFC 3464). It lands on that answer, and whoever wrote it is told.</summary>
public sealed class TakeReport(RapportDb db)
{
    public async Task<bool> Takes(Letter letter, ReadLetter read, Instant now, CancellationToken cancel)
    {
        if (read.Report is not { } report || !Manners.IsReport(read, letter is { CameBy: CameBy.Smtp or CameBy.Lmtp, EnvelopeFrom: null })) return false;
        string[] ids = [ReadLetter.Id(report.OriginalMessageId), .. read.Links];
        var answer = await db.OutgoingLetters.Where(o => ids.Contains(o.InternetId)).OrderByDescending(o => o.Id).FirstOrDefaultAsync(cancel);
        if (answer is null) return false;
        var number = await db.Conversations.Where(c => c.Id == answer.ConversationId).Select(c => c.Number).SingleAsync(cancel);
        var conversation = await db.ToChange(number, cancel);
        var words = Clean.Line(report.Diagnostic is { Length: > 0 } said ? said : report.Status is { Length: > 0 } status ? $"status {status}" : "no reason given", 500);
        switch (report.Action?.Trim().ToLowerInvariant())
        {
            case "failed" when report.Recipient is { } other && Correspondent.Of(null, other) is { HasAddress: true } copy && copy.Address != answer.Recipient:
                answer.Remark($"{copy.Address} did not get it: {words}");
                letter.SetAside($"A report: somebody in copy did not get an answer ({words}).", conversation.Id);
                break;
            case "failed":
                answer.Bounce(report.Status, words, conversation, now);
                if (answer.MessageId is not null) await db.ReopenIfResolved(conversation, now, cancel);
                letter.SetAside($"A report: an answer did not arrive ({words}).", conversation.Id);
                break;
            case "delayed":
                answer.Remark($"on its way, and slow: {words}");
                letter.SetAside($"A report: an answer is on its way, and slow ({words}).", conversation.Id);
                break;
            default:
                letter.SetAside($"A report about an answer: {report.Action}.", conversation.Id);
                break;
        }
        db.Touch($"conversation:{number}");
        db.Touch("mail");
        return true;
    }
}
