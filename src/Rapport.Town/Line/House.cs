using System.Net;

namespace Rapport.Town.Line;

public sealed record StepDraft(string Key, string Name, string? Detail);
public sealed record ContactTypeDraft(string Key, string Name, string? Description, IReadOnlyList<StepDraft> Steps);
public sealed record KnownStep(string Id, string? Key, string Name, string? Detail, int Position);
public sealed record KnownContactType(string Id, string? Key, string Name, string? Description, IReadOnlyList<KnownStep> Steps);
public sealed record KnownPerson(string Id, string Name, string Email, string Role, string? Persona);

/// <summary>What an admin sets up: people, and the kinds of matter with their steps.</summary>
public sealed class House(DeskLine line, string token)
{
    sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
    sealed record Minted(string Token);

    static readonly string[] Scopes = ["read", "write"];

    public string Token => token;

    /// <summary>Fails with a sentence for people when nobody answers or the token opens nothing.</summary>
    public static async Task<House> Enter(DeskLine line, string token, CancellationToken cancel)
    {
        try
        {
            await line.Tell(HttpMethod.Get, "/api/v1/contact-types?limit=1", token, null, null, cancel);
        }
        catch (DeskSaidNo no) when (no.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        {
            throw new CannotGoOn("The desk does not accept this token. Give one of an admin with --token or RAPPORT_OWNER_TOKEN.");
        }
        return new House(line, token);
    }

    public Task<IReadOnlyList<KnownPerson>> People(CancellationToken cancel) => All<KnownPerson>("/api/v1/people", cancel);
    public Task<IReadOnlyList<KnownContactType>> ContactTypes(CancellationToken cancel) => All<KnownContactType>("/api/v1/contact-types", cancel);

    public Task<KnownContactType> Put(ContactTypeDraft draft, CancellationToken cancel) =>
        line.Post<KnownContactType>("/api/v1/contact-types", token, draft, null, cancel);

    public Task<KnownPerson> Hire(string name, string email, string role, string persona, CancellationToken cancel) =>
        line.Post<KnownPerson>("/api/v1/people", token, new { name, email, role, persona }, null, cancel);

    public async Task<string> TokenFor(string person, string name, CancellationToken cancel) =>
        (await line.Post<Minted>($"/api/v1/people/{person}/tokens", token, new { name, scopes = Scopes }, null, cancel)).Token;

    async Task<IReadOnlyList<T>> All<T>(string path, CancellationToken cancel)
    {
        List<T> all = [];
        for (string? after = null; ;)
        {
            var page = await line.Get<Page<T>>($"{path}?limit=100{(after is null ? "" : "&after=" + Uri.EscapeDataString(after))}", token, cancel);
            all.AddRange(page.Items);
            if ((after = page.Next) is null) return all;
        }
    }
}

/// <summary>A command cannot go on; the message tells a person why and what to do.</summary>
public sealed class CannotGoOn(string message) : Exception(message);
