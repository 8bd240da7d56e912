using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Rapport.Customers;
using Rapport.Foundation;

namespace Rapport.Memory.Erasing;

/// <summary>Blanks the words in the log, never the entry: that something happened and when stays true.</summary>
public sealed partial class BlankTheLog(RapportDb db) : IWhen<CustomerErased>
{
    const int AtATime = 500;

    /// <summary>Members that hold one of our own words and never anybody else's.</summary>
    static readonly HashSet<string> ours = new(StringComparer.Ordinal) { "channel", "kind", "step", "stage", "ending", "reason", "told_by", "because", "over", "behavior" };

    [GeneratedRegex(@"^([0-9a-f]{8}-[0-9a-f-]{27}|\d{4}-\d\d-\d\dT[\d:.]+Z)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex IdOrTime { get; }

    [GeneratedRegex("^[a-z]+(_[a-z]+)*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OneOfOurs { get; }

    public async Task Handle(CustomerErased fact, CancellationToken cancel)
    {
        var customer = fact.Customer.Value;
        var conversations = await db.Conversations.Where(c => c.CustomerId == fact.Customer).Select(c => c.Id.Value).ToListAsync(cancel);
        for (long last = 0; ;)
        {
            var entries = await db.Log.Where(e => e.Id > last && (e.Customer == customer || (e.Conversation != null && conversations.Contains(e.Conversation.Value)))).OrderBy(e => e.Id).Take(AtATime).ToListAsync(cancel);
            foreach (var entry in entries)
                if (Blank(entry.Data) is { } blanked && blanked != entry.Data) entry.Data = blanked;
            await db.SaveChangesAsync(cancel);
            if (entries.Count < AtATime) break;
            last = entries[^1].Id;
            db.ChangeTracker.Clear();
        }
        foreach (var number in await db.Conversations.Where(c => c.CustomerId == fact.Customer).Select(c => c.Number).ToListAsync(cancel))
        {
            var (itself, under) = ($"/api/v1/conversations/{number}", $"/api/v1/conversations/{number}/");
            await db.FirstAnswers.Where(a => a.Location == itself || (a.Location != null && a.Location.StartsWith(under))).ExecuteUpdateAsync(s => s.SetProperty(a => a.Body, (string?)null), cancel);
        }
        await db.DeclinedProposals.Where(d => db.Messages.Any(m => m.Id == d.MessageId && db.Conversations.Any(c => c.Id == m.ConversationId && c.CustomerId == fact.Customer))).ExecuteDeleteAsync(cancel);
        // Of these nothing tells whose they are; all that is lost is a repeated request's answer.
        await db.FirstAnswers.Where(a => a.Location == null || a.Location.StartsWith("/chat/") || a.Location.StartsWith("/attachments/") || a.Location.StartsWith("/api/v1/groups/")).ExecuteUpdateAsync(s => s.SetProperty(a => a.Body, (string?)null).SetProperty(a => a.Location, (string?)null), cancel);
        var about = $"/api/v1/customers/{customer}";
        await db.FirstAnswers.Where(a => a.Location != null && a.Location.StartsWith(about)).ExecuteUpdateAsync(s => s.SetProperty(a => a.Body, (string?)null), cancel);
    }

    static string? Blank(string data)
    {
        var node = JsonNode.Parse(data);
        Blank(node);
        return node?.ToJsonString(FactJson.Options);
    }

    static void Blank(JsonNode? node)
    {
        if (node is JsonObject members)
        {
            foreach (var (name, value) in members.ToList())
                if (Text(value) is not { } text) Blank(value);
                else if (!IdOrTime.IsMatch(text) && !(ours.Contains(name) && OneOfOurs.IsMatch(text))) members[name] = "";
        }
        else if (node is JsonArray items)
        {
            for (var i = 0; i < items.Count; i++)
                if (Text(items[i]) is not { } text) Blank(items[i]);
                else if (!IdOrTime.IsMatch(text)) items[i] = "";
        }
    }

    static string? Text(JsonNode? node) => node is JsonValue value && value.GetValueKind() is JsonValueKind.String ? value.GetValue<string>() : null;
}
