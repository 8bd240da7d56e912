using System.Globalization;
using System.Net;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Rapport.Tests.Faults;

namespace Rapport.Tests.Essence;

/// <summary>What must be done costs pay, what is given costs seconds and small money; both stand on one page, of finished weeks and of everybody together.</summary>
[Trait("Proves", "E138")]
public class CostTests
{
    static readonly (string Person, int Seconds, long Surprise)[] Week =
    [
        ("Anouk", 60, 190),
        ("Bohdan", 120, 190),
        ("Cyrill", 90, 190),
        ("Dietlind", 150, 190),
        ("Edmond", 180, 190),
        ("Florin", 120, 0),
    ];

    const decimal PaidHours = 190, AnHour = 30, Function = 5700, Seconds = 720, TimeWorth = 6, Surprises = 9.5m, Share = 15.5m / 5700;

    [Theory, OnBothDatabases]
    public async Task A_week_worked_by_hand_is_what_the_page_says(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (people, lea) = await Serve(desk);
        await lea.Post("/api/v1/paid-hours", new { hours = PaidHours, an_hour = AnHour, currency = "USD", from_week = "2026-11-18" });
        Assert.Empty((await lea.Get("/api/v1/team/costs")).GetProperty("weeks").EnumerateArray());
        await desk.Pass(TimeSpan.FromDays(1));

        var week = Assert.Single((await lea.Get("/api/v1/team/costs")).GetProperty("weeks").EnumerateArray());

        Assert.Equal(("2026-11-16", "2026-11-22"), (week.Of("first"), week.Of("last")));
        var (function, essence) = (week.GetProperty("function"), week.GetProperty("essence"));
        Assert.Equal((PaidHours, Function), (function.GetProperty("paid_hours").GetDecimal(), Dollars(Assert.Single(function.GetProperty("cost").EnumerateArray()))));
        Assert.Equal((Seconds, Week.Length, TimeWorth), (essence.GetProperty("seconds").GetDecimal(), essence.GetProperty("said_of").GetInt32(), Dollars(essence.GetProperty("time_worth"))));
        Assert.Equal(Surprises, Dollars(Assert.Single(essence.GetProperty("surprises").EnumerateArray())));
        Assert.Equal(Share, week.GetProperty("share").GetDecimal(), 6);
        Assert.Equal("12 minutes and $9.50 of 190 paid hours: less than 1%.", week.Of("words"));

        var page = WebUtility.HtmlDecode(await lea.Page("/team/costs"));
        foreach (var said in new[] { "<b>190</b>", "<b>$5,700</b>", "<b>12 minutes</b> <span>worth $6, said of 6 of 6 moments", "<b>$9.50</b>", "12 minutes and $9.50 of 190 paid hours: less than 1%.", "None of these numbers is to be reached" }) Assert.Contains(said, page, StringComparison.Ordinal);
        Assert.All(Week, w => Assert.DoesNotContain(w.Person, page + week.GetRawText(), StringComparison.Ordinal));
        Assert.Equal(403, (await people[0].Try(HttpMethod.Get, "/api/v1/team/costs")).Status);
        Assert.Equal(403, (await people[0].Try(HttpMethod.Post, "/api/v1/paid-hours", new { hours = 1, an_hour = 1, currency = "USD" })).Status);
    }

    /// <summary>As far from UTC as a house can be, on the side on which its day is another one now.</summary>
    [Fact]
    public async Task A_week_is_a_week_of_the_house()
    {
        var zone = DateTimeOffset.UtcNow.Hour >= 11 ? "Etc/GMT-14" : "Etc/GMT+12";
        var folder = Directory.CreateTempSubdirectory("rapport-test-");
        await using (var desk = await DeskProcess.Start(folder.FullName, settings: new Dictionary<string, string>(StringComparer.Ordinal) { ["TZ"] = zone }))
        {
            var here = SystemClock.Instance.GetCurrentInstant().InZone(DateTimeZoneProviders.Tzdb[zone]).Date;
            Assert.NotEqual(SystemClock.Instance.GetCurrentInstant().InUtc().Date, here);
            Task<(int Status, JsonElement)> Set(LocalDate day) => desk.Owner.Try(HttpMethod.Post, "/api/v1/paid-hours", new { hours = 190, an_hour = 30, currency = "USD", from_week = LocalDatePattern.Iso.Format(day) });

            Assert.Equal(201, (await Set(here.PlusYears(1))).Status);
            Assert.Equal(400, (await Set(here.PlusYears(1).PlusDays(1))).Status);
            Assert.Contains($"value=\"{LocalDatePattern.Iso.Format(here)}\"", await desk.Owner.GetStringAsync(new Uri("/team/costs", UriKind.Relative)), StringComparison.Ordinal);
        }
        folder.Delete(recursive: true);
    }

    [Theory, OnBothDatabases]
    public async Task What_was_paid_in_an_earlier_week_stays_when_more_is_paid_later(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (_, lea) = await Serve(desk);
        await desk.Pass(TimeSpan.FromDays(1));
        var week = Assert.Single((await lea.Get("/api/v1/team/costs")).GetProperty("weeks").EnumerateArray());
        Assert.Equal(JsonValueKind.Null, week.GetProperty("function").GetProperty("paid_hours").ValueKind);
        Assert.Equal(JsonValueKind.Null, week.GetProperty("share").ValueKind);
        Assert.Contains("nobody has said what is paid", await lea.Page("/team/costs"), StringComparison.Ordinal);

        await lea.Post("/team/costs/paid-hours", new { hours = "190", an_hour = "30", currency = "USD", from_week = "2026-11-22" });
        await lea.Post("/team/costs/paid-hours", new { hours = "228", an_hour = "40", currency = "USD", from_week = "2026-11-23" });

        Assert.Equal(Function, Dollars((await lea.Get("/api/v1/team/costs")).GetProperty("weeks")[0].GetProperty("function").GetProperty("cost")[0]));
        Assert.Contains("228 paid hours a week at $40 an hour, since the week of 23 November 2026", await lea.Page("/team/costs"), StringComparison.Ordinal);
        Assert.Equal([228, 190], (await lea.Get("/api/v1/paid-hours")).GetProperty("items").EnumerateArray().Select(p => p.GetProperty("hours").GetInt32()));
    }

    [Theory, OnBothDatabases]
    public async Task Amounts_of_two_currencies_are_said_and_not_added(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (_, lea) = await Serve(desk);
        await lea.Post("/api/v1/paid-hours", new { hours = 190, an_hour = 4500, currency = "JPY" });
        await desk.Pass(TimeSpan.FromDays(1));

        var week = (await lea.Get("/api/v1/team/costs")).GetProperty("weeks")[0];

        Assert.Equal((855_000, "JPY"), (week.GetProperty("function").GetProperty("cost")[0].GetProperty("minor").GetInt64(), week.GetProperty("function").GetProperty("cost")[0].Of("currency")));
        Assert.Equal((900, "JPY"), (week.GetProperty("essence").GetProperty("time_worth").GetProperty("minor").GetInt64(), week.GetProperty("essence").GetProperty("time_worth").Of("currency")));
        Assert.Equal("12 minutes of 190 paid hours: less than 1%; $9.50 more is in another currency and not added.", week.Of("words"));
        Assert.Equal(900m / 855_000, week.GetProperty("share").GetDecimal(), 6);
        var (status, problem) = await lea.Try(HttpMethod.Post, "/api/v1/paid-hours", new { hours = 190, an_hour = 45.5, currency = "JPY" });
        Assert.Equal((422, "45.5 JPY can't be: amounts in JPY have no decimals."), (status, problem.Of("detail")));
        foreach (var wrong in new object[] { new { hours = 0, an_hour = 1, currency = "USD" }, new { hours = 1, an_hour = 0, currency = "USD" }, new { hours = 1, an_hour = 1, currency = "dollars" }, new { hours = 1, an_hour = 1, currency = "USD", from_week = "next week" }, new { hours = 1, an_hour = 1, currency = "USD", from_week = "1999-01-01" }, new { an_hour = 1 } })
            Assert.Equal(400, (await lea.Try(HttpMethod.Post, "/api/v1/paid-hours", wrong)).Status);
    }

    /// <summary>A single gift in a week waits for those of four others, and then it is in the sum of several weeks and in none of them.</summary>
    [Trait("Proves", "E156")]
    [Theory, OnBothDatabases]
    public async Task What_fewer_than_five_people_gave_is_in_no_week(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (people, lea) = await Serve(desk);
        var toy = await desk.Owner.Gesture("A toy", 700);
        Assert.Equal(201, (await people[5].Give(await desk.Conversation("One alone"), toy)).Status);
        await lea.Post("/api/v1/paid-hours", new { hours = PaidHours, an_hour = AnHour, currency = "USD" });
        await desk.Pass(TimeSpan.FromDays(1));
        Assert.Equal(950, await Small());
        for (var i = 0; i < 4; i++) Assert.Equal(201, (await people[i].Give(await desk.Conversation($"Later {i}"), toy)).Status);
        await desk.Pass(TimeSpan.FromDays(7));

        Assert.Equal(950, await Small());
        // The second week has no moments yet, so what is of both weeks is beside no week that is shown in full; it stands by itself.
        var longer = Assert.Single((await lea.Get("/api/v1/team/costs")).GetProperty("over_several_weeks").EnumerateArray());
        Assert.Equal(("2026-11-16", "2026-11-29", 3500), (longer.Of("first"), longer.Of("last"), longer.GetProperty("surprises").GetProperty("minor").GetInt64()));
        Assert.Contains("Surprises of several weeks", await lea.Page("/team/costs"), StringComparison.Ordinal);

        async Task<long> Small() => (await lea.Get("/api/v1/team/costs")).GetProperty("weeks")[0].GetProperty("essence").GetProperty("surprises")[0].GetProperty("minor").GetInt64();
    }

    [Theory, OnBothDatabases]
    public async Task With_fewer_than_five_people_there_is_no_cost_of_anything(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (_, lea) = await desk.Person("Lea", "lead");
        await lea.Keeps(await desk.Conversation(), seconds: 60);
        await desk.Pass(TimeSpan.FromDays(8));

        var costs = await lea.Get("/api/v1/team/costs");

        Assert.False(costs.GetProperty("enough_people").GetBoolean());
        Assert.Equal(0, costs.GetProperty("weeks").GetArrayLength());
        Assert.Contains("Nothing is shown for so few people", await lea.Page("/team/costs"), StringComparison.Ordinal);
    }

    static decimal Dollars(JsonElement amount)
    {
        Assert.Equal("USD", amount.Of("currency"));
        return amount.GetProperty("minor").GetInt64() / 100m;
    }

    static async Task<(List<HttpClient> People, HttpClient Lead)> Serve(TestDesk desk)
    {
        await desk.Owner.Allowance(daily: 100_00, each: 100_00);
        var treat = await desk.Owner.Gesture("A treat", 190);
        var people = new List<HttpClient>();
        foreach (var (person, seconds, surprise) in Week)
        {
            var (_, client) = await desk.Person(person);
            people.Add(client);
            var number = await desk.Conversation(string.Create(CultureInfo.InvariantCulture, $"Customer {people.Count}"));
            await client.Keeps(number, seconds: seconds);
            if (surprise > 0) Assert.Equal(201, (await client.Give(number, treat)).Status);
        }
        return (people, (await desk.Person("Lea", "lead")).Client);
    }
}
