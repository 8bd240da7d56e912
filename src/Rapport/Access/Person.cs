using Microsoft.EntityFrameworkCore;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using NodaTime;
using Rapport.Foundation;

namespace Rapport.Access;

public readonly record struct PersonId(Guid Value) : IId<PersonId>
{
    public static PersonId From(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? _, out PersonId id) => Ids.TryParse(text, out id);
}

/// <summary>What somebody may do here; each may do what those before may.</summary>
public enum Role { Agent, Lead, Admin }

public sealed record PersonJoined(PersonId Who, string Name, Role Role) : IFact
{
    public Subjects About => new(Person: Who.Value);
    public IEnumerable<string> Topics => ["people"];
}

public sealed record RoleChanged(PersonId Who, Role From, Role To) : IFact
{
    public Subjects About => new(Person: Who.Value);
    public IEnumerable<string> Topics => ["people", $"person:{Who.Value}"];
}

public sealed record PersonLeft(PersonId Who) : IFact
{
    public Subjects About => new(Person: Who.Value);
    public IEnumerable<string> Topics => ["people", $"person:{Who.Value}"];
}

public sealed record PersonReturned(PersonId Who) : IFact
{
    public Subjects About => new(Person: Who.Value);
    public IEnumerable<string> Topics => ["people", $"person:{Who.Value}"];
}

public sealed record SignedIn(PersonId Who) : IFact
{
    public Subjects About => new(Person: Who.Value);
}

public sealed record SignedOut(PersonId Who) : IFact
{
    public Subjects About => new(Person: Who.Value);
    public IEnumerable<string> Topics => ["people", $"person:{Who.Value}"];
}

/// <param name="Who">Whose password it is.</param>
/// <param name="LinkBy">Who made the link, where it was set by one.</param>
public sealed record PasswordReplaced(PersonId Who, PersonId? LinkBy) : IFact
{
    public Subjects About => new(Person: Who.Value);
    public IEnumerable<string> Topics => ["people", $"person:{Who.Value}"];
}

public sealed record SignInRefused(PersonId? Who, string Reason) : IFact
{
    public Subjects About => new(Person: Who?.Value);
}

/// <summary>Somebody who works here. Customers know them by their persona alone.</summary>
public sealed class Person : Entity
{
    static readonly PasswordHasher<Person> Hasher = new();

    public PersonId Id { get; init; } = Ids.New<PersonId>();
    public required string Name { get; set; }

    /// <summary>The first name or alias that customers see.</summary>
    public required string Persona { get; set; }

    /// <summary>In lower case.</summary>
    public required string Email { get; init; }

    public Role Role { get; private set; }
    public string? PasswordHash { get; private set; }

    /// <summary>Nobody signs in here: the account is a program's, or somebody's who has not come yet.</summary>
    public bool IsProgram => PasswordHash is null;

    /// <summary>Changes with the password and the role, and when somebody signs out, which ends every session begun before.</summary>
    public string Stamp { get; private set; } = NewStamp();

    public bool Active { get; private set; } = true;
    public Instant JoinedAt { get; init; }

    public static Person Join(string name, string? persona, string email, Role role, Instant at)
    {
        var person = new Person { Name = name.Trim(), Persona = string.IsNullOrWhiteSpace(persona) ? name.Trim().Split(' ')[0] : persona.Trim(), Email = Normal(email), Role = role, JoinedAt = at };
        person.Announce(new PersonJoined(person.Id, person.Name, role));
        return person;
    }

    public static string Normal(string email) => email.Trim().ToLowerInvariant();

    /// <summary>Slow on purpose; call it outside a unit of work.</summary>
    public static string Hash(string password) => Hasher.HashPassword(null!, password);

    /// <summary>Slow on purpose; call it outside a unit of work.</summary>
    public bool Knows(string password) =>
        PasswordHash is not null && Hasher.VerifyHashedPassword(this, PasswordHash, password) is not PasswordVerificationResult.Failed;

    /// <summary>Of somebody who joins.</summary>
    public void SetPassword(string hash)
    {
        PasswordHash = hash;
        Stamp = NewStamp();
    }

    /// <summary>Of somebody who is here: whoever is signed in as them is signed out.</summary>
    public void ReplacePassword(string hash, PersonId? linkBy = null)
    {
        Refusal.If(!Active, "This account is closed. Ask an admin to let you in again, then open the link once more.");
        SetPassword(hash);
        Announce(new PasswordReplaced(Id, linkBy));
    }

    public void SignIn() => Announce(new SignedIn(Id));

    public void RefuseSignIn() => Announce(new SignInRefused(Id, "wrong password"));

    public void SignOut()
    {
        Stamp = NewStamp();
        Announce(new SignedOut(Id));
    }

    public void ChangeRole(Role to)
    {
        if (Role == to) return;
        Announce(new RoleChanged(Id, Role, to));
        Role = to;
        Stamp = NewStamp();
    }

    public void Leave()
    {
        if (!Active) return;
        Active = false;
        Stamp = NewStamp();
        Announce(new PersonLeft(Id));
    }

    public void Return()
    {
        if (Active) return;
        Active = true;
        Announce(new PersonReturned(Id));
    }

    static string NewStamp() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
}

public static class PeopleByName
{
    public sealed record Known(PersonId Id, string Name, string Persona);

    /// <summary>How everybody who works or worked here is called.</summary>
    public static ValueTask<Dictionary<PersonId, Known>> Names(this RapportDb db, CancellationToken cancel) =>
        db.Keep(["people"], "names", () => db.People.Select(p => new Known(p.Id, p.Name, p.Persona)).ToDictionaryAsync(p => p.Id, cancel));
}
