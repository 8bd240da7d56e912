using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Rapport.Roles.Documents;
using Half = Rapport.Roles.Charters.Half;

namespace Rapport.Tests.Essence;

/// <summary>How often what may be given is spoken of: only where somebody chose it, counted from lines that can be counted again.</summary>
[Trait("Proves", "E150")]
public class AttentionTests
{
    const string Minutes = "Two printers are broken\nNew opening hours from May\nA compliment for Bea from a guest: she asked about her dog and how it is doing\nPurpose:\nNotice what somebody celebrates";

    [Theory, OnBothDatabases]
    public async Task The_count_is_that_of_the_lines_it_links(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (_, lea) = await desk.Person("Lea", "lead");
        var source = await lea.Post("/api/v1/attention/sources", new { kind = "meeting", month = "2026-11", title = "Monday round", text = Minutes });
        await lea.Post("/api/v1/attention/sources", new { kind = "document", month = "2026-10", title = "Checklist", text = "Gas off\nLock the door" });

        var months = (await lea.Get("/api/v1/attention")).GetProperty("months").EnumerateArray().ToList();

        Assert.Equal([("2026-11", "meeting", 2, 4), ("2026-10", "document", 0, 2)], months.Select(m => (m.Of("month"), m.Of("kind"), m.GetProperty("mentions").GetInt32(), m.GetProperty("of").GetInt32())));
        var lines = months[0].GetProperty("lines").EnumerateArray().ToList();
        Assert.Equal(2, lines.Count);
        var whole = (await lea.Get($"/api/v1/attention/sources/{source.Of("id")}")).GetProperty("lines").EnumerateArray().ToDictionary(l => l.GetProperty("number").GetInt32(), l => l.Of("words"));
        foreach (var line in lines)
        {
            Assert.Equal(whole[line.GetProperty("line").GetInt32()], line.Of("words"));
            Assert.Equal(Half.Essence, HalfOfLine.Of(line.Of("words")!));
        }
        Assert.Equal(2, whole.Values.Count(w => HalfOfLine.Of(w!) is Half.Essence)); // and no other line is one

        Assert.Equal(204, (await lea.Try(HttpMethod.Delete, $"/api/v1/attention/sources/{source.Of("id")}")).Status);
        Assert.Equal(1, (await lea.Get("/api/v1/attention")).GetProperty("months").GetArrayLength());
    }

    [Theory, OnBothDatabases]
    public async Task Notes_are_counted_only_where_they_were_turned_on_from_then_on_and_never_by_person(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (_, lea) = await desk.Person("Lea", "lead");
        var people = new List<HttpClient>();
        for (var i = 0; i < 5; i++) people.Add((await desk.Person($"Person {i}")).Client);
        var number = await desk.Conversation();
        await Note(people, 5);
        await desk.Pass(TimeSpan.FromDays(10));
        Assert.Equal(0, await Months());

        await lea.Try(HttpMethod.Put, "/api/v1/attention/notes", new { on = true });
        await desk.Pass(TimeSpan.FromDays(30));
        Assert.Equal(0, await Months()); // what was written before is not counted

        await Note(people, 4);
        await desk.Pass(TimeSpan.FromDays(31));
        Assert.Equal(0, await Months()); // four wrote in that month, and it would be theirs
        await Note(people, 5);
        Assert.Equal(0, await Months()); // the month is not over
        await desk.Pass(TimeSpan.FromDays(31));
        var month = (await lea.Get("/api/v1/attention")).GetProperty("months")[0];
        Assert.Equal((5, 5, number), (month.GetProperty("mentions").GetInt32(), month.GetProperty("of").GetInt32(), month.GetProperty("lines")[0].GetProperty("conversation").GetInt64()));
        Assert.DoesNotContain("Person ", month.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(0, (await people[0].Get("/api/v1/attention")).GetProperty("months")[0].GetProperty("lines").GetArrayLength());

        await lea.Try(HttpMethod.Put, "/api/v1/attention/notes", new { on = false });
        Assert.Equal(0, await Months());
        Assert.Equal(2, await desk.InDatabase(db => db.Log.CountAsync(l => l.Kind == "counting_of_notes_set")));

        async Task<int> Months() => (await lea.Get("/api/v1/attention")).GetProperty("months").GetArrayLength();

        async Task Note(List<HttpClient> who, int many)
        {
            foreach (var person in who.Take(many)) await person.Post($"/api/v1/conversations/{number}/notes", new { body = "She loves it when one asks about her dog and how it is doing" });
        }
    }

    [Theory, OnBothDatabases]
    public async Task Leads_choose_and_everybody_can_see_what_is_counted(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var ((_, ana), (_, lea)) = (await desk.Person("Ana"), await desk.Person("Lea", "lead"));
        Assert.Equal(403, (await ana.Try(HttpMethod.Post, "/api/v1/attention/sources", new { kind = "meeting", title = "x", text = "y" })).Status);
        Assert.Equal(403, (await ana.Try(HttpMethod.Put, "/api/v1/attention/notes", new { on = true })).Status);
        Assert.Equal(400, (await lea.Try(HttpMethod.Post, "/api/v1/attention/sources", new { kind = "poem", title = "x", text = "y" })).Status);
        Assert.Equal(400, (await lea.Try(HttpMethod.Post, "/api/v1/attention/sources", new { kind = "meeting", month = "May", title = "x", text = "y" })).Status);
        var source = await lea.Post("/api/v1/attention/sources", new { kind = "meeting", title = "Monday round", text = Minutes });

        Assert.Contains("Notes are not counted", await ana.Page("/roles/attention"), StringComparison.Ordinal);
        Assert.Contains("2 of 4 lines", await ana.Page("/roles/attention"), StringComparison.Ordinal);
        Assert.DoesNotContain("Bea", await ana.Page("/roles/attention"), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Array, (await ana.Get("/api/v1/attention")).GetProperty("sources").ValueKind);
        Assert.Equal(0, (await ana.Get("/api/v1/attention")).GetProperty("sources").GetArrayLength());
        Assert.Equal(403, (await ana.Try(HttpMethod.Get, $"/api/v1/attention/sources/{source.Of("id")}")).Status);
    }
}
