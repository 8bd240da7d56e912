using System.Text.RegularExpressions;
using NodaTime;

namespace Rapport.Channels.Mail;

/// <summary>Which letters no person wrote, so that none of them is answered by a machine (RFC 3834), and none starts a customer's clock.</summary>
public static partial class Manners
{
    static readonly string[] MachineNames = ["mailer-daemon", "postmaster", "noreply", "no-reply", "no_reply", "donotreply", "do-not-reply", "bounce", "bounces"];

    /// <summary>What says so, in words; null for a letter of a person.</summary>
    public static string? Of(ReadLetter read, string? envelopeFrom, bool emptyEnvelope)
    {
        string Header(string name) => read.Headers.GetValueOrDefault(name, "").Trim();
        bool Says(string name, params string[] values) => values.Any(v => Header(name).StartsWith(v, StringComparison.OrdinalIgnoreCase));

        if (IsReport(read, emptyEnvelope)) return "a report about delivery";
        if (Says("auto-submitted", "auto-replied")) return "an automatic reply";
        if (Header("auto-submitted") is { Length: > 0 } auto && !auto.StartsWith("no", StringComparison.OrdinalIgnoreCase)) return "sent by a machine";
        if (Header("x-autorespond").Length > 0) return "an automatic reply";
        if (Header("x-autoreply") is { Length: > 0 } reply && !reply.Equals("no", StringComparison.OrdinalIgnoreCase)) return "an automatic reply";
        if (Says("precedence", "auto_reply")) return "an automatic reply";
        if (Says("precedence", "bulk", "junk", "list")) return "sent to many";
        if (Header("list-id").Length > 0) return "from a mailing list";
        if (Header("list-unsubscribe").Length > 0) return "sent to many";
        if (Says("x-auto-response-suppress", "all", "oof", "autoreply", "dr,", "rn,")) return "sent by a machine";
        if (Header("x-loop").Length > 0) return "in a loop";
        if (emptyEnvelope || Header("return-path") == "<>") return "sent by a machine";
        var name = (read.Sender.HasAddress ? read.Sender.Address : envelopeFrom ?? "").Split('@')[0];
        return MachineNames.Contains(name, StringComparer.Ordinal) ? "sent by a machine" : null;
    }

    /// <summary>A server's own, and not a customer who sends one along.</summary>
    public static bool IsReport(ReadLetter read, bool emptyEnvelope) => read.Report is not null
        && (emptyEnvelope || read.Headers.GetValueOrDefault("return-path", "").Trim() == "<>" || read.Sender.Address.Split('@')[0] is "mailer-daemon" or "postmaster"
            || read.Headers.GetValueOrDefault("content-type", "").TrimStart().StartsWith("multipart/report", StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex(@"\([^()]*\)", RegexOptions.None, 1000)]
    private static partial Regex Comment { get; }

    /// <summary>What the house's own server says against a sender (RFC 8601). Only the line nearest to it under its own name counts: the others came with the letter.</summary>
    public static string? Doubt(ReadLetter read, string ownServer)
    {
        var own = read.SaidByServers.Select(line => Comment.Replace(line, " ").Split(';', StringSplitOptions.TrimEntries)).FirstOrDefault(parts => parts[0].Split(' ')[0].Equals(ownServer, StringComparison.OrdinalIgnoreCase));
        var fails = own?.Skip(1).Any(result => result.Replace(" ", "", StringComparison.Ordinal).StartsWith("dmarc=fail", StringComparison.OrdinalIgnoreCase)) is true;
        return fails ? $"our mail server found that this was not sent by {(read.Sender.HasAddress ? read.Sender.Address[(read.Sender.Address.LastIndexOf('@') + 1)..] : "whom it names")} (DMARC). Somebody else may have written it." : null;
    }

    static readonly Duration Fresh = Duration.FromHours(24), FreshDate = Duration.FromDays(3);

    /// <summary>Fetched long after it was sent: what is old or brought in sets nothing going.</summary>
    public static bool IsOld(Letter letter, Instant now) => letter.ReceivedAt < now - Fresh || letter.SentAt < now - FreshDate;
}
