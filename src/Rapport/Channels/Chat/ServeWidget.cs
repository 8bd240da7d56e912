using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.Extensions.FileProviders;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Channels.Chat;

/// <summary>The script that a shop puts on its pages. Browsers keep it and show the kept one at once; a new version is asked for behind it.</summary>
public sealed class ServeWidget : IFeature
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var files = app.ServiceProvider.GetRequiredService<IWebHostEnvironment>().WebRootFileProvider;
        var script = new Lazy<Script>(() => Read(files.GetFileInfo("widget.js")), LazyThreadSafetyMode.PublicationOnly);
        app.MapGet("/widget.js", (HttpContext http) => Handle(http, script.Value)).For(Who.Anyone);
    }

    static async Task Handle(HttpContext http, Script script)
    {
        var headers = http.Response.Headers;
        headers.ETag = script.Tag;
        headers.CacheControl = "public, max-age=600, stale-while-revalidate=2592000";
        headers.Vary = "Accept-Encoding";
        headers.AccessControlAllowOrigin = "*";
        headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        if (http.Request.Headers.IfNoneMatch.ToString().Contains(script.Tag, StringComparison.Ordinal))
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        var accepts = http.Request.Headers.AcceptEncoding.ToString();
        var (body, encoding) = accepts.Contains("br", StringComparison.Ordinal) ? (script.Brotli, "br")
            : accepts.Contains("gzip", StringComparison.Ordinal) ? (script.Gzip, "gzip") : (script.Plain, null);
        if (encoding is not null) headers.ContentEncoding = encoding;
        http.Response.ContentType = "text/javascript; charset=utf-8";
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }

    static Script Read(IFileInfo file)
    {
        if (!file.Exists) throw new NotFound("file");
        using var stream = file.CreateReadStream();
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return new(memory.ToArray());
    }

    sealed class Script(byte[] plain)
    {
        public string Tag { get; } = $"\"{Convert.ToHexStringLower(SHA256.HashData(plain).AsSpan(0, 12))}\"";
        public byte[] Plain => plain;
        public byte[] Gzip { get; } = Squeeze(plain, to => new GZipStream(to, CompressionLevel.SmallestSize));
        public byte[] Brotli { get; } = Squeeze(plain, to => new BrotliStream(to, CompressionLevel.SmallestSize));

        static byte[] Squeeze(byte[] plain, Func<Stream, Stream> with)
        {
            using var memory = new MemoryStream();
            using (var squeeze = with(memory)) squeeze.Write(plain);
            return memory.ToArray();
        }
    }
}
