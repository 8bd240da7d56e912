using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Rapport.Foundation;

/// <summary>Keeps the keys that protect sessions in the database, so that every node can read every session.</summary>
public sealed class KeyRing(IServiceScopeFactory scopes, Writes writes) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var scope = scopes.CreateScope();
        return [.. scope.ServiceProvider.GetRequiredService<FoundationDb>().Keys.AsNoTracking().Select(k => k.Xml).AsEnumerable().Select(XElement.Parse)];
    }

    public void StoreElement(XElement element, string friendlyName) =>
        Task.Run(async () =>
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<FoundationDb>();
            await writes.Do(db, async () =>
            {
                db.Add(new StoredKey { Id = friendlyName, Xml = element.ToString(SaveOptions.DisableFormatting) });
                await db.SaveChangesAsync();
            });
        }).GetAwaiter().GetResult();
}
