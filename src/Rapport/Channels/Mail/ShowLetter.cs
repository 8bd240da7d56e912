using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Desk;
using Rapport.Foundation;

namespace Rapport.Channels.Mail;

/// <summary>A letter as it was written, in a frame in which nothing runs. Pictures from elsewhere wait until somebody asks, and come by way of the desk.</summary>
public sealed partial class ShowLetter : IFeature
{
    static readonly TimeSpan Lasts = TimeSpan.FromHours(12);

    const string Style = "html{background:#fff;color:#1b2430}body{margin:12px;font:15px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}img{max-width:100%;height:auto}table{max-width:100%}blockquote{margin:0 0 0 8px;padding-left:10px;border-left:2px solid #c8d2d6}pre{white-space:pre-wrap}.gone{display:inline-block;padding:2px 6px;border:1px dashed #8896a0;border-radius:4px;color:#4a5862;font-size:13px}";

    [GeneratedRegex("""<img(?<before>[^>]*?) data-(?<kind>cid|remote)="(?<source>[^"]*)"(?<after>[^>]*)>""", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Picture { get; }

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{number:long}/letters/{message:guid}/page", Page).For(Who.Agent);
        app.MapGet("/mail/pictures/{seal}", Show).For(Who.Anyone);
    }

    static async Task<IResult> Page(long number, Guid message, bool? pictures, RapportDb db, IDataProtectionProvider protection, HttpContext http, CancellationToken cancel)
    {
        var id = new MessageId(message);
        var conversation = await db.ToRead(number, cancel);
        var html = await db.Originals.Where(o => o.MessageId == id && o.ConversationId == conversation.Id).Select(o => o.Html).SingleOrDefaultAsync(cancel) ?? throw new NotFound("letter");
        var parts = await (from p in db.LetterParts.AsNoTracking() join a in db.Attachments on p.AttachmentId equals a.Id where a.MessageId == id && p.ContentId != null select new { p.ContentId, a.Id }).ToListAsync(cancel);
        var byCid = parts.DistinctBy(p => p.ContentId, StringComparer.Ordinal).ToDictionary(p => p.ContentId!, p => p.Id, StringComparer.Ordinal);
        var seal = Seal(protection);
        var shown = Picture.Replace(html, m =>
        {
            var source = WebUtility.HtmlDecode(m.Groups["source"].Value);
            var key = m.Groups["kind"].Value == "cid" ? byCid.TryGetValue(source, out var file) ? $"file {file.Value:N}" : null : pictures is true ? $"from {source}" : null;
            return key is null ? $"<span class=\"gone\">picture{(m.Groups["kind"].Value == "remote" ? " from elsewhere" : "")}</span>" : $"<img{m.Groups["before"].Value} src=\"/mail/pictures/{seal.Protect(key, Lasts)}\"{m.Groups["after"].Value}>";
        });
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = $"default-src 'none'; img-src {http.Request.Scheme}://{http.Request.Host}/mail/pictures/; style-src 'unsafe-inline'; sandbox allow-popups allow-popups-to-escape-sandbox; frame-ancestors 'self'; base-uri 'none'; form-action 'none'";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "private, no-store";
        return Results.Content($"<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>A letter</title><style>{Style}</style></head><body>{shown}</body></html>", "text/html", Encoding.UTF8);
    }

    static ITimeLimitedDataProtector Seal(IDataProtectionProvider protection) => protection.CreateProtector("pictures in letters").ToTimeLimitedDataProtector();

    /// <summary>The link itself is the key: a frame in which nothing runs has no session.</summary>
    static async Task<IResult> Show(string seal, RapportDb db, FileStore files, PictureProxy proxy, IDataProtectionProvider protection, HttpContext http, CancellationToken cancel)
    {
        string key;
        try { key = Seal(protection).Unprotect(seal); }
        catch (CryptographicException) { throw new NotFound("picture"); }
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        http.Response.Headers.CacheControl = "private, max-age=3600";
        if (key.StartsWith("from ", StringComparison.Ordinal))
        {
            var (type, bytes) = await proxy.Fetch(new Uri(key[5..]), cancel) ?? throw new NotFound("picture");
            return Results.Bytes(bytes, type);
        }
        var id = new AttachmentId(Guid.ParseExact(key[5..], "N"));
        var file = await db.Attachments.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, cancel) ?? throw new NotFound("picture");
        if (!Sniff.IsPicture(file.Type)) throw new NotFound("picture");
        return Results.Stream(await files.Open(db, file.Sha256, cancel) ?? throw new NotFound("picture"), file.Type);
    }
}
