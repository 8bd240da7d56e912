using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Desk;

/// <summary>What happened to a conversation, read from the log, as sentences for the thread.</summary>
static class Happenings
{
    const int Most = 60;

    static readonly string[] Told = [.. new[] { typeof(OwnerTaken), typeof(OwnerGone), typeof(ConversationResolved), typeof(ConversationReopened), typeof(PromiseMade), typeof(PromiseMoved), typeof(PromiseKept), typeof(PromiseTakenBack), typeof(PromiseBroken), typeof(ContactTypeChosen), typeof(StepCompleted) }.Concat(Sentences).Select(FactJson.Kind)];

    static IEnumerable<Type> Sentences => typeof(Happenings).Assembly.GetTypes().Where(t => t.IsAssignableTo(typeof(IToldInThread)) && !t.IsInterface);

    public static async Task<List<ThreadItem.Happened>> Of(RapportDb db, ConversationId conversation, CancellationToken cancel)
    {
        var entries = await db.Log.AsNoTracking().Where(e => e.Conversation == conversation.Value && Told.Contains(e.Kind)).OrderByDescending(e => e.Id).Take(Most).ToListAsync(cancel);
        var names = await db.Names(cancel);
        return [.. entries.Select(e => new ThreadItem.Happened(Sentence(e, e.Person is { } p ? names.GetValueOrDefault(new(p))?.Name ?? "Somebody" : "Somebody"), e.At)).Reverse()];
    }

    static string Sentence(LogEntry entry, string who) => entry.Kind switch
    {
        "owner_taken" => $"{who} took this conversation",
        "owner_gone" => $"{who} left, so nobody has it",
        "conversation_resolved" => $"{who} resolved it",
        "conversation_reopened" => "It opened again",
        "promise_made" => $"{who} made a promise",
        "promise_moved" => $"{who} moved a promise to another time",
        "promise_kept" => $"{who} kept a promise",
        "promise_taken_back" => $"{who} took a promise back: it was a mistake",
        "promise_broken" => "A promise was not kept in time",
        "contact_type_chosen" => $"This is about: {Text(entry, "name")}",
        "step_completed" => Text(entry, "skipped_because") is { Length: > 0 } why ? $"{who} skipped “{Text(entry, "name")}”: {why}" : $"{who} did “{Text(entry, "name")}”",
        _ => Text(entry, "sentence"),
    };

    static string Text(LogEntry entry, string field)
    {
        using var data = JsonDocument.Parse(entry.Data);
        return data.RootElement.TryGetProperty(field, out var value) ? value.GetString() ?? "" : "";
    }
}
