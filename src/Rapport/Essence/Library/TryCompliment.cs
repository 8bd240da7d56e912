using Rapport.Access;
using Rapport.Foundation;
using Rapport.Language;
using Rapport.Roles;

namespace Rapport.Essence.Library;

/// <summary>
/// Whether a compliment is specific or could go to anybody: for whoever wants to try their words. Nobody is asked to, nobody else sees it, and nothing of it is kept.
/// </summary>
public sealed class TryCompliment : IFeature
{
    const int Longest = 1000;

    /// <param name="Words">The compliment.</param>
    /// <param name="Said">What the customer said before it; may be empty, but praise is often specific by what it takes up.</param>
    public sealed record Request(string? Words, string? Said);

    public sealed record View(bool Specific, double Chance);

    public sealed record Tried(string? Words, string? Said, PraiseReading? Reading, IReadOnlyDictionary<string, string[]>? Errors = null);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/api/v1/behaviors/compliment/specific", Handle).For(Who.Agent).KeepsOwn();
        app.MapPost("/essence/behaviors/specific", Show).For(Who.Agent).DisableAntiforgery().KeepsOwn();
    }

    static Answer<View> Handle(Request request, Recognizer recognizer)
    {
        var reading = Read(request, recognizer);
        return Answer.OkSecret(new View(reading.Specific, reading.Chance));
    }

    static IResult Show(IFormCollection form, Me me, Recognizer recognizer)
    {
        var (words, said) = (form["words"].ToString(), form["said"].ToString());
        var compliment = Stock.Behaviors.First(b => b.Key == BehaviorKind.Compliment.Key());
        try { return Pages.Show<BehaviorsPage>(new { Page = new ShowBehaviors.Page(me, null, compliment, new Tried(words, said, Read(new(words, said), recognizer))) }); }
        catch (Invalid e) { return Pages.Show<BehaviorsPage>(new { Page = new ShowBehaviors.Page(me, null, compliment, new Tried(words, said, null, e.Errors)) }, 400); }
    }

    static PraiseReading Read(Request request, Recognizer recognizer)
    {
        new Check().Text("words", request.Words, Longest).That((request.Said?.Length ?? 0) <= Longest, "said", $"“said” is longer than {Longest} characters.").Done();
        return recognizer.ReadPraise(string.IsNullOrWhiteSpace(request.Said) ? "" : "[customer] " + request.Said, request.Words!);
    }
}
