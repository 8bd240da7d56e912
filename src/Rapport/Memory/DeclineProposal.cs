using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Desk;
using Rapport.Foundation;

namespace Rapport.Memory;

/// <summary>Not worth remembering, or not ours to: the same words of the same message are not proposed again. Nobody is named.</summary>
public sealed class DeclineProposal : IFeature
{
    public sealed record Request(Guid? Message, string? Proposal);

    public static void Map(IEndpointRouteBuilder app) => app.MapPost("/desk/{number:long}/memories/declined", Handle).For(Who.Agent);

    static async Task<Answer> Handle(long number, Request request, RapportDb db, CancellationToken cancel)
    {
        new Check().That(request.Message is not null, "message", "“message” is missing. Say in which message it was said.").That(request.Proposal is not null && IsKey(request.Proposal), "proposal", "“proposal” must be the key of a proposal.").Done();
        var conversation = await db.ToRead(number, cancel);
        var message = new MessageId(request.Message!.Value);
        if (!await db.Messages.AnyAsync(m => m.Id == message && m.ConversationId == conversation.Id, cancel)) throw new NotFound("message in this conversation");
        await db.TakeUp(message, request.Proposal!, cancel);
        db.Touch($"customer:{conversation.CustomerId.Value}");
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    public static bool IsKey(string? key) => key is null || (key.Length == SaidFact.KeyLength && key.All(char.IsAsciiHexDigitLower));
}

public static class TakingUp
{
    const int ForProposals = 5302;

    /// <summary>Kept, in whatever words, or declined: either way it is proposed no more.</summary>
    public static async Task TakeUp(this RapportDb db, MessageId message, string proposal, CancellationToken cancel)
    {
        await db.Alone(ForProposals, message.Value, cancel);
        if (!await db.DeclinedProposals.AnyAsync(d => d.MessageId == message && d.Proposal == proposal, cancel)) db.Add(new DeclinedProposal { MessageId = message, Proposal = proposal });
    }

    /// <summary>What this was kept from still says it, and is not to be believed any more.</summary>
    public static async Task TakeBack(this RapportDb db, Remembered fact, CancellationToken cancel)
    {
        if (fact.SourceMessageId is not { } message) return;
        await db.Database.ExecuteSqlAsync($"INSERT INTO declined_proposals (message_id, proposal) VALUES ({db.Raw(message.Value)}, {DeclinedProposal.TakenBack}) ON CONFLICT DO NOTHING", cancel);
    }
}
