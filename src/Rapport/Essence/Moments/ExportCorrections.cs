using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Desk;
using Rapport.Foundation;
using Rapport.Language;
using Rapport.Proposing;

namespace Rapport.Essence.Moments;

/// <summary>
/// What people said it was not, one example a line in the trainer's own form, so that <c>language train --corrections FILE</c> can learn from it.
/// Nobody is named: not in a field, not in the text as far as the program knows names, and the order says nothing about when or by whom.
/// </summary>
public sealed class ExportCorrections : IFeature
{
    static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/api/v1/corrections", Handle).For(Who.Admin).Produces<string>(contentType: "application/jsonl");

    static async Task<IResult> Handle(RapportDb db, Recognizer reader, CancellationToken cancel) => Results.Text(string.Concat((await Lines(db, reader, cancel)).Select(l => l + "\n")), "application/jsonl", Encoding.UTF8);

    static async Task<IReadOnlyList<string>> Lines(RapportDb db, Recognizer reader, CancellationToken cancel)
    {
        var corrected = await (from c in db.Corrections.AsNoTracking() join m in db.Messages on c.MessageId equals m.Id select new { c.Proposed, c.Meant, Message = m }).ToListAsync(cancel);
        var conversations = corrected.Select(c => c.Message.ConversationId).Distinct().ToList();
        var threads = (await db.Messages.AsNoTracking().Where(m => conversations.Contains(m.ConversationId)).OrderBy(m => m.Position).ToListAsync(cancel)).ToLookup(m => m.ConversationId);
        var customers = await (from c in db.Conversations join customer in db.Customers on c.CustomerId equals customer.Id where conversations.Contains(c.Id) select new { c.Id, customer.Name }).ToDictionaryAsync(c => c.Id, c => c.Name, cancel);
        var people = await db.People.AsNoTracking().Select(p => p.Name + " " + p.Persona).ToListAsync(cancel);
        var remembered = (await (from c in db.Conversations join r in db.Remembered on c.CustomerId equals r.CustomerId where conversations.Contains(c.Id) select new { c.Id, r.Text }).ToListAsync(cancel)).ToLookup(r => r.Id, r => r.Text);
        var told = conversations.ToDictionary(c => c, c => remembered[c].Concat(Found(reader, [.. threads[c]])).SelectMany(NamesTold.In).Distinct(StringComparer.OrdinalIgnoreCase).ToList());
        return [.. corrected.GroupBy(c => c.Message.Id).Select(g =>
        {
            var message = g.First().Message;
            var names = new Names([.. people, customers[message.ConversationId], .. threads[message.ConversationId].Select(m => m.Author), .. told[message.ConversationId]]);
            var (context, text) = (names.Hide(Proposals.Context(threads[message.ConversationId], message)).Text, names.Hide(message.Body).Text);
            var (meant, near) = (g.Select(c => c.Meant).OfType<BehaviorKind>().Distinct().ToList(), g.Select(c => c.Proposed).ToList());
            // Of the other behaviors nobody has said anything, so nothing may be learned of them.
            var disputed = BehaviorKinds.All.Except(meant).Except(near);
            var id = "correction-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(context + "\n" + text)).AsSpan(0, 6));
            return (id, line: JsonSerializer.Serialize(new { id, source = "correction", context, text, labels = meant.Select(k => k.Key()), near = near.Select(k => k.Key()), disputed = disputed.Select(k => k.Key()) }, Json));
        }).OrderBy(e => e.id, StringComparer.Ordinal).Select(e => e.line)];
    }

    /// <summary>What the customer mentioned of themselves, theirs and where: the reader finds it, and it is in no field.</summary>
    static IEnumerable<string> Found(Recognizer reader, IReadOnlyList<Message> thread) =>
        thread.Where(m => m.From is MessageFrom.Customer).SelectMany(m => reader.ReadCustomer(m.Body, "").Facts).Select(f => f.Span);
}
