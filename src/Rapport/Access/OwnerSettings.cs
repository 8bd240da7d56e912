using Rapport.Foundation;

namespace Rapport.Access;

/// <summary>The owner whom the environment names for the first start, held to what the page asks of one.</summary>
public sealed record OwnerSettings(string Email, string? Password, string? Token)
{
    /// <summary>It opens everything, and nothing slows down who tries others.</summary>
    public const int ShortestToken = 16;

    const string Address = "RAPPORT_OWNER_EMAIL", Word = "RAPPORT_OWNER_PASSWORD", Key = "RAPPORT_OWNER_TOKEN";

    /// <summary>None where nobody is named: the first visit makes the owner.</summary>
    public static OwnerSettings? From(IConfiguration settings)
    {
        var (email, password, token) = (Given(settings[Address]?.Trim()), Given(settings[Word]), Given(settings[Key]));
        if (email is null)
        {
            if (password is null && token is null) return null;
            throw new WrongSetting($"{(password is null ? Key : Word)} is set and {Address} is not. Give the owner's mail address there, or leave it out, and the first visit makes the owner.");
        }
        if (password is null && token is null) throw new WrongSetting($"{Address} is set, and nothing to come in with. Give {Word} too, or {Key}; without all three the first visit makes the owner.");
        Look(Address, new Check().Email("address", email));
        if (password is not null) Look(Word, new Check().Password(password));
        if (token is not null && (token.Length < ShortestToken || token.Trim() != token || !token.All(c => c is >= ' ' and <= '~')))
            throw new WrongSetting($"{Key} opens everything and can be guessed, or no call can carry it. Give {ShortestToken} or more letters, digits and signs in no order, as from: openssl rand -hex 24");
        return new(email, password, token);
    }

    static string? Given(string? value) => string.IsNullOrEmpty(value) ? null : value;

    static void Look(string name, Check check)
    {
        try { check.Done(); }
        catch (Invalid e) { throw new WrongSetting($"{name}: {e.Message}"); }
    }
}
