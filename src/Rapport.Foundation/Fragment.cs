using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Rapport.Foundation;

/// <summary>A part of a page that is fetched again when it has changed. It carries an ETag for the script that shows it, so that nothing travels when it has not, and no browser keeps it.</summary>
public sealed class Fragment : IResult
{
    readonly Type component;
    readonly ParameterView parameters;

    Fragment(Type component, object values) =>
        (this.component, parameters) = (component, ParameterView.FromDictionary(values.GetType().GetProperties().ToDictionary(p => p.Name, p => p.GetValue(values), StringComparer.Ordinal)));

    public static Fragment Of<TComponent>(HttpContext http, object parameters) where TComponent : IComponent
    {
        http.Response.Headers.CacheControl = "no-store";
        return new Fragment(typeof(TComponent), parameters);
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var renderer = httpContext.RequestServices.GetRequiredService<HtmlRenderer>();
        var html = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync(component, parameters)).ToHtmlString());
        var bytes = Encoding.UTF8.GetBytes(html);
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 12))}\"";
        httpContext.Response.Headers.ETag = tag;
        if (httpContext.Request.Headers.IfNoneMatch == tag)
        {
            httpContext.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        httpContext.Response.ContentType = "text/html; charset=utf-8";
        httpContext.Response.ContentLength = bytes.Length;
        await httpContext.Response.Body.WriteAsync(bytes, httpContext.RequestAborted);
    }
}
