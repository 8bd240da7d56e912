using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Rapport.Foundation;

namespace Rapport.Channels.Mail;

/// <summary>Seals what opens a mailbox before it is kept, and opens it for the mailroom alone.</summary>
public sealed class SealedSecrets(IDataProtectionProvider protection)
{
    readonly IDataProtector key = protection.CreateProtector("mailboxes");

    public string Seal(MailSecrets secrets) => key.Protect(JsonSerializer.Serialize(secrets, FactJson.Options));

    /// <summary>Empty where the key ring that sealed it is not here any more.</summary>
    public MailSecrets Open(string secrets)
    {
        if (secrets.Length == 0) return new();
        try { return JsonSerializer.Deserialize<MailSecrets>(key.Unprotect(secrets), FactJson.Options) ?? new(); }
        catch (CryptographicException) { return new(); }
    }

    public string SealText(string text) => key.Protect(text);

    public string? OpenText(string? text)
    {
        if (text is null) return null;
        try { return key.Unprotect(text); }
        catch (CryptographicException) { return null; }
    }
}
