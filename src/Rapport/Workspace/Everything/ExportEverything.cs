using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Workspace.Everything;

/// <summary>All that the house has set up, in one: each thing is what must be done, what may be given, or both with how much of each.</summary>
public sealed class ExportEverything : IFeature
{
    public sealed record View(int Function, int Essence, int Both, IReadOnlyList<Item> Items)
    {
        public static View Of(IReadOnlyList<Item> items) => new(items.Count(i => i.Half is Side.Function), items.Count(i => i.Half is Side.Essence), items.Count(i => i.Half is Side.Both), items);
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/everything", async (RapportDb db, CancellationToken cancel) => Answer.Ok(View.Of(await Read(db, cancel)))).For(Who.Lead);
        app.MapGet("/roles/everything", async (RapportDb db, CancellationToken cancel) => Results.Text(string.Concat((await Read(db, cancel)).Select(i => JsonSerializer.Serialize(i, FactJson.Options) + "\n")), "application/x-ndjson")).For(Who.Lead);
    }

    public static async Task<IReadOnlyList<Item>> Read(RapportDb db, CancellationToken cancel) =>
    [
        .. await ItemsOfRoles.Read(db, cancel),
        .. await ItemsOfEssence.Read(db, cancel),
        Item.Function(null, "promise-kind", "promise", "something the desk said it will do by a time"),
        Item.Function(null, "promise-kind", "update", "to write how it stands, by a time that a waiting customer was told"),
        .. (await db.Mailboxes.AsNoTracking().OrderBy(m => m.Address).Select(m => new { m.Address, m.Name }).ToListAsync(cancel)).Select(m => Item.Function("mailboxes", "mailbox", m.Address, m.Name)),
        .. (await db.MailProviders.AsNoTracking().OrderBy(p => p.Key).Select(p => new { p.Key, p.Name }).ToListAsync(cancel)).Select(p => Item.Function("mail_providers", "mail-provider", p.Key, p.Name)),
    ];
}
