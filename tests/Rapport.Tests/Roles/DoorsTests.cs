using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Rapport.Roles;

namespace Rapport.Tests.Roles;

/// <summary>Every door by which something is written, as the program has it, so that one that is added is looked at too.</summary>
public partial class DoorsTests
{
    /// <summary>In the rooms of what may be given, behind these lies nothing of the kind: what is counted of papers and notes, what people answer about themselves, what a customer may do.</summary>
    static readonly string[] HoldNothingThatMayBeGiven =
    [
        "POST /api/v1/attention/sources", "POST /roles/attention/sources", "PUT /api/v1/attention/notes", "PUT /roles/attention/notes",
        "PUT /api/v1/barriers", "PUT /roles/barriers", "PUT /api/v1/role-answer", "PUT /roles/answer",
        "PUT /api/v1/coding/coders/{person}", "PUT /roles/coding/coders/{person}", "PUT /api/v1/coding/texts/{text:guid}/code", "PUT /roles/coding/texts/{text:guid}/code",
        "POST /api/v1/customers/{customer}/erasure", "POST /api/v1/customers/{customer}/own_page", "POST /customers/{customer}/own-page", "POST /customers/{customer}/own-page/revocation", "PUT /api/v1/customers/{customer}/nothing_remembered",
        "POST /api/v1/designs/{design}/end", "POST /roles/designs/{design}/end", "POST /roles/documents", "POST /api/v1/paid-hours", "POST /team/costs/paid-hours",
        "POST /api/v1/memories/check", "POST /memories/check", "POST /desk/{number:long}/memories/declined",
        "POST /api/v1/sorting/sittings", "POST /sorting/sittings", "POST /sorting/answers", "POST /chat/v1/moments", "POST /chat/v1/own-page",
    ];

    [GeneratedRegex(@"\{[^}]*\}", RegexOptions.None, 1000)]
    private static partial Regex Parameter { get; }

    [Fact, Trait("Proves", "E178")]
    public async Task Whoever_adds_a_door_to_what_may_be_given_says_that_it_stays_optional()
    {
        await using var desk = await TestDesk.Open("SQLite");
        var unmarked = Writing(desk).Where(d => !d.IsMarked && d.Room is "Roles" or "Essence" or "Memory" && !d.Route.StartsWith("/mine/", StringComparison.Ordinal)).Select(d => $"{d.Method} {d.Route}");
        Assert.Equal(HoldNothingThatMayBeGiven.Order(StringComparer.Ordinal), unmarked.Order(StringComparer.Ordinal));
    }

    [Theory, OnBothDatabases, Trait("Proves", "E121"), Trait("Proves", "E178")]
    public async Task At_no_door_to_what_may_be_given_is_a_target_let_in(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (me, doors) = (await desk.SignIn(), Writing(desk).Where(d => d.IsMarked).ToList());
        Assert.True(doors.Count > 80, $"{doors.Count} doors");
        foreach (var door in doors)
        {
            var path = Parameter.Replace(door.Route, "1");
            using HttpContent body = door.TakesJson ? new StringContent("""{"target":3}""", Encoding.UTF8, "application/json") : new FormUrlEncodedContent([new("target", "3")]);
            using HttpRequestMessage request = new(door.Method, new Uri(path, UriKind.Relative)) { Content = body };
            using var answer = await (path.StartsWith("/api/", StringComparison.Ordinal) ? desk.Owner : me).SendAsync(request);
            var said = await answer.Content.ReadAsStringAsync();
            Assert.True((int)answer.StatusCode == 422 && said.Contains("target", StringComparison.Ordinal), $"{door.Method} {door.Route} → {answer.StatusCode} {said}");
        }
        Assert.Equal(doors.Count, await desk.InDatabase(db => db.RefusedRules.CountAsync()));
    }

    sealed record Way(HttpMethod Method, string Route, string Room, bool IsMarked, bool TakesJson);

    static IEnumerable<Way> Writing(TestDesk desk) =>
        from endpoint in desk.Services.GetRequiredService<IEnumerable<EndpointDataSource>>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []
        where method is "POST" or "PUT" or "PATCH"
        let room = endpoint.Metadata.GetMetadata<MethodInfo>()?.DeclaringType?.Namespace?.Split('.').ElementAtOrDefault(1) ?? ""
        select new Way(new(method), endpoint.RoutePattern.RawText!, room, endpoint.Metadata.GetMetadata<KeepsOptional>() is not null, endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes.Contains("application/json") ?? false);
}
