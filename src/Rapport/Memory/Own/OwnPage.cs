using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Rapport.Access;
using Rapport.Customers;
using Rapport.Customers.Merging;
using Rapport.Foundation;

namespace Rapport.Memory.Own;

/// <summary>A link with which a customer reaches their own page, without an account. The key in it cannot be guessed, runs out, and can be taken back.</summary>
public sealed class OwnPage : Entity
{
    const string Prefix = "c_";
    public static readonly Duration Lasts = Duration.FromDays(14), LastsInChat = Duration.FromHours(1);

    public OwnPageId Id { get; init; } = Ids.New<OwnPageId>();
    public required CustomerId CustomerId { get; init; }
    public required string TokenHash { get; init; }

    /// <summary>Nobody where the customer asked for it in the chat.</summary>
    public PersonId? MadeById { get; init; }

    public required Instant MadeAt { get; init; }
    public required Instant ExpiresAt { get; init; }
    public Instant? RevokedAt { get; set; }

    public static (OwnPage Page, string Key) For(CustomerId customer, PersonId? by, Instant at, Duration lasts)
    {
        var key = Secret.New(Prefix);
        var page = new OwnPage { CustomerId = customer, TokenHash = Secret.Hash(key), MadeById = by, MadeAt = at, ExpiresAt = at + lasts };
        page.Announce(new OwnPageMade(page.Id, customer, by));
        return (page, key);
    }
}

public static class OwnPages
{
    public static string Link(HttpContext http, string key) => $"{http.Request.Scheme}://{http.Request.Host}/mine/{key}";

    /// <summary>Whose page it is. From here on they act, and nothing of anybody else is reached.</summary>
    public static async Task<CustomerId> Owner(this RapportDb db, string key, Instant now, CancellationToken cancel)
    {
        var hash = Secret.Hash(key);
        var page = await db.OwnPages.Where(p => p.TokenHash == hash && p.RevokedAt == null && p.ExpiresAt > now).Select(p => new { p.CustomerId, InChat = p.MadeById == null }).SingleOrDefaultAsync(cancel)
            ?? throw Gone();
        if (page.InChat) await db.OnlyThisChat(page.CustomerId, cancel);
        if (await db.Whole(page.CustomerId, cancel) != page.CustomerId) throw Gone();
        var owner = page.CustomerId;
        db.Actor.Name = $"customer:{owner.Value}";
        return owner;
    }

    static Refusal Gone() => new("This link has run out or was taken back. Ask for a new one in the chat, or anybody at our desk.", "link-gone", 404);

    /// <summary>What was shown by a link to one of two is not what the other's would show: whoever is put together with somebody, or taken apart, gets a new one.</summary>
    public static async Task TakeBackLinks(this RapportDb db, CustomerId[] customers, Instant now, CancellationToken cancel)
    {
        foreach (var customer in customers)
            if (await db.OwnPages.Where(p => p.CustomerId == customer && p.RevokedAt == null).ExecuteUpdateAsync(s => s.SetProperty(p => p.RevokedAt, (Instant?)now), cancel) > 0) db.Record(new OwnPagesRevoked(customer));
    }

    /// <summary>The key of a chat opens one conversation, and a browser may be shared: where a customer has more than that, or was put together with another, the desk gives the link.</summary>
    public static async Task OnlyThisChat(this RapportDb db, CustomerId customer, CancellationToken cancel) =>
        Refusal.If(await db.Conversations.CountAsync(c => c.CustomerId == customer, cancel) > 1 || await db.Merges.AnyAsync(m => m.UndoneAt == null && (m.FromId == customer || m.IntoId == customer), cancel), "There is more about you here than this chat. Ask anybody at our desk for the link to your page.", "ask-the-desk");

    /// <summary>The address holds the key: it goes into no cache and to no other site.</summary>
    public static void KeepPrivate(HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        http.Response.Headers["X-Robots-Tag"] = "noindex";
    }
}

sealed class OwnPageTable : IEntityTypeConfiguration<OwnPage>
{
    public void Configure(EntityTypeBuilder<OwnPage> builder) => builder.Property(p => p.CustomerId).StaysWhenMerged("opens the page of whom it was made for, and is taken back");
}
