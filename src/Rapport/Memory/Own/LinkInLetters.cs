using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Rapport.Channels.Mail;
using Rapport.Customers;
using Rapport.Foundation;

namespace Rapport.Memory.Own;

/// <summary>Under every answer by mail stands the way to the customer's own page. The key in it is made when the letter goes out, so that it is kept nowhere but in the letter.</summary>
static class LinkInLetters
{
    public static LetterLine Line(IConfiguration settings, IServer server, TimeProvider time) => new(async (db, customer, letter, cancel) =>
    {
        if (letter.Sheet.Cc.Count + letter.Sheet.Bcc.Count > 0 || !await db.IsTheirs(customer, letter.Recipient, cancel))
        {
            // Who else reads the letter may find an earlier link in what it quotes, however it was rewritten on its way: from now on it opens nothing.
            await db.TakeBackLinks([customer], time.Now(), cancel);
            return null;
        }
        if (letter.PersonId is not { } by) return null;
        var (page, key) = OwnPage.For(customer, by, time.Now(), OwnPage.Lasts);
        db.Add(page);
        return $"What we know about you, to read, correct or delete: {House(settings, server)}/mine/{key}";
    });

    /// <summary>Where customers reach the house.</summary>
    static string House(IConfiguration settings, IServer server) =>
        MailSettings.PublicUrl(settings) ?? (server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "").TrimEnd('/');
}
