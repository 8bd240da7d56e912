using System.Globalization;
using Rapport.Town.Line;

namespace Rapport.Town;

/// <summary>One live conversation while it is being held: the customer on their channel, the desk over the API.</summary>
sealed class LivePart(DeskLine line, LiveScript script, IReadOnlyDictionary<string, string> slots, Colleague owner, Guid run)
{
    public static readonly TimeSpan TypingShows = TimeSpan.FromSeconds(4);
    static readonly TimeSpan WaitsForAnswer = TimeSpan.FromMinutes(10), LooksEvery = TimeSpan.FromSeconds(5);

    Visitor? visitor;
    int customersLast, made;
    bool taken;

    public long Number { get; set; }

    public Task CustomerTypes(CancellationToken cancel) => visitor is null ? Task.CompletedTask : visitor.Type(cancel);

    public async Task CustomerWrites(string text, CancellationToken cancel)
    {
        var body = LiveSlots.Fill(text, slots);
        var (name, key) = (slots.GetValueOrDefault("name"), NextKey());
        var email = name is null ? null : $"{LiveSlots.Plain(name)}@mail.example";
        if (Number == 0 && script.Channel is not null)
        {
            var opened = await line.Post<ConversationState>("/api/v1/conversations", owner.Token, new { channel = script.Channel, customer = new { name, email }, body }, key, cancel);
            (Number, customersLast) = (opened.Number, opened.Position);
            return;
        }
        if (visitor is null && Number != 0)
        {
            customersLast = (await line.Post<Said>($"/api/v1/conversations/{Number}/messages", owner.Token, new { from = "customer", body }, key, cancel)).Position;
            return;
        }
        visitor ??= await Visitor.Arrive(line, null, cancel);
        await visitor.Read(cancel);
        customersLast = (await visitor.Say(Guid.Parse(key), body, name, email, cancel)).Position;
        if (Number == 0) Number = (await visitor.Look(cancel)).Conversation?.Number ?? 0;
    }

    /// <summary>A customer goes on at once with the town's people; with a real person, after that person has answered.</summary>
    public async Task<bool> IsAnswered(double pace, CancellationToken cancel)
    {
        if (Number == 0 || customersLast == 0) return true;
        for (var waited = TimeSpan.Zero; waited < WaitsForAnswer; waited += LooksEvery)
        {
            var now = await owner.Open(Number, cancel);
            if (now.Status != "open") return false;
            if (now.Owner is null || now.Owner.Id == owner.Id || now.Position > customersLast) return true;
            await Task.Delay(LooksEvery * Math.Max(pace, 0.01), cancel);
        }
        return false;
    }

    /// <summary>Nobody's yet, or held by the one whose script it is. What a real person once had stays theirs.</summary>
    public async Task<bool> IsOurs(CancellationToken cancel)
    {
        if (taken) return false;
        var now = await owner.Open(Number, cancel);
        taken = now.Status != "open" || (now.Owner is { } by && by.Id != owner.Id);
        return !taken;
    }

    public async Task DeskDoes(ScriptLine next, IReadOnlyDictionary<string, Colleague> staff, CancellationToken cancel)
    {
        if (next.Act is not Act.Note) await MakeMine(cancel);
        var text = LiveSlots.Fill(next.Text, slots);
        switch (next.Act)
        {
            case Act.DeskWrites: await staff[next.By!].Answer(Number, text, NextKey(), null, cancel); break;
            case Act.Note: await staff[next.By!].Note(Number, text, NextKey(), cancel); break;
            case Act.Done: foreach (var step in next.Steps) await owner.Complete(Number, step, NextKey(), cancel); break;
            case Act.Skip: await owner.Skip(Number, next.Steps[0], text, NextKey(), cancel); break;
            case Act.Resolve: await owner.Resolve(Number, NextKey(), cancel); break;
        }
    }

    async Task MakeMine(CancellationToken cancel)
    {
        var now = await owner.Open(Number, cancel);
        if (now.Owner is null) await owner.Claim(Number, cancel);
        if (now.ContactType is null && script.Type is not null) await owner.IsAbout(Number, script.Type, cancel);
    }

    string NextKey() => StableId.For(string.Create(CultureInfo.InvariantCulture, $"{run}/{made++}")).ToString();
}

/// <summary>What differs from one showing of a script to the next.</summary>
static class LiveSlots
{
    public static IReadOnlyDictionary<string, string> For(LiveScript script, int showing, int round)
    {
        var cast = script.Cast ?? [];
        var slots = cast.Count == 0 ? new(StringComparer.Ordinal) : new Dictionary<string, string>(cast[showing % cast.Count], StringComparer.Ordinal);
        if (showing >= cast.Count) slots["name"] = InventedNames.Full($"live/{script.Key}/{round}");
        slots["order"] = (20500 + round * 3 % 900).ToString(CultureInfo.InvariantCulture);
        slots["booking"] = $"LH-{1000 + round * 7 % 900}";
        slots["room"] = (1 + round * 5 % 14).ToString(CultureInfo.InvariantCulture);
        return slots;
    }

    public static string Fill(string text, IReadOnlyDictionary<string, string> slots)
    {
        foreach (var (name, value) in slots) text = text.Replace("{" + name + "}", value, StringComparison.Ordinal);
        return text;
    }

    /// <summary>A name as the part of a mail address before the at sign.</summary>
    public static string Plain(string name) => new([.. name.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '.')]);
}
