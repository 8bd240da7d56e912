using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Memory.Checking;

/// <summary>Whether what is being typed may be kept, while it is being typed. Nothing of it is kept or logged.</summary>
public sealed class CheckWords : IFeature
{
    public sealed record Request(string? Text);

    public sealed record View(string? About, string? Words, string? Says);

    public static void Map(IEndpointRouteBuilder app)
    {
        foreach (var route in new[] { "/api/v1/memories/check", "/memories/check" })
            app.MapPost(route, Handle).For(Who.Agent).DoesItsOwnWrites();
    }

    static Answer<View> Handle(Request request)
    {
        new Check().AtMost("text", request.Text, Remembered.Longest * 2).Done();
        var found = SpecialCategories.In(request.Text ?? "");
        return Answer.Ok(new View(found?.About, found?.Words, found is null ? null : SpecialCategories.InWords(found, "the customer")));
    }
}
