using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Rapport.Foundation;

namespace Rapport.Access;

/// <summary>Secrets that are shown once and kept only as a hash. They are long and random, so a fast hash is enough.</summary>
public static class Secret
{
    public static string New(string prefix) => prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));

    public static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}

public readonly record struct ApiTokenId(Guid Value) : IId<ApiTokenId>
{
    public static ApiTokenId From(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? _, out ApiTokenId id) => Ids.TryParse(text, out id);
}

public sealed record ApiTokenMade(ApiTokenId Token, PersonId Who, string Name, string Scopes) : IFact
{
    public Subjects About => new(Person: Who.Value);
    public IEnumerable<string> Topics => ["people"];
}

public sealed record ApiTokenRevoked(ApiTokenId Token, PersonId Who, string Name) : IFact
{
    public Subjects About => new(Person: Who.Value);
    public IEnumerable<string> Topics => ["people"];
}

/// <summary>A key with which a program acts as a person, within its scopes, until it is revoked.</summary>
public sealed class ApiToken : Entity
{
    public static readonly string[] AllScopes = ["read", "write", "admin"];

    public ApiTokenId Id { get; init; } = Ids.New<ApiTokenId>();
    public required string TokenHash { get; init; }
    public required string Name { get; init; }
    public required PersonId PersonId { get; init; }

    /// <summary>Any of <c>read</c>, <c>write</c>, <c>admin</c>, with blanks between.</summary>
    public required string Scopes { get; init; }

    public Instant CreatedAt { get; init; }
    public Instant? RevokedAt { get; private set; }

    public static ApiToken For(PersonId person, string name, IEnumerable<string> scopes, string secret, Instant at)
    {
        var token = new ApiToken { TokenHash = Secret.Hash(secret), Name = name.Trim(), PersonId = person, Scopes = string.Join(' ', scopes.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)), CreatedAt = at };
        token.Announce(new ApiTokenMade(token.Id, person, token.Name, token.Scopes));
        return token;
    }

    public void Revoke(Instant at)
    {
        if (RevokedAt is not null) return;
        RevokedAt = at;
        Announce(new ApiTokenRevoked(Id, PersonId, Name));
    }
}

/// <summary>The key that a customer's browser keeps, so that their chat goes on after a reload.</summary>
public sealed class VisitorToken
{
    public const string Prefix = "v_";

    public required string TokenHash { get; init; }
    public required Guid Customer { get; init; }
    public required Instant CreatedAt { get; init; }
}

public sealed record PersonInvited(string Email, Role Role) : IFact
{
    public Subjects About => default;
    public IEnumerable<string> Topics => ["people"];
}

/// <summary>A link with which one person may join, or choose a new password. It works once, for a week.</summary>
public sealed class Invitation : Entity
{
    public static readonly Duration Lasts = Duration.FromDays(7);

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required string TokenHash { get; init; }
    public required string Email { get; init; }
    public required Role Role { get; init; }
    public required PersonId InvitedBy { get; init; }
    public required Instant ExpiresAt { get; init; }
    public Instant? AcceptedAt { get; private set; }

    public static Invitation To(string email, Role role, PersonId by, string secret, Instant at)
    {
        var invitation = new Invitation { TokenHash = Secret.Hash(secret), Email = Person.Normal(email), Role = role, InvitedBy = by, ExpiresAt = at + Lasts };
        invitation.Announce(new PersonInvited(invitation.Email, role));
        return invitation;
    }

    /// <summary>Whoever is here already keeps their name, their role and their history, and has a new password.</summary>
    public Person Accept(Person? here, string? name, string? persona, string passwordHash, Instant at)
    {
        Refusal.If(AcceptedAt is not null || ExpiresAt <= at, "This invitation has been used or has run out. Ask for a new one.");
        AcceptedAt = at;
        if (here is not null)
        {
            here.ReplacePassword(passwordHash, InvitedBy);
            return here;
        }
        var joined = Person.Join(name!, persona, Email, Role, at);
        joined.SetPassword(passwordHash);
        return joined;
    }
}

public static class EndingKeys
{
    public static async Task RevokeTokens(this RapportDb db, PersonId person, Instant at, CancellationToken cancel)
    {
        foreach (var token in await db.ApiTokens.Where(t => t.PersonId == person && t.RevokedAt == null).ToListAsync(cancel)) token.Revoke(at);
    }

    /// <summary>A link that still lies in a mailbox would open what has been closed since.</summary>
    public static Task TakeBackInvitations(this RapportDb db, string email, CancellationToken cancel) =>
        db.Invitations.Where(i => i.Email == email && i.AcceptedAt == null).ExecuteDeleteAsync(cancel);
}

sealed class VisitorTokenTable : IEntityTypeConfiguration<VisitorToken>
{
    public void Configure(EntityTypeBuilder<VisitorToken> builder) => builder.HasKey(t => t.TokenHash);
}
