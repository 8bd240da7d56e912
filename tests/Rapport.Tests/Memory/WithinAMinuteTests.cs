using System.Diagnostics;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Rapport.Foundation;
using Rapport.Tests.Channels;
using Xunit.Abstractions;

namespace Rapport.Tests.Memory;

/// <summary>On a desk whose clock is the real one, left to itself: nobody presses on its errands or its wiping.</summary>
public class WithinAMinuteTests(ITestOutputHelper output)
{
    static readonly TimeSpan Minute = TimeSpan.FromSeconds(60);

    [Theory, OnBothDatabases, Trait("Proves", "E167")]
    public async Task What_a_customer_takes_back_on_their_own_page_is_gone_from_every_file_within_a_minute(string database)
    {
        await using var desk = await TestDesk.Open(database, realTime: true);
        string[] ofFact = ["zephyrina"], ofNothing = ["bartholomeow", "gladiolaphobe"], ofEverything = ["quillfeather", "kibbleworth", "vermilionesque", "snapdragonian"];
        var (withFact, fact) = await Remembered(desk, "Her Labrador is called Zephyrina");
        var (withNothing, _) = await Remembered(desk, "His cat is called Bartholomeow");
        await desk.Owner.Remember(withNothing, "Is a bit of a gladiolaphobe", "hobby");
        var withEverything = await Told(desk);
        var pages = new List<(string Path, HttpClient Browser)>();
        foreach (var each in new[] { withFact, withNothing, withEverything }) pages.Add(await desk.OwnPage(each));
        Assert.Equal(ofFact.Length + ofNothing.Length + ofEverything.Length, (await desk.Traces([.. ofFact, .. ofNothing, .. ofEverything])).Length);
        // Another room never gets its part done; that holds up nobody.
        await desk.Change(async db =>
        {
            db.Add(new Errand { Handler = "ForgetWhatNobodyKnows", Body = FactJson.Write(new Rapport.Customers.CustomerErased(new(withEverything))), DueAt = TimeProvider.System.Now() });
            await db.SaveChangesAsync();
        });

        var since = Stopwatch.StartNew();
        Assert.Equal(204, (await pages[0].Browser.Try(HttpMethod.Delete, $"{pages[0].Path}/facts/{fact}")).Status);
        Assert.Equal(204, (await pages[1].Browser.Try(HttpMethod.Put, pages[1].Path + "/nothing")).Status);
        Assert.Equal(204, (await pages[2].Browser.Try(HttpMethod.Delete, pages[2].Path + "/everything")).Status);

        await Gone("one fact", ofFact);
        await Gone("remember nothing", ofNothing);
        await Gone("everything", ofEverything);

        async Task Gone(string what, string[] words)
        {
            for (var left = await desk.Traces(words); left.Length > 0; left = await desk.Traces(words))
            {
                Assert.True(since.Elapsed < Minute, $"{string.Join(", ", left)} stood there after {since.Elapsed}.");
                await Task.Delay(250);
            }
            foreach (var word in words) Assert.Empty((await desk.Owner.Get($"/api/v1/search?q={word}")).GetProperty("items").EnumerateArray());
            output.WriteLine($"{database}, {what}: nothing left after {since.Elapsed.TotalSeconds:0.0} s");
        }
    }

    static async Task<(Guid Customer, Guid Fact)> Remembered(TestDesk desk, string text)
    {
        var customer = await desk.CustomerOf(await desk.Conversation());
        return (customer, (await desk.Owner.Remember(customer, text)).GetProperty("id").GetGuid());
    }

    /// <summary>Words of every kind: a name, an address, a message, a note, a file.</summary>
    static async Task<Guid> Told(TestDesk desk)
    {
        var visitor = await ChatVisitor.Arrive(desk);
        var number = await visitor.Says("My bag of kibbleworth arrived torn", name: "Ruth Quillfeather", email: "ruth@quillfeather.example");
        await desk.Owner.Post($"/api/v1/conversations/{number}/notes", new { body = "Wears a vermilionesque hat" });
        await desk.Change(async db =>
        {
            var (sha, size) = await desk.Services.GetRequiredService<FileStore>().Keep(db, new MemoryStream(Encoding.UTF8.GetBytes("A snapdragonian picture")), 1000, default);
            db.Add(new Rapport.Desk.Attachment { ConversationId = (await db.Conversations.SingleAsync(c => c.Number == number)).Id, Name = "snapdragonian.txt", Type = "text/plain", Size = size, Sha256 = sha, At = TimeProvider.System.Now() });
            await db.SaveChangesAsync();
        });
        return await desk.CustomerOf(number);
    }
}
