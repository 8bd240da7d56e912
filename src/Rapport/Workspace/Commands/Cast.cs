using System.Net;
using Rapport.Town;
using Rapport.Town.Line;
using Spectre.Console;

namespace Rapport.Workspace.Commands;

/// <summary>The people who play the recorded agents: the busiest of them get a person each, the others share theirs.</summary>
public sealed class Cast(DeskLine line, House house, ReplayState state)
{
    readonly List<(string Worker, Colleague Person)> people = [];

    public async Task Gather(IReadOnlyList<StarDialogue> dialogues, int agents, IAnsiConsole console, CancellationToken cancel)
    {
        var names = InventedNames.Distinct(dialogues.Select(d => d.Agent));
        var busiest = dialogues.GroupBy(d => d.Agent, StringComparer.Ordinal).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).Take(agents).Select(g => g.Key).ToList();
        var known = (await house.People(cancel)).ToDictionary(p => p.Email, StringComparer.OrdinalIgnoreCase);
        if (!state.IsEmpty && !names.Keys.Any(w => known.ContainsKey(Email(w, names))))
        {
            console.WriteLine("This desk has not seen this replay before: it starts from the beginning.");
            state.StartOver(line.Url.GetLeftPart(UriPartial.Authority));
        }
        foreach (var worker in busiest)
        {
            var email = Email(worker, names);
            var person = known.GetValueOrDefault(email) ?? await house.Hire($"{names[worker]} {InventedNames.Last(worker)}", email, "agent", names[worker], cancel);
            people.Add((worker, new Colleague(line, person.Id, person.Name, await TokenOf(person, cancel))));
        }
    }

    /// <summary>Who plays this dialogue; once begun, it stays with whoever began it.</summary>
    public (Colleague Agent, string Key) For(StarDialogue dialogue)
    {
        var begunBy = state.Of(dialogue.Id)?.Agent;
        var index = people.FindIndex(p => p.Worker == (begunBy ?? dialogue.Agent));
        var (worker, person) = people[index >= 0 ? index : StableId.Pick(dialogue.Agent, people.Count)];
        return (person, worker);
    }

    async Task<string> TokenOf(KnownPerson person, CancellationToken cancel)
    {
        if (state.TokenOf(person.Email) is { } kept && await StillOpens(kept, cancel)) return kept;
        var token = await house.TokenFor(person.Id, "Replay", cancel);
        state.KeepToken(person.Email, token);
        return token;
    }

    async Task<bool> StillOpens(string token, CancellationToken cancel)
    {
        try
        {
            await line.Tell(HttpMethod.Get, "/api/v1/contact-types?limit=1", token, null, null, cancel);
            return true;
        }
        catch (DeskSaidNo no) when (no.Status is HttpStatusCode.Unauthorized)
        {
            return false;
        }
    }

    static string Email(string worker, IReadOnlyDictionary<string, string> names) => $"{names[worker].ToLowerInvariant()}.{worker}@star.example";
}
