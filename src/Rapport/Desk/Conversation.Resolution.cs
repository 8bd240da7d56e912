using System.Globalization;
using NodaTime;
using Rapport.Access;
using Rapport.Foundation;
using Rapport.Roles;

namespace Rapport.Desk;

/// <summary>What must be done before it is over, and what opens it again.</summary>
public sealed partial class Conversation
{
    /// <summary>The earliest promise that is still open.</summary>
    public Instant? PromisedUntil { get; private set; }

    static readonly Duration LongestPromise = Duration.FromDays(731);

    /// <summary>Done is done; a step that was not needed needs a reason.</summary>
    public StepCompletion Complete(FunctionStep step, PersonId by, string? skippedBecause, Instant at)
    {
        Refusal.If(step.ContactTypeId != ContactTypeId, "This step belongs to another kind of matter.");
        Announce(new StepCompleted(Id, Number, CustomerId, step.Id, step.Name, by, skippedBecause));
        return new StepCompletion { ConversationId = Id, StepId = step.Id, ById = by, At = at, SkippedBecause = skippedBecause };
    }

    public void TakeBack(FunctionStep step, PersonId by) => Announce(new StepTakenBack(Id, Number, CustomerId, step.Id, step.Name, by));

    /// <exception cref="Refusal">Steps are missing (they are named), a promise is open, or it ends with the customer's word and they have not given it.</exception>
    public void MayEnd(IReadOnlyList<FunctionStep> missing, IReadOnlyList<Promise> open, TheirWord word)
    {
        Refusal.If(Status is Status.Resolved, "This conversation is resolved already.");
        if (missing.Count > 0)
        {
            throw new Refusal($"{(missing.Count == 1 ? "One step is" : $"{missing.Count} steps are")} left: {string.Join("; ", missing.Select(s => s.Name))}. Do {(missing.Count == 1 ? "it" : "them")}, or say why not.", "steps-missing", 409)
            { Extra = { ["missing"] = missing.Select(s => new { id = s.Id.Value, key = s.Key, name = s.Name }).ToArray() } };
        }
        if (open.Count > 0) throw Refusal.Conflict($"A promise is still open: {string.Join("; ", open.Select(p => p.Text))}. Keep it first.", "promise-open");
        if (!word.Reached)
        {
            var written = word.Asked.Count == 0 ? "nobody has yet" : $"so far on {string.Join(", ", word.Asked.Select(d => d.ToString("d MMM", CultureInfo.InvariantCulture)))}";
            throw new Refusal($"This ends when the customer says it is done, or was written to on {TheirWord.DaysAsked} days without an answer ({written}). Note what they said, or write to them again.", "unconfirmed", 409)
            { Extra = { ["asked_on"] = word.Asked.Select(d => d.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture)).ToArray() } };
        }
    }

    public Resolution Resolve(PersonId by, IReadOnlyList<FunctionStep> missing, IReadOnlyList<Promise> open, TheirWord word, Instant at)
    {
        MayEnd(missing, open, word);
        TakeIfNobodys(by);
        Status = Status.Resolved;
        WaitingSince = null;
        UpdatedAt = at;
        Announce(new ConversationResolved(Id, Number, CustomerId, by));
        return new Resolution { ConversationId = Id, ById = by, At = at };
    }

    public void Reopen(Resolution resolution, Instant at)
    {
        if (Status is Status.Open) return;
        Status = Status.Open;
        UpdatedAt = at;
        resolution.ReopenedAt = at;
        Announce(new ConversationReopened(Id, Number, CustomerId));
    }

    public Promise Promise(PersonId by, string text, Instant due, Instant at, bool isUpdate = false)
    {
        RefuseWhenNobodyKnows(due, at);
        var promise = new Promise { ConversationId = Id, ById = by, Text = Duty.Promised(text), DueAt = due, MadeAt = at, IsUpdate = isUpdate };
        promise.Time(due, at);
        PromisedUntil = PromisedUntil is { } until && until < due ? until : due;
        Announce(new PromiseMade(promise.Id, Id, Number, CustomerId, by, due));
        return promise;
    }

    static void RefuseWhenNobodyKnows(Instant due, Instant at)
    {
        Refusal.If(due <= at, "Promise something for a time that is still to come.");
        Refusal.If(due > at + LongestPromise, "That is more than two years away, and the desk would hold it open until then. Promise something for a nearer time.");
    }

    /// <summary>For another time, as long as its own has not come: what was broken stays broken, and a new promise is a new one.</summary>
    public void Move(Promise promise, IEnumerable<Promise> others, PersonId by, Instant due, Instant at)
    {
        Refusal.If(promise.KeptAt is not null, "This promise was kept already.");
        Refusal.If(promise.BrokenAt is not null || promise.DueAt <= at, "Its time has come. Keep it as soon as you can, and promise anew what is still to do.");
        RefuseWhenNobodyKnows(due, at);
        if (due == promise.DueAt) return;
        Announce(new PromiseMoved(promise.Id, Id, Number, CustomerId, by, promise.DueAt, due));
        promise.Time(due, at);
        PromisedUntil = others.Where(p => p.KeptAt is null).Append(promise).Min(p => p.DueAt);
    }

    /// <summary>Its time is near: whoever has it is reminded, quietly.</summary>
    public void Remind(Promise promise, Instant at)
    {
        if (promise.KeptAt is not null || promise.RemindedAt is not null) return;
        promise.RemindedAt = at;
        Announce(new PromiseNear(promise.Id, Id, Number, CustomerId));
    }

    /// <summary>The customer has said “yes, that is it”; the first time counts.</summary>
    public Understanding Understand(PersonId? notedBy, string words, Instant at)
    {
        Announce(new Understood(Id, Number, CustomerId, notedBy, "“Yes, that is it,” the customer said"));
        return new Understanding { ConversationId = Id, At = at, NotedById = notedBy, Words = words };
    }

    /// <summary>The customer has said that it is done.</summary>
    public Confirmation Confirm(PersonId? notedBy, string words, Instant at)
    {
        Announce(new EndConfirmed(Id, Number, CustomerId, notedBy, "“It is done,” the customer said"));
        return new Confirmation { ConversationId = Id, At = at, NotedById = notedBy, Words = words };
    }

    /// <summary>It is not done: where the customer says so themselves, they wait again.</summary>
    public void IsNotDone(bool byThemselves, Instant at)
    {
        if (byThemselves)
        {
            WaitingSince ??= at;
            HeardAt = at;
        }
        Announce(new EndDenied(Id, Number, CustomerId, byThemselves ? "“It is not done yet,” the customer said" : "It is not done after all"));
    }

    public void Keep(Promise promise, IEnumerable<Promise> others, PersonId by, Instant at)
    {
        Refusal.If(promise.KeptAt is not null, "This promise was kept already.");
        promise.KeptAt = at;
        PromisedUntil = Next(promise, others);
        Announce(new PromiseKept(promise.Id, Id, Number, CustomerId, by, promise.BrokenAt is not null));
    }

    /// <summary>It was made by mistake: neither kept nor broken, so no figure counts it; that it was there stays in the log. What was broken stays broken.</summary>
    public void TakeBack(Promise promise, IEnumerable<Promise> others, PersonId by, Instant at)
    {
        Refusal.If(promise.KeptAt is not null, "This promise was kept already.");
        Refusal.If(promise.BrokenAt is not null || promise.DueAt <= at, "Its time has come, so it can't be taken back any more. Say that it is kept when it is.");
        PromisedUntil = Next(promise, others);
        Announce(new PromiseTakenBack(promise.Id, Id, Number, CustomerId, by));
    }

    /// <summary>When the next of the others is due, once this one is done with.</summary>
    static Instant? Next(Promise promise, IEnumerable<Promise> others) => others.Where(p => p.Id != promise.Id && p.KeptAt is null).Min(p => (Instant?)p.DueAt);

    /// <summary>Its time has come and it was not kept. It stays open until it is.</summary>
    public void Break(Promise promise, Instant at)
    {
        if (promise.KeptAt is not null || promise.BrokenAt is not null) return;
        promise.BrokenAt = at;
        Announce(new PromiseBroken(promise.Id, Id, Number, CustomerId));
    }
}
