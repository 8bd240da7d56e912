namespace Rapport.Town.Line;

public sealed record Who(string Id, string Name);
public sealed record StepState(string Id, string? Key, string Name, string? Detail, bool Done, string? SkippedBecause)
{
    public bool IsOpen => !Done && SkippedBecause is null;
}

public sealed record TypeOf(string Id, string? Key, string Name);
public sealed record ConversationState(
    string Id, long Number, string Channel, string Status, Who Customer, Who? Owner, TypeOf? ContactType, IReadOnlyList<StepState> Steps, int Position);

public sealed record Said(string Id, string At, int Position);

/// <summary>Somebody who works at the desk, with a token of their own.</summary>
public sealed class Colleague(DeskLine line, string id, string name, string token)
{
    public string Id => id;
    public string Name => name;
    public string Token => token;

    static string At(long number, string rest = "") => $"/api/v1/conversations/{number}{rest}";

    public Task<ConversationState> Open(long number, CancellationToken cancel) => line.Get<ConversationState>(At(number), token, cancel);

    public Task Claim(long number, CancellationToken cancel) => line.Tell(HttpMethod.Put, At(number, "/owner"), token, new { person = "me" }, null, cancel);

    public Task IsAbout(long number, string contactType, CancellationToken cancel) =>
        line.Tell(HttpMethod.Put, At(number, "/contact-type"), token, new { contact_type = contactType }, null, cancel);

    public Task<Said> Answer(long number, string body, string key, string? occurredAt, CancellationToken cancel) =>
        line.Post<Said>(At(number, "/messages"), token, new { from = "agent", body, occurred_at = occurredAt }, key, cancel);

    public Task Note(long number, string body, string key, CancellationToken cancel) =>
        line.Tell(HttpMethod.Post, At(number, "/notes"), token, new { body }, key, cancel);

    public Task Complete(long number, string step, string key, CancellationToken cancel) =>
        line.Tell(HttpMethod.Post, At(number, $"/steps/{Uri.EscapeDataString(step)}/completion"), token, new { }, key, cancel);

    public Task Skip(long number, string step, string because, string key, CancellationToken cancel) =>
        line.Tell(HttpMethod.Post, At(number, $"/steps/{Uri.EscapeDataString(step)}/completion"), token, new { skipped_because = because }, key, cancel);

    public Task Resolve(long number, string key, CancellationToken cancel) =>
        line.Tell(HttpMethod.Post, At(number, "/resolution"), token, new { }, key, cancel);
}
