using System.Globalization;
using System.Net;
using Rapport.Town;
using Rapport.Town.Line;

namespace Rapport.Workspace.Commands;

/// <summary>Plays one dialogue: the customer through the chat, the agent through the API. Every call can be made twice and counts once.</summary>
public sealed class DialoguePlayer(DeskLine line, House house, ReplayState state, Tally tally, double speed, bool keepTimes)
{
    static readonly TimeSpan TypingShows = TimeSpan.FromSeconds(1.5);

    /// <summary>Plays what is left of it. One that this desk knows from a replay whose state file is gone is left as it is.</summary>
    public async Task Play(ReplayPlan plan, Colleague agent, string agentKey, CancellationToken cancel)
    {
        try
        {
            await GoOn(plan, agent, agentKey, cancel);
        }
        catch (DeskSaidNo no) when (no.Kind == "id-taken" && state.Of(plan.Dialogue.Id) is { Number: 0 } begun)
        {
            state.Keep(begun with { Done = true });
            tally.FoundThere();
        }
    }

    async Task GoOn(ReplayPlan plan, Colleague agent, string agentKey, CancellationToken cancel)
    {
        var progress = state.Of(plan.Dialogue.Id) ?? new Progress(plan.Dialogue.Id, 0, 0, null, agentKey, false);
        if (progress.Done) return;
        var visitor = progress.Visit is { } token ? new Visitor(line, token) : null;
        var begun = DateTimeOffset.UtcNow - Scaled(progress.Next < plan.Moves.Count ? plan.Moves[progress.Next].At : 0);
        var colleagueTookIt = false;
        for (var next = progress.Next; next < plan.Moves.Count; next++)
        {
            var move = plan.Moves[next];
            await WaitUntil(begun + Scaled(move.At), move.Kind is MoveKind.CustomerWrites ? visitor : null, cancel);
            if (move.Kind is MoveKind.CustomerWrites)
            {
                if (visitor is null && !keepTimes)
                {
                    visitor = await Visitor.Arrive(line, Key(plan, "visit"), cancel);
                    progress = progress with { Visit = visitor.Token };
                    state.Keep(progress); // before anything is said: a visitor whose token is lost cannot say it again
                }
                progress = progress with { Number = await CustomerWrites(plan, next, progress.Number, visitor, cancel) };
            }
            else if (!colleagueTookIt)
            {
                colleagueTookIt = !await AgentDoes(plan, next, progress.Number, agent, cancel);
            }
            progress = progress with { Next = next + 1, Done = next + 1 == plan.Moves.Count };
            state.Keep(progress);
        }
        tally.Finished(colleagueTookIt);
    }

    async Task<long> CustomerWrites(ReplayPlan plan, int index, long number, Visitor? visitor, CancellationToken cancel)
    {
        var (id, words) = (plan.Dialogue.Id, plan.Moves[index].What);
        var name = InventedNames.Full($"star/{id}");
        var email = $"{name.Replace(' ', '.').ToLowerInvariant()}.{id}@star.example";
        if (visitor is null) number = await WritesAsItWas(plan, index, number, name, email, cancel);
        else
        {
            if (number != 0) await visitor.Read(cancel);
            await visitor.Say(StableId.For($"star/{id}/{index}"), words, name, email, cancel);
            if (number == 0) number = (await visitor.Look(cancel)).Conversation?.Number ?? throw new CannotGoOn("The chat took a message and opened no conversation.");
        }
        tally.Add(MoveKind.CustomerWrites);
        return number;
    }

    /// <summary>The chat knows only the present; a message of the past goes in through the API.</summary>
    async Task<long> WritesAsItWas(ReplayPlan plan, int index, long number, string name, string email, CancellationToken cancel)
    {
        var (body, occurredAt) = (plan.Moves[index].What, At(plan, index));
        if (number != 0)
        {
            await line.Tell(HttpMethod.Post, $"/api/v1/conversations/{number}/messages", house.Token, new { from = "customer", body, occurred_at = occurredAt }, Key(plan, index), cancel);
            return number;
        }
        var opened = new { channel = "chat", customer = new { name, email }, subject = plan.Flow?.Name, body, occurred_at = occurredAt };
        return (await line.Post<ConversationState>("/api/v1/conversations", house.Token, opened, Key(plan, index), cancel)).Number;
    }

    /// <summary>False when somebody at the desk has taken the conversation: then the recorded agent leaves it to them.</summary>
    async Task<bool> AgentDoes(ReplayPlan plan, int index, long number, Colleague agent, CancellationToken cancel)
    {
        try
        {
            await Do(plan, index, number, agent, cancel);
            tally.Add(plan.Moves[index].Kind);
            return true;
        }
        catch (DeskSaidNo no) when (no.Status is HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity or HttpStatusCode.Forbidden)
        {
            if ((await agent.Open(number, cancel)).Owner is { } owner && owner.Id != agent.Id) return false;
            throw;
        }
    }

    async Task Do(ReplayPlan plan, int index, long number, Colleague agent, CancellationToken cancel)
    {
        var move = plan.Moves[index];
        var key = Key(plan, index);
        switch (move.Kind)
        {
            case MoveKind.Take:
                await agent.Claim(number, cancel);
                if (move.What.Length > 0) await agent.IsAbout(number, move.What, cancel);
                break;
            case MoveKind.DeskWrites: await agent.Answer(number, move.What, key, keepTimes ? At(plan, index) : null, cancel); break;
            case MoveKind.Note: await agent.Note(number, move.What, key, cancel); break;
            case MoveKind.Complete: await agent.Complete(number, move.What, key, cancel); break;
            case MoveKind.Skip: await agent.Skip(number, move.What, ReplayPlan.NotReached, key, cancel); break;
            case MoveKind.Resolve: await agent.Resolve(number, key, cancel); break;
        }
    }

    static async Task WaitUntil(DateTimeOffset then, Visitor? typing, CancellationToken cancel)
    {
        var left = then - DateTimeOffset.UtcNow;
        if (left > TypingShows && typing is not null)
        {
            await Task.Delay(left - TypingShows, cancel);
            await typing.Type(cancel);
            left = then - DateTimeOffset.UtcNow;
        }
        if (left > TimeSpan.Zero) await Task.Delay(left, cancel);
    }

    TimeSpan Scaled(double seconds) => speed <= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(seconds / speed);
    static string Key(ReplayPlan plan, int index) => Key(plan, index.ToString(CultureInfo.InvariantCulture));
    static string Key(ReplayPlan plan, string what) => StableId.For($"star/{plan.Dialogue.Id}/{what}").ToString();

    static string At(ReplayPlan plan, int index) => DateTimeOffset.FromUnixTimeSeconds(plan.Dialogue.Events[0].At)
        .AddSeconds(plan.Moves[index].At).AddMilliseconds(index).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
