using System.ComponentModel.DataAnnotations.Schema;
using NodaTime;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Channels.Mail.SigningIn;

/// <summary>A mail provider at which one signs in (OAuth 2.0) in place of giving a password. Where its doors are is data, like who the house is to it.</summary>
public sealed class Provider : Entity
{
    /// <summary>A server of the provider's.</summary>
    public sealed record Server(string Host, int Port, string Secure);

    public required string Key { get; init; }
    public required string Name { get; set; }
    public required string AuthorizeUrl { get; set; }
    public required string TokenUrl { get; set; }

    /// <summary>With blanks between.</summary>
    public required string Scopes { get; set; }

    /// <summary>What else the provider wants to be asked with, as in a query.</summary>
    public required string Extra { get; set; }

    public required string ReceivingText { get; set; }
    public required string SendingText { get; set; }

    /// <summary>How one comes by a client ID there, in words.</summary>
    public required string Help { get; set; }

    public string? ClientId { get; private set; }

    /// <summary>Sealed.</summary>
    public string? ClientSecret { get; private set; }

    [NotMapped] public Server Receiving => Written.Read<Server>(ReceivingText)!;
    [NotMapped] public Server Sending => Written.Read<Server>(SendingText)!;
    [NotMapped] public bool IsSetUp => ClientId is { Length: > 0 };

    public void Introduce(string clientId, string? sealedSecret)
    {
        (ClientId, ClientSecret) = (clientId.Trim(), sealedSecret);
        Announce(new MailProviderSetUp(Key));
    }
}

public sealed record MailProviderSetUp(string Provider) : IFact
{
    public Subjects About => default;
    public IEnumerable<string> Topics => ["mail"];
}

/// <summary>Somebody is on their way to a provider to sign in, and comes back with what only they can have got there.</summary>
public sealed class MailSignIn
{
    public static readonly Duration Lasts = Duration.FromMinutes(10);

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required string Provider { get; init; }
    public required string Address { get; init; }
    public required string Name { get; init; }
    public required string StateHash { get; init; }

    /// <summary>Sealed: the secret whose hash the provider was shown (PKCE).</summary>
    public required string Verifier { get; init; }

    /// <summary>The address to which the provider sends them back, which it wants to hear again.</summary>
    public required string BackTo { get; init; }

    public required PersonId BegunById { get; init; }
    public required Instant BegunAt { get; init; }
    public Instant? UsedAt { get; set; }
}
