using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Rapport.Foundation;

public static class Pages
{
    /// <summary>A whole page, drawn by a component with these parameters.</summary>
    public static IResult Show<TPage>(object? parameters = null, int status = StatusCodes.Status200OK) where TPage : IComponent =>
        parameters is null ? new RazorComponentResult<TPage> { StatusCode = status } : new RazorComponentResult<TPage>(parameters) { StatusCode = status };

    /// <summary>A part that a room gives to a page which does not know it.</summary>
    public static RenderFragment Part<TPart>(string name, object? value) where TPart : IComponent => draws =>
    {
        draws.OpenComponent<TPart>(0);
        draws.AddComponentParameter(1, name, value);
        draws.CloseComponent();
    };
}
