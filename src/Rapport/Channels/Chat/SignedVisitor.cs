using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NodaTime;
using Rapport.Access;
using Rapport.Customers;
using Rapport.Foundation;

namespace Rapport.Channels.Chat;

/// <summary>
/// A shop that knows its customer, because they signed in there, says so and signs it with the secret that it shares with the desk.
/// That is proof, where an address that a visitor types is none: the matter that they begin is that customer's.
/// </summary>
public sealed class SignedVisitor : IFeature
{
    /// <summary>A signature that somebody finds later in a page that was kept opens nothing.</summary>
    static readonly Duration Longest = Duration.FromHours(24);

    /// <param name="Email">Who it is.</param>
    /// <param name="Signature">Until when it holds, in seconds since 1970, a dot, and the signature of both in hexadecimal digits.</param>
    public sealed record Request(string? Email, string? Signature);

    public static void Map(IEndpointRouteBuilder app) => app.MapPut("/chat/v1/visit/signature", Handle).For(Who.Customer);

    static async Task<NoContent> Handle(Request request, Visitor me, RapportDb db, Shop shop, TimeProvider time, CancellationToken cancel)
    {
        new Check().Text("email", request.Email, Address.Longest).Email("email", request.Email).Text("signature", request.Signature, 200).Done();
        var normal = Address.NormalOf(AddressKind.Email, request.Email!);
        if (!Holds(shop, normal, request.Signature!, time.Now())) throw new Refusal("This signature does not hold: it is not the shop's, or its time is over.", "bad-signature", 403);
        var visit = await db.VisitToChange(me, cancel);
        // What was begun before stays where it is; whoever it is of, the desk can say so.
        if (visit.ConversationId is null) visit.SignedAs = normal;
        db.Touch(visit.Topic);
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static bool Holds(Shop shop, string email, string signature, Instant now)
    {
        if (shop.Secret is null || signature.Split('.') is not [var until, var given] || !long.TryParse(until, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)) return false;
        if (seconds <= now.ToUnixTimeSeconds() || seconds > (now + Longest).ToUnixTimeSeconds()) return false;
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Sign(shop.Secret, email, seconds)), Encoding.ASCII.GetBytes(given.ToLowerInvariant()));
    }

    /// <summary>As the shop's own program makes it.</summary>
    public static string Sign(string secret, string email, long until) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{until} {Address.NormalOf(AddressKind.Email, email)}"))));
}
