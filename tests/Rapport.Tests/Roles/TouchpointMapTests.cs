using FsCheck;
using FsCheck.Fluent;
using Rapport.Foundation;
using Rapport.Roles.Maps;

namespace Rapport.Tests.Roles;

/// <summary>The arithmetic of a map: what it takes, where hands are free, and what a talk adds.</summary>
public class TouchpointMapTests
{
    /// <summary>Scan, then the customer pays and the bank approves, then the receipt.</summary>
    static readonly TouchpointMap Checkout = TouchpointMap.Of(
    [
        new("scan", "Scan the items", Busy.Csr, 45, [], Mandatory: true),
        new("pay", "Swipe the card and sign", Busy.Customer, 22, ["scan"]),
        new("approve", "The bank approves", Busy.Machine, 4, ["pay"]),
        new("receipt", "Hand over the receipt", Busy.Csr, 4, ["approve"], Mandatory: true),
        new("bag", "Pack the bag", Busy.Customer, 10, ["scan"]),
    ]);

    [Fact, Trait("Proves", "E161")]
    public void The_critical_path_is_the_chain_that_makes_it_take_so_long()
    {
        Assert.Equal(75, Checkout.Seconds);
        Assert.Equal(["scan", "pay", "approve", "receipt"], Checkout.CriticalPath.Select(s => s.Key));
        Assert.False(Checkout.IsCritical(Checkout.Step("bag")!));
    }

    [Fact, Trait("Proves", "E161")]
    public void A_window_is_where_hands_are_free_while_others_are_busy()
    {
        var window = Assert.Single(Checkout.Windows);

        Assert.Equal((45, 26, 26), (window.Start, window.Free, window.Seconds));
        Assert.Equal(["pay", "bag", "approve"], window.Steps.Select(s => s.Key));
        Assert.Equal([0, 0, 4], new[] { 20, 26, 30 }.Select(talk => Checkout.AddedSeconds(window, talk)));
        Assert.Equal([0, 16, 20], new[] { "pay", "approve", "scan" }.Select(step => Checkout.AddedSeconds(step, 20)));
    }

    [Fact]
    public void The_next_open_step_knows_the_window_before_it()
    {
        Assert.Null(Checkout.WindowAfter([]));
        Assert.Equal(26, Checkout.WindowAfter(["scan"])?.Seconds);
        Assert.Null(Checkout.WindowAfter(["scan", "receipt"]));
    }

    /// <summary>That they have paid is seen by what is done after it; nobody ticks it off.</summary>
    [Fact]
    public void What_the_customer_must_do_is_over_once_something_after_it_is_done()
    {
        var map = TouchpointMap.Of([new("find", "Find it", Busy.Csr, 20, [], Mandatory: true), new("pay", "They pay", Busy.Customer, 20, ["find"], Mandatory: true), new("send", "Send it", Busy.Csr, 15, ["pay"], Mandatory: true), new("close", "Close it", Busy.Csr, 5, ["send"], Mandatory: true)]);

        Assert.Equal("They pay", map.WindowAfter(["find"])?.Beside);
        Assert.Null(map.WindowAfter(["find", "send"]));
    }

    [Theory]
    [InlineData("wait for each other, so none can begin: A → B → A", "a:b", "b:a")]
    [InlineData("wait for each other, so none can begin: A → A", "a:a")]
    [InlineData("comes after “x”, and there is no such step", "a:x")]
    [InlineData("Two steps have the key “a”", "a:", "a:")]
    [InlineData("needs at least one step")]
    public void What_cannot_be_is_refused_in_words(string words, params string[] steps)
    {
        var no = Assert.Throws<Refusal>(() => TouchpointMap.Of([.. steps.Select(s => s.Split(':')).Select(s => new MapStep(s[0], s[0].ToUpperInvariant(), Busy.Csr, 5, s[1].Length == 0 ? [] : [s[1]]))]));
        Assert.Contains(words, no.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Less_than_no_time_is_refused_in_words() =>
        Assert.Contains("takes -5 seconds", Assert.Throws<Refusal>(() => TouchpointMap.Of([new("a", "A", Busy.Csr, -5, [])])).Message, StringComparison.Ordinal);

    [Fact, Trait("Proves", "E161")]
    public void One_pair_of_hands_does_one_thing_at_a_time()
    {
        var atOnce = TouchpointMap.Of([new("a", "A", Busy.Csr, 20, []), new("b", "B", Busy.Csr, 120, []), new("c", "C", Busy.Csr, 30, [])]);
        Assert.Equal(170, atOnce.Seconds);
        Assert.Equal(["a", "b", "c"], atOnce.CriticalPath.Select(s => s.Key));

        // While the machine works for 20 seconds there are two things of 10 to do, so nothing is free.
        var full = TouchpointMap.Of([new("a", "A", Busy.Csr, 5, []), new("m", "M", Busy.Machine, 20, ["a"]), new("c1", "C1", Busy.Csr, 10, ["a"]), new("c2", "C2", Busy.Csr, 10, ["a"]), new("d", "D", Busy.Csr, 5, ["m", "c1", "c2"])]);
        Assert.Empty(full.Windows);
        Assert.Equal(10, full.AddedSeconds("m", 10));

        // What can begin first goes first: the phone is not put down for what is listed before it.
        var later = TouchpointMap.Of([new("m", "M", Busy.Machine, 30, []), new("after", "After it", Busy.Csr, 10, ["m"]), new("now", "Now", Busy.Csr, 10, [])]);
        Assert.Equal((0, 30, 40), (later.Start(later.Step("now")!), later.Start(later.Step("after")!), later.Seconds));
    }

    static readonly Gen<TouchpointMap> AnyMap =
        from n in Gen.Choose(1, 12)
        from steps in Gen.Choose(0, int.MaxValue - 1).Select(seed => new Random(seed)).Select(random => Enumerable.Range(0, n).Select(i =>
            new MapStep($"s{i}", $"Step {i}", (Busy)random.Next(3), random.Next(5) == 0 ? 0 : random.Next(60), [.. Enumerable.Range(0, i).Where(_ => random.Next(3) == 0).Select(j => $"s{j}")], Mandatory: random.Next(2) == 0)).ToList())
        select TouchpointMap.Of(steps);

    [Fact, Trait("Proves", "E161")]
    public void What_a_talk_adds_is_what_the_map_takes_longer_when_the_talk_is_put_into_it() =>
        Prop.ForAll(Arb.From(AnyMap), Arb.From(Gen.Choose(0, 200)), (map, talk) => map.Windows.All(window => TakesWith(map, window, talk) - map.Seconds == map.AddedSeconds(window, talk)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact, Trait("Proves", "E161")]
    public void A_talk_beside_a_step_that_can_wait_adds_nothing()
    {
        var map = TouchpointMap.Of([new("a", "A", Busy.Csr, 5, []), new("m1", "M1", Busy.Machine, 60, ["a"]), new("c1", "C1", Busy.Csr, 10, ["a"]), new("m2", "M2", Busy.Customer, 5, ["c1"]), new("c2", "C2", Busy.Csr, 5, ["m1", "m2"])]);

        Assert.Equal([0, 0, 5], new[] { 20, 45, 50 }.Select(talk => map.AddedSeconds("c1", talk)));
        Assert.Equal(20, map.AddedSeconds("a", 20));
    }

    [Fact, Trait("Proves", "E161")]
    public void What_a_talk_beside_any_step_of_whoever_serves_adds_is_what_the_map_takes_longer_when_that_step_does() =>
        Prop.ForAll(Arb.From(AnyMap), Arb.From(Gen.Choose(0, 200)), (map, talk) => map.Steps.Where(s => s.Busy is Busy.Csr).All(step => TakesWhenLonger(map, step, talk) - map.Seconds == map.AddedSeconds(step.Key, talk)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact, Trait("Proves", "E161")]
    public void Beside_a_step_all_through_which_hands_are_busy_what_they_are_busy_with_takes_longer() =>
        Prop.ForAll(Arb.From(AnyMap), Arb.From(Gen.Choose(0, 200)), (map, talk) => map.Steps.Where(s => s.Busy is not Busy.Csr && !map.Windows.Any(w => w.Start < map.End(s) && map.Start(s) < w.End)).All(step =>
            map.Steps.Where(s => s.Busy is Busy.Csr && map.Start(s) <= map.Start(step) && map.Start(step) < map.End(s)).ToList() is not { Count: > 0 } hands
            || hands.Max(h => TakesWhenLonger(map, h, talk)) - map.Seconds == map.AddedSeconds(step.Key, talk)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact, Trait("Proves", "E161")]
    public void In_a_window_nobody_who_serves_is_busy_and_somebody_else_is() =>
        Prop.ForAll(Arb.From(AnyMap), map =>
        {
            bool BusyAt(int second, bool csr) => map.Steps.Any(s => s.Busy is Busy.Csr == csr && map.Start(s) <= second && second < map.End(s));
            var inWindow = map.Windows.SelectMany(w => Enumerable.Range(w.Start, w.Free)).ToHashSet();
            return Enumerable.Range(0, map.Seconds).All(second => map.Steps.Count(s => s.Busy is Busy.Csr && map.Start(s) <= second && second < map.End(s)) <= 1 && inWindow.Contains(second) == (!BusyAt(second, csr: true) && BusyAt(second, csr: false)))
                && map.Windows.All(w => w.Seconds >= w.Free)
                && map.CriticalPath.Sum(s => s.Seconds) == map.Seconds;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    /// <summary>The steps, each of whoever serves after the one that they do before it: what takes longer does not change in which order they work.</summary>
    static IEnumerable<MapStep> AsTheHandsDoThem(TouchpointMap map)
    {
        var hands = map.Steps.Where(s => s.Busy is Busy.Csr).OrderBy(map.Start).ThenBy(map.End).ThenBy(s => s.After.Select(a => map.End(map.Step(a)!)).DefaultIfEmpty(0).Max()).ToList();
        return map.Steps.Select(s => hands.IndexOf(s) is > 0 and var at ? s with { After = [.. s.After, hands[at - 1].Key] } : s);
    }

    /// <summary>The whole computed anew: the step takes so much longer, and what the same hands do after it waits for it.</summary>
    static int TakesWhenLonger(TouchpointMap map, MapStep step, int talk) => TouchpointMap.Of([.. AsTheHandsDoThem(map).Select(s =>
        s.Key == step.Key ? s with { Seconds = s.Seconds + talk }
        : s.Busy is Busy.Csr && map.Start(s) >= map.End(step) && map.End(s) > map.End(step) ? s with { After = [.. s.After, step.Key] } : s)]).Seconds;

    /// <summary>The whole computed anew: the talk is a step of whoever serves, after all that is over by then, before all that they still have to do.</summary>
    static int TakesWith(TouchpointMap map, Window window, int talk)
    {
        var said = new MapStep("talk", "Talk", Busy.Csr, talk, [.. map.Steps.Where(s => map.End(s) <= window.Start).Select(s => s.Key)]);
        var late = AsTheHandsDoThem(map).Select(s => s.Busy is Busy.Csr && map.Start(s) >= window.Start && map.End(s) > window.Start ? s with { After = [.. s.After, "talk"] } : s);
        // A window may begin while somebody else is in the middle of something: then the talk begins then, not before.
        var until = new MapStep("until", "Until then", Busy.Machine, window.Start, []);
        return TouchpointMap.Of([.. late, until, said with { After = [.. said.After, "until"] }]).Seconds;
    }
}
