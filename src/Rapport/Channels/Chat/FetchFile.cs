using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Desk;
using Rapport.Foundation;

namespace Rapport.Channels.Chat;

/// <summary>A visitor saves a file that the desk sent them. The link itself is the key: sealed, and good for a week.</summary>
public sealed class FetchFile : IFeature
{
    public static readonly TimeSpan Lasts = TimeSpan.FromDays(7);

    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/chat/v1/files/{seal}/{name}", Handle).For(Who.Anyone);

    static async Task<IResult> Handle(string seal, string name, RapportDb db, FileStore files, IDataProtectionProvider protection, HttpContext http, CancellationToken cancel)
    {
        var id = new AttachmentId(Open(seal, protection));
        // Only what has been sent: a file on a note or a draft is the desk's own.
        var found = await db.Attachments.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id && a.MessageId != null, cancel) ?? throw new NotFound("file");
        http.Response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        return await Attach.Serve(found, db, files, http, cancel);
    }

    public static ITimeLimitedDataProtector Seal(IDataProtectionProvider protection) => protection.CreateProtector("a file in the chat").ToTimeLimitedDataProtector();

    static Guid Open(string seal, IDataProtectionProvider protection)
    {
        try { return Guid.ParseExact(Seal(protection).Unprotect(seal), "N"); }
        catch (Exception e) when (e is CryptographicException or FormatException) { throw new NotFound("file"); }
    }
}
