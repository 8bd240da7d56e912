using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Desk;
using Rapport.Language;

namespace Rapport.Proposing;

/// <summary>Who reads for proposals: this program, or the language model that whoever installs it has named.</summary>
public static class ProposingParts
{
    public static IServiceCollection AddProposing(this IServiceCollection services, IConfiguration settings, NobodysBusiness nobodys)
    {
        services.AddSingleton(_ => Recognizer.Load()).AddSingleton<ReadHere>();
        if (ModelSettings.From(settings) is not { } model) return services.AddSingleton<IReadMessages>(s => s.GetRequiredService<ReadHere>());
        return services.AddSingleton(_ => new ModelCalls(model))
            .AddSingleton(s => new ReadByModel(s.GetRequiredService<Recognizer>(), s.GetRequiredService<ModelCalls>(), nobodys))
            .AddSingleton<ModelOrHere>().AddSingleton<IReadMessages>(s => s.GetRequiredService<ModelOrHere>());
    }

    /// <summary>Everybody whose name may stand in a conversation: the customer, whoever wrote in it, and whoever works here.</summary>
    public static async Task<Names> NamesAround(this RapportDb db, ConversationId conversation, CancellationToken cancel)
    {
        var customers = await (from c in db.Conversations join customer in db.Customers on c.CustomerId equals customer.Id where c.Id == conversation select customer.Name).ToListAsync(cancel);
        var authors = await db.Messages.Where(m => m.ConversationId == conversation).Select(m => m.Author).Distinct().ToListAsync(cancel);
        return new([.. customers, .. authors, .. (await db.Names(cancel)).Values.SelectMany(p => new[] { p.Name, p.Persona })]);
    }
}
