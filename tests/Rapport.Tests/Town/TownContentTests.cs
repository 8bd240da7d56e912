using Rapport.Town;

namespace Rapport.Tests.Town;

public sealed class TownContentTests
{
    static readonly TownContent Town = TownContent.Read();
    static readonly Dictionary<string, string[]> Steps = Town.ContactTypes.ToDictionary(t => t.Key, t => t.Steps.Select(s => s.Key).ToArray());

    public static TheoryData<string> Past => [.. Town.Past.Select(p => p.Key)];
    public static TheoryData<string> Live => [.. Town.Live.Select(p => p.Key)];

    [Fact]
    public void The_street_has_people_customers_and_a_past()
    {
        Assert.InRange(Town.Staff.Count, 6, 9);
        Assert.True(Town.Customers.Count >= 40);
        Assert.True(Town.Past.Count >= 60);
        Assert.Contains(Town.Staff, s => s.Key == Town.Visitor && s.Role == "admin");
        Assert.Equal(Town.Past.Count, Town.Past.Select(p => p.Key).Distinct().Count());
    }

    [Fact]
    public void Nobody_can_be_written_to_by_accident() =>
        Assert.All(Town.Staff.Select(s => s.Email).Concat(Town.Customers.Select(c => c.Email).OfType<string>()), email => Assert.EndsWith(".example", email, StringComparison.Ordinal));

    [Fact]
    public void The_desk_shows_every_state()
    {
        bool Has(PastConversation p, Act act) => p.Script.Any(l => l.Act == act);
        string? FirstOwner(PastConversation p) => p.Script.FirstOrDefault(l => l.Act is Act.DeskWrites or Act.Claim)?.By;
        Assert.Contains(Town.Past, p => Has(p, Act.Resolve));
        Assert.Contains(Town.Past, p => FirstOwner(p) is null);
        Assert.Contains(Town.Past, p => Has(p, Act.Promise) && !Has(p, Act.Keep));
        Assert.True(Town.Past.Count(p => !Has(p, Act.Resolve) && FirstOwner(p) == Town.Visitor) >= 4);
        Assert.Superset(new HashSet<string> { "chat", "mail", "phone", "counter" }, Town.Past.Select(p => p.Channel).ToHashSet());
    }

    [Theory, MemberData(nameof(Past))]
    public void A_past_conversation_is_over_before_now_and_knows_its_people(string key)
    {
        var past = Town.Past.Single(p => p.Key == key);
        var earliest = new DateTimeOffset(2026, 3, 29, 0, 1, 0, TimeSpan.Zero);
        Assert.True(past.Begins(earliest) + past.Lasts <= earliest, $"{key} goes on into the future");
        Assert.Contains(Town.Customers, c => c.Key == past.Customer);
        Assert.Equal(Act.CustomerWrites, past.Script[0].Act);
        Consistent(past.Script, past.Type);
    }

    [Theory, MemberData(nameof(Live))]
    public void A_live_script_can_be_played_to_its_end(string key)
    {
        var live = Town.Live.Single(p => p.Key == key);
        Assert.Contains(Town.Staff, s => s.Key == live.Owner);
        var before = live.Continues is { } past ? Town.Past.Single(p => p.Key == past) : null;
        Consistent([.. before?.Script ?? [], .. live.Script], live.Type ?? before?.Type);
        if (before is not null) return;
        Assert.True(live.Cast!.Count >= 3);
        Assert.NotEqual(Town.Visitor, live.Owner);
        foreach (var cast in live.Cast)
        {
            var slots = new Dictionary<string, string>(cast) { ["order"] = "1", ["booking"] = "2", ["room"] = "3" };
            Assert.All(live.Lines, l => Assert.DoesNotContain("{", LiveSlots.Fill(l, slots), StringComparison.Ordinal));
        }
    }

    static void Consistent(IReadOnlyList<ScriptLine> script, string? type)
    {
        var mine = type is null ? [] : Steps[type];
        var settled = script.SelectMany(l => l.Steps).ToList();
        Assert.Subset(mine.ToHashSet(), settled.ToHashSet());
        Assert.Equal(settled.Count, settled.Distinct().Count());
        Assert.All(script.Where(l => l.By is not null), l => Assert.Contains(Town.Staff, s => s.Key == l.By));
        if (script.Any(l => l.Act is Act.Resolve))
        {
            Assert.Equal(mine.Order(), settled.Order());
            Assert.Equal(script.Count(l => l.Act is Act.Promise), script.Count(l => l.Act is Act.Keep));
            Assert.Equal(Act.Resolve, script[^1].Act);
        }
    }
}
