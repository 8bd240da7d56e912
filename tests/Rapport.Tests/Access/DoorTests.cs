using System.Net;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Rapport.Access;

namespace Rapport.Tests.Access;

public class DoorTests
{
    static readonly string[] Roles = ["nobody", "customer", "agent", "lead", "admin", "reader", "mailroom"];

    [Theory, OnBothDatabases]
    public async Task Every_endpoint_says_who_may_use_it(string database)
    {
        await using var desk = await TestDesk.Open(database);
        Assert.Empty(Endpoints(desk).Where(e => e.Metadata.GetMetadata<Door>() is null).Select(e => e.DisplayName));
    }

    /// <summary>Knocks at every door as everybody. Whoever may not come in gets 401 or 403, and whoever may gets anything else.</summary>
    [Theory, OnBothDatabases]
    public async Task Every_endpoint_lets_in_whom_it_says_and_nobody_else(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var as_ = new Dictionary<string, HttpClient>(StringComparer.Ordinal)
        {
            ["nobody"] = desk.With(null),
            ["customer"] = desk.With(await Visitor(desk)),
            ["agent"] = (await desk.Person("Ana")).Client,
            ["lead"] = (await desk.Person("Lea", "lead")).Client,
            ["admin"] = (await desk.Person("Adi", "admin")).Client,
            ["mailroom"] = desk.With(desk.Services.GetRequiredService<MailroomKey>().Secret),
            ["reader"] = (await desk.Person("Rea", "admin", "read")).Client,
        };
        var wrong = new List<string>();
        foreach (var endpoint in Endpoints(desk))
        {
            var door = endpoint.Metadata.GetMetadata<Door>()!.Who;
            var path = Path(endpoint);
            foreach (var method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"])
            {
                if (path is "/live" or "/chat/v1/live") continue; // endless; their doors have their own test
                foreach (var role in Roles)
                {
                    using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = method is "GET" or "HEAD" ? null : Body(endpoint) };
                    using var answer = await as_[role].SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
                    var letIn = answer.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden);
                    if (door is not Who.Anyone && letIn != MayUse(role, door, method)) wrong.Add($"{method} {path} for {door}: {role} got {(int)answer.StatusCode}");
                }
            }
        }
        Assert.Empty(wrong);
    }

    [Fact]
    public async Task A_token_hears_which_scope_it_lacks()
    {
        await using var desk = await TestDesk.Open("SQLite");
        var (_, client) = await desk.Person("Adi", "admin", "admin");
        var (_, agent) = await desk.Person("Ana");

        var (status, problem) = await client.Try(HttpMethod.Get, "/api/v1/conversations");
        Assert.Equal((403, "This token lacks the scope “read”. Make one that has it, and use that."), (status, problem.GetProperty("detail").GetString()));
        Assert.Contains("a lead or an admin", (await agent.Try(HttpMethod.Get, "/api/v1/mailboxes")).Body.GetProperty("detail").GetString()!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SQLite", "/live?topics=inbox"), InlineData("PostgreSQL", "/live?topics=inbox")]
    [InlineData("SQLite", "/chat/v1/live"), InlineData("PostgreSQL", "/chat/v1/live")]
    public async Task A_live_line_is_for_those_it_is_for(string database, string path)
    {
        await using var desk = await TestDesk.Open(database);
        using var answer = await desk.With(null).GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    static HttpContent Body(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Http.Metadata.IAcceptsMetadata>()?.ContentTypes.Contains("application/x-www-form-urlencoded", StringComparer.Ordinal) ?? false
        ? new FormUrlEncodedContent([])
        : new StringContent("{}", null, "application/json");

    static bool MayUse(string role, Who door, string method) => door switch
    {
        Who.Anyone => true,
        Who.Customer => role == "customer",
        Who.Mailroom => role == "mailroom",
        Who.Agent => role is "agent" or "lead" or "admin" || (role == "reader" && method is "GET" or "HEAD"),
        Who.Lead => role is "lead" or "admin" || (role == "reader" && method is "GET" or "HEAD"),
        _ => role == "admin",
    };

    static async Task<string> Visitor(TestDesk desk) => (await desk.With(null).Post("/chat/v1/visits")).GetProperty("token").GetString()!;

    static List<RouteEndpoint> Endpoints(TestDesk desk) => [.. desk.Services.GetRequiredService<IEnumerable<EndpointDataSource>>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()];

    static string Path(RouteEndpoint endpoint) => "/" + string.Join('/', endpoint.RoutePattern.PathSegments.Select(s => string.Concat(s.Parts.Select(p => p switch
    {
        Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal => literal.Content,
        Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart { Name: "number" } => "999999",
        Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart { Name: "documentName" } => "v1",
        Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart { IsCatchAll: true } => "nowhere",
        Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart => Guid.Empty.ToString(),
        _ => "",
    }))));
}
