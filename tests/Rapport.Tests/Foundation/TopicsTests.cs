using Microsoft.Extensions.Time.Testing;
using Rapport.Foundation;

namespace Rapport.Tests.Foundation;

public class TopicsTests
{
    [Fact]
    public void A_conversation_is_told_at_once_and_an_inbox_at_most_once_a_second()
    {
        var time = new FakeTimeProvider();
        using var topics = new Topics(time);
        using var line = topics.Follow(["inbox", "conversation:1042"], null);

        for (var i = 0; i < 5; i++) { topics.Publish("inbox"); topics.Publish("conversation:1042"); }
        Assert.Equal(["inbox", "conversation:1042", "conversation:1042", "conversation:1042", "conversation:1042", "conversation:1042"], All(line));

        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["inbox"], All(line));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(All(line));
        topics.Publish("inbox");
        Assert.Equal(["inbox"], All(line));
    }

    [Fact]
    public void Nobody_is_told_what_they_do_not_follow()
    {
        using var topics = new Topics(new FakeTimeProvider());
        using var line = topics.Follow(["conversation:1"], null);
        topics.Publish("conversation:2");
        topics.Publish("inbox");
        Assert.Empty(All(line));
    }

    [Fact]
    public async Task The_lines_of_somebody_whose_rights_change_are_closed()
    {
        using var topics = new Topics(new FakeTimeProvider());
        var (ana, bo) = (Guid.NewGuid(), Guid.NewGuid());
        using var anas = topics.Follow(["inbox"], ana);
        using var bos = topics.Follow(["inbox"], bo);
        topics.Close(ana);
        Assert.False(await anas.News.WaitToReadAsync());
        topics.Publish("inbox");
        Assert.Equal(["inbox"], All(bos));
    }

    [Fact]
    public void Whoever_reads_too_slowly_is_told_once_to_fetch_everything()
    {
        using var topics = new Topics(new FakeTimeProvider());
        using var line = topics.Follow([.. Enumerable.Range(0, 100).Select(i => $"conversation:{i}")], null);

        for (var i = 0; i < 60; i++) topics.Publish($"conversation:{i}");
        Assert.Equal(60, All(line).Count);
        Assert.False(line.HasMissedSome());

        for (var i = 0; i < 100; i++) topics.Publish($"conversation:{i}");
        Assert.True(line.HasMissedSome());
        Assert.False(line.HasMissedSome());
    }

    static List<string> All(Topics.Listener line)
    {
        var all = new List<string>();
        while (line.News.TryRead(out var topic)) all.Add(topic);
        return all;
    }
}
