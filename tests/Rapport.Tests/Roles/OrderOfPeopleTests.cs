using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Rapport.Tests.Essence;
using Rapport.Tests.Memory;

namespace Rapport.Tests.Roles;

/// <summary>Nothing sorts people by an essence figure.</summary>
[Trait("Proves", "E121")]
public partial class OrderOfPeopleTests
{
    /// <summary>By their names they stand as at first by what they gave.</summary>
    static readonly string[] Names = ["Anouk", "Bohumil", "Cyprian", "Dietlinde", "Eusebio", "Florentyna"];

    [GeneratedRegex("Anouk|Bohumil|Cyprian|Dietlinde|Eusebio|Florentyna", RegexOptions.NonBacktracking)]
    private static partial Regex Name();

    /// <summary>Those of which we know that people stand there; whatever else names two of them is looked at as well.</summary>
    static readonly string[] ListsOfPeople = ["/api/v1/people", "/api/v1/lanes", "/api/v1/coding/coders", "/settings/people", "/team/lanes", "/roles/coding", "/book/shown", "/observing", "/handovers/away", "/api/v1/conversations", "/customers/{customer}/bonds"];

    [Theory, OnBothDatabases]
    public async Task No_door_takes_an_order_and_none_is_called_a_ranking(string database)
    {
        await using var desk = await TestDesk.Open(database);
        string[] orders = ["sort", "order", "orderby", "order_by", "sortby", "sort_by", "rank", "top", "best"];
        var doors = Doors(desk);

        var asks = doors.SelectMany(d => d.Metadata.OfType<IParameterBindingMetadata>().Select(p => (Door: d.RoutePattern.RawText, p.Name))).ToList();
        Assert.NotEmpty(asks);
        Assert.DoesNotContain(asks, a => orders.Contains(a.Name.ToLowerInvariant()));
        string[] boards = ["leaderboard", "ranking", "top"];
        Assert.DoesNotContain(doors.SelectMany(d => d.RoutePattern.RawText!.Split('/')), part => boards.Contains(part, StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>Everywhere that people are named, they stand as before when whoever gave the most has become who gave the least.</summary>
    [Theory, OnBothDatabases]
    public async Task Who_gave_more_stands_nowhere_before_who_gave_less(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (people, numbers) = (new List<HttpClient>(), new List<long>());
        foreach (var name in Names)
        {
            var (id, client) = await desk.Person(name);
            people.Add(client);
            numbers.Add(await desk.Conversation());
            await client.Says(numbers[^1]);
            await desk.Owner.Put($"/api/v1/coding/coders/{id}", new { });
            await client.Put(Serving.PathOf(await client.Keeps(numbers[^1], seconds: 20)) + "/showing", new { });
            desk.Time.Advance(TimeSpan.FromSeconds(1)); // what was shown at one instant has no order
        }
        var customer = await desk.CustomerOf(numbers[0]);
        var asks = new[] { desk.Owner, (await desk.Person("Lea", "lead")).Client, (await desk.Person("Gunnar")).Client };
        await Give(i => Names.Length - 1 - i);
        var before = await Orders();

        await Give(i => 2 * i);
        var after = await Orders();

        Assert.Equal([], ListsOfPeople.Where(list => !before.ContainsKey($"0 {list}")));
        Assert.Equal(before.Keys.Order(StringComparer.Ordinal), after.Keys.Order(StringComparer.Ordinal));
        Assert.All(before.Keys, door => Assert.Equal((door, before[door]), (door, after[door])));

        async Task Give(Func<int, int> times)
        {
            for (var i = 0; i < Names.Length; i++)
                for (var n = times(i); n > 0; n--) await people[i].Keeps(numbers[i], seconds: 20);
            await desk.Pass(TimeSpan.FromDays(7));
        }

        async Task<Dictionary<string, string>> Orders()
        {
            var orders = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var door in Doors(desk).Where(d => d.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("GET") == true).Select(d => d.RoutePattern.RawText!).Distinct(StringComparer.Ordinal))
            {
                var path = door.Replace("{number:long}", $"{numbers[0]}", StringComparison.Ordinal).Replace("{customer}", $"{customer}", StringComparison.Ordinal);
                if (path.Contains('{', StringComparison.Ordinal)) continue;
                for (var who = 0; who < asks.Length; who++)
                {
                    using var answer = await asks[who].GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
                    if (answer.StatusCode != HttpStatusCode.OK || answer.Content.Headers.ContentType?.MediaType is "text/event-stream") continue;
                    var named = Name().Matches(await answer.Content.ReadAsStringAsync()).Select(m => m.Value).Distinct(StringComparer.Ordinal).ToList();
                    if (named.Count > 1) orders.Add($"{who} {door}", string.Join(' ', named));
                }
            }
            return orders;
        }
    }

    static List<RouteEndpoint> Doors(TestDesk desk) => [.. desk.Services.GetRequiredService<IEnumerable<EndpointDataSource>>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()];
}
