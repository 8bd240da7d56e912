using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Desk;

namespace Rapport.Handovers;

/// <summary>Help that ends because of something else.</summary>
static class Helping
{
    /// <summary>Who helped has it now.</summary>
    public static Task EndHelpOf(this RapportDb db, Conversation conversation, Person helper, Instant at, CancellationToken cancel) =>
        db.EndHelp(conversation, db.Assists.Where(a => a.HelperId == helper.Id), "took_over", $"{helper.Name}, who helped, has it now", at, cancel);

    /// <summary>What is resolved needs no help.</summary>
    public static Task EndHelpIn(this RapportDb db, Conversation conversation, Instant at, CancellationToken cancel) =>
        db.EndHelp(conversation, db.Assists, "resolved", "It is resolved, so nobody needs to help any more", at, cancel);

    /// <summary>Somebody who helped has left the house for good.</summary>
    public static async Task EndHelpOf(this RapportDb db, PersonId gone, Instant at, CancellationToken cancel)
    {
        var name = await db.People.Where(p => p.Id == gone).Select(p => p.Name).SingleAsync(cancel);
        foreach (var number in await db.Assists.Where(a => a.HelperId == gone && a.EndedAt == null).OrderBy(a => a.Number).Select(a => a.Number).ToListAsync(cancel))
            await db.EndHelp(await db.ToChange(number, cancel), db.Assists.Where(a => a.HelperId == gone), "gone", $"{name}, who helped, has left", at, cancel);
    }

    static async Task EndHelp(this RapportDb db, Conversation conversation, IQueryable<Assist> which, string how, string words, Instant at, CancellationToken cancel)
    {
        foreach (var assist in await which.Where(a => a.ConversationId == conversation.Id && a.EndedAt == null).ToListAsync(cancel)) assist.EndByItself(conversation, how, words, at);
    }
}
