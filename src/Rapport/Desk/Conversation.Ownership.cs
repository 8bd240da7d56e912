using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Desk;

/// <summary>Exactly one owner at every instant, from the first claim on.</summary>
public sealed partial class Conversation
{
    public PersonId? OwnerId { get; private set; }

    /// <summary>Whom the customer asked for and waits for, while nobody has it; the others leave it until that ends.</summary>
    public PersonId? WaitsForId { get; private set; }

    /// <summary>The customer would rather wait for this person.</summary>
    public void WaitFor(PersonId person)
    {
        Refusal.If(Status is Status.Resolved, "This conversation is resolved. Reopen it first.");
        if (OwnerId is not null) throw Refusal.Conflict("Somebody has this conversation. From them it is handed over.", "owned");
        WaitsForId = person;
    }

    /// <summary>Whoever has time may take it.</summary>
    public void WaitForAnybody() => WaitsForId = null;

    /// <summary>Only from nobody. <paramref name="ownerName"/> is who has it, so that the other is told.</summary>
    public void Claim(PersonId by, string? ownerName)
    {
        if (OwnerId == by) return;
        if (OwnerId is not null) throw Refusal.Conflict($"{ownerName ?? "A colleague"} already has this conversation. To change that, hand it over.", "owned");
        if (WaitsForId is { } other && other != by) throw Refusal.Conflict("The customer asked for a colleague and waits for them. If it can't wait, give it back to everybody first.", "asked-for");
        (OwnerId, WaitsForId) = (by, null);
        Announce(new OwnerTaken(Id, Number, CustomerId, by));
    }

    /// <summary>From one person straight to another, never by way of nobody.</summary>
    public void Pass(PersonId from, PersonId to)
    {
        if (OwnerId != from) throw Refusal.Conflict("Somebody else has this conversation by now. Look again.", "owned");
        if (from == to) return;
        OwnerId = to;
        Announce(new OwnerPassed(Id, Number, CustomerId, from, to));
    }

    /// <summary>Back to who had it before; also where the one who had it has left for good meanwhile.</summary>
    public void PassBack(PersonId from, PersonId to)
    {
        if (OwnerId is null) Claim(to, null);
        else Pass(from, to);
    }

    /// <summary>Its owner has left for good.</summary>
    public void Release(PersonId gone)
    {
        if (OwnerId != gone || Status is Status.Resolved) return;
        OwnerId = null;
        Announce(new OwnerGone(Id, Number, CustomerId, gone));
    }

    /// <summary>Whoever answers or resolves what nobody has, has it.</summary>
    void TakeIfNobodys(PersonId by)
    {
        if (OwnerId is null) Claim(by, null);
    }
}
