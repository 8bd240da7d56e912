using System.Globalization;
using System.Text.Json;
using Rapport.Town.Line;

namespace Rapport.Town;

public sealed record Worker(string Key, string Name, string? Persona, string Email, string Role)
{
    public string Shown => Persona ?? Name.Split(' ')[0];
}

public sealed record Townsperson(string Key, string Name, string? Email, string? Phone);

/// <summary>A conversation of the past weeks. It begins so many days ago at a time of day, or so long ago.</summary>
public sealed record PastConversation(string Key, string Customer, string Channel, string? Type, string Subject, string Start, IReadOnlyList<string> Lines)
{
    public IReadOnlyList<ScriptLine> Script { get; } = [.. Lines.Select(ScriptLine.Parse)];

    public DateTimeOffset Begins(DateTimeOffset now)
    {
        var words = Start.Split(' ');
        if (words[0] == "ago") return now - ScriptLine.Span(words[1]);
        var day = now.Date - ScriptLine.Span(words[0]);
        return new DateTimeOffset(day + TimeSpan.Parse(words[1], CultureInfo.InvariantCulture), now.Offset);
    }

    public TimeSpan Lasts => Script.Aggregate(TimeSpan.Zero, (sum, line) => sum + line.Wait);
}

/// <summary>A conversation that is held while you watch. Each time it is another customer of its cast; {slots} are theirs.</summary>
public sealed record LiveScript(string Key, string? Channel, string? Type, string Owner, string? Continues, IReadOnlyList<IReadOnlyDictionary<string, string>>? Cast, IReadOnlyList<string> Lines)
{
    public IReadOnlyList<ScriptLine> Script { get; } = [.. Lines.Select(ScriptLine.Parse)];
}

public sealed record TownTidbit(string By, string Text, string About, string? Season, string Source, string SharedBy);

public sealed record TownReason(string By, string Product, string Fact, string Source, string Suits);

public sealed record TownGesture(string Title, long Minor);

public sealed record TownAllowance(long PerPersonAndDay, long PerCustomer, int Days, string Currency);

public sealed record TownGift(string By, string Conversation, string Gesture, string Reason);

/// <summary>What the people of the town know, and what they may give away.</summary>
public sealed record TownEssence(IReadOnlyList<TownTidbit> Tidbits, IReadOnlyList<TownReason> Reasons, IReadOnlyList<TownGesture> Gestures, TownAllowance Allowance, TownGift Given);

/// <summary>What a customer told somebody and agreed to have remembered; it may be over by now.</summary>
public sealed record TownFact(string Customer, string By, int DaysAgo, string Kind, string Text, string Channel, string? Over);

public sealed record TownStep(string Key, string Name, string Busy, int Seconds, IReadOnlyList<string> After, string Kind, bool Mandatory);

public sealed record TownMap(string Name, string Trade, string ContactType, IReadOnlyList<TownStep> Steps);

public sealed record TownWeave(string ContactType, string Step, string Kind, string Opening, string Reason, string Evidence, string Owner, int DaysAgo);

public sealed record TownDesign(string Kind, string What, string Owner, int DaysAgo);

/// <summary>What the town's roles are for, how their contacts go, and what is woven into them. A charter is the text of it.</summary>
public sealed record RolesOfTown(IReadOnlyList<string> Charters, IReadOnlyList<TownMap> Maps, IReadOnlyList<TownWeave> Weaves, IReadOnlyList<TownDesign> Designs);

/// <summary>
/// Harbor Street: a pet shop (Harbor Street Pets) and a small hotel (Lantern House) that share one desk, and the people around them.
/// None of them exists; every word was written for this project.
/// </summary>
public sealed record TownContent(
    string House, string Visitor, IReadOnlyList<Worker> Staff, IReadOnlyList<Townsperson> Customers,
    IReadOnlyList<ContactTypeDraft> ContactTypes, IReadOnlyList<PastConversation> Past, IReadOnlyList<LiveScript> Live, RolesOfTown Roles)
{
    public TownEssence Essence { get; init; } = File<TownEssence>("essence.json");

    public IReadOnlyList<TownFact> Memory { get; init; } = File<List<TownFact>>("memory.json");

    sealed record PeopleFile(string House, string Visitor, IReadOnlyList<Worker> Staff, IReadOnlyList<Townsperson> Customers);

    public static TownContent Read()
    {
        var people = File<PeopleFile>("people.json");
        return new TownContent(people.House, people.Visitor, people.Staff, people.Customers, File<List<ContactTypeDraft>>("contact-types.json"),
            [.. File<List<PastConversation>>("conversations-pets.json"), .. File<List<PastConversation>>("conversations-hotel.json")], File<List<LiveScript>>("live.json"), File<RolesOfTown>("roles.json"));
    }

    static T File<T>(string name)
    {
        using var stream = typeof(TownContent).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The town's {name} is missing.");
        return JsonSerializer.Deserialize<T>(stream, DeskLine.Json)!;
    }
}
