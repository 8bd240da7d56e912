using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Desk;
using Rapport.Essence.Cues;
using Rapport.Proposing;

namespace Rapport.Tests.Essence;

/// <summary>What silences does so anywhere in a conversation, however long ago it was said.</summary>
[Trait("Proves", "E157")]
public class CueSilenceTests
{
    const string Harmless = "Which hammock is the widest?";

    [Theory, OnBothDatabases]
    public async Task What_silences_is_looked_for_in_the_whole_conversation(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await desk.Owner.Tidbit(about: "hammock");
        foreach (var (first, later) in new[] { (Harmless, 80), ("You useless idiots, you are worthless, every one of you!", 30), ("I bought it after the pregnancy test", 80), ("My mother passed away on Sunday.", 80), ("You useless idiots, you are worthless, every one of you!", 80) })
            Assert.Equal(first == Harmless, (await desk.Owner.Cues(await Long(desk, first, later))).Length > 0);
    }

    [Theory, OnBothDatabases]
    public async Task Words_that_the_house_adds_silence_what_was_said_before(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await desk.Owner.Tidbit(about: "hammock");
        var number = await Long(desk, "It is for the hedgehogs.", 80);
        Assert.NotEmpty(await desk.Owner.Cues(number));

        await desk.Owner.Post("/api/v1/deny-list", new { words = "hedgehog*" });

        Assert.Empty(await desk.Owner.Cues(number));
    }

    [Theory, OnBothDatabases]
    public async Task Where_somebody_was_upset_long_ago_there_is_nothing_light(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (calm, upset) = (await Long(desk, "Good morning", 80, "Hello again"), await Long(desk, "This is absolutely unacceptable. I have been waiting for two weeks and I am beyond angry!", 80, "Hello again"));

        Assert.Contains(await desk.Owner.Cues(calm), c => c.Of("kind") == "visit");
        Assert.Empty(await desk.Owner.Cues(upset));
    }

    [Theory, OnBothDatabases]
    public async Task An_erasure_that_falls_between_reading_and_keeping_leaves_nothing_in_memory(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var number = await desk.Conversation(body: "My husband died on Sunday.");
        var conversation = await desk.InDatabase(db => db.Conversations.Where(c => c.Number == number).Select(c => c.Id).SingleAsync());
        var (erasures, searches, falls) = (new Erasures(), 0, true);
        EarlierWords? earlier = null;
        using var one = earlier = new(erasures, (_, _, _) =>
        {
            searches++;
            if (falls) erasures.Happened(() => earlier!.LetGo());
            return Mood.Serious;
        });

        foreach (var expected in new[] { 1, 2 }) Assert.Equal((Mood.Serious, expected), (await Search(), searches));
        falls = false;
        foreach (var expected in new[] { 3, 3 }) Assert.Equal((Mood.Serious, expected), (await Search(), searches));

        Task<Mood> Search() => desk.InDatabase(db => earlier.MoodBefore(db, conversation, 2, DenyList.BuiltIn, CancellationToken.None));
    }

    [Fact]
    public void Words_that_were_laid_on_the_table_before_an_erasure_are_read_and_not_kept()
    {
        using var openings = new Openings(Rapport.Language.Recognizer.Load());
        var now = Instant.FromUtc(2026, 11, 22, 9, 0);
        var table = new OnTheTable([new(Giving.TurningTen, true, now)], [], "", "Ruth", null, null, null, now, DateTimeZone.Utc) { Erased = openings.Erasures.Now };

        openings.LetGo();

        Assert.NotEmpty(openings.Of(table, Shelf.Empty, DenyList.BuiltIn));
        Assert.Equal(0, openings.Kept);
        openings.Of(table with { Erased = openings.Erasures.Now }, Shelf.Empty, DenyList.BuiltIn);
        Assert.Equal(1, openings.Kept);
    }

    [Theory, OnBothDatabases]
    public async Task A_conversation_as_long_as_a_book_is_searched_bit_by_bit_and_silent_until_then(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await desk.Owner.Tidbit(about: "hammock");
        var number = await Long(desk, Harmless, EarlierWords.AtATime + 100);

        Assert.Empty(await desk.Owner.Cues(number));
        Assert.NotEmpty(await desk.Owner.Cues(number));
    }

    /// <summary>A conversation that begins with these words, and after which so many harmless ones were said.</summary>
    static async Task<long> Long(TestDesk desk, string first, int later, string words = Harmless)
    {
        var number = await desk.Conversation(body: first);
        var at = desk.Now;
        await desk.Change(async db =>
        {
            var id = await db.Conversations.Where(c => c.Number == number).Select(c => c.Id).SingleAsync();
            db.AddRange(Enumerable.Range(2, later).Select(i => new Message { ConversationId = id, Position = i, From = MessageFrom.Customer, PersonId = null, Author = "Ruth", Body = words, At = at }));
            await db.SaveChangesAsync();
        });
        return number;
    }
}
