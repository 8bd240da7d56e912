using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Channels.Chat;

/// <summary>A page of an invented shop that carries the widget, to try it from the customer's side. Only in the demo.</summary>
public sealed class ShowShop : IFeature
{
    /// <summary>As strict as a shop's policy can be: nothing inline, nothing from elsewhere.</summary>
    const string Policy = "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/shop", Handle).For(Who.Anyone);

    static IResult Handle(IConfiguration settings, Shop shop, HttpContext http)
    {
        if (!settings.GetValue<bool>("RAPPORT_DEMO")) throw new NotFound("page");
        http.Response.Headers.ContentSecurityPolicy = Policy;
        return Pages.Show<ShopPage>(new { shop.Name });
    }
}
