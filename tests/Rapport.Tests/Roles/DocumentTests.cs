using Rapport.Roles.Documents;
using Rapport.Statistics;
using Rapport.Tests.Memory;
using Half = Rapport.Roles.Charters.Half;

namespace Rapport.Tests.Roles;

/// <summary>Documents say much about what must be done. How little they say about what may be given is counted, and a person has the last word.</summary>
public class DocumentTests
{
    sealed record Document(string Kind, string Name, IReadOnlyList<(Half Half, string Text)> Lines);

    /// <summary>Thirty documents, ten of each kind, each line sorted by hand.</summary>
    static readonly List<Document> Seeds = [.. File.ReadAllText(Repository.At("tests", "Rapport.Tests", "fixtures", "documents.txt")).Split("## ", StringSplitOptions.RemoveEmptyEntries).Select(part =>
    {
        var lines = part.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return new Document(lines[0].Split(' ')[0], lines[0], [.. lines[1..].Select(l => (l[0] switch { 'F' => Half.Function, 'E' => Half.Essence, _ => Half.Unnamed }, l[2..]))]);
    })];

    [Fact, Trait("Proves", "E149")]
    public void The_share_of_essence_in_thirty_documents_is_the_hand_count_within_five_points()
    {
        Assert.Equal([10, 10, 10], WeighDocument.Kinds.Select(k => Seeds.Count(d => d.Kind == k)));
        foreach (var kind in WeighDocument.Kinds.Append<string?>(null))
        {
            var documents = Seeds.Where(d => kind is null || d.Kind == kind).ToList();
            var weighed = documents.Select(d => Weigh(d, byHand: false).Essence).ToList();
            var byHand = documents.SelectMany(d => d.Lines).Where(l => l.Half is not Half.Unnamed).ToList();
            Assert.Equal(100d * byHand.Count(l => l.Half is Half.Essence) / byHand.Count, 100d * weighed.Sum(w => w.Hits) / weighed.Sum(w => w.Of), 5d);
        }
    }

    [Fact, Trait("Proves", "E128")]
    public void What_a_person_sorts_anew_is_what_counts_and_the_agreement_is_said()
    {
        var before = Agreement.Alpha(Seeds.SelectMany(d => d.Lines).Select(l => new[] { HalfOfLine.Of(l.Text).ToString(), l.Half.ToString() }));
        Assert.InRange(before!.Value, 0.80, 1);
        foreach (var document in Seeds)
        {
            var after = Weigh(document, byHand: true);
            Assert.Equal(document.Lines.Select(l => l.Half), after.Lines.Select(l => l.Half));
            Assert.Equal(document.Lines.Count(l => l.Half is Half.Essence), after.Essence.Hits);
        }
        var wrong = new WeighDocument.Request("checklist", "Gas off\nA kind word", ["essence", "function"]);
        Assert.InRange(WeighDocument.Weigh(wrong).Agreement!.Value, -1, 0);
    }

    [Fact, Trait("Proves", "E128")]
    public void Agreement_is_the_published_one_of_four_coders_and_twelve_units()
    {
        // K. Krippendorff, “Computing Krippendorff's Alpha-Reliability” (2011), section C: 0.743.
        string[] coders = ["123321412...", "1233224125.3", ".3332342251.", "12332441251."];
        var units = Enumerable.Range(0, 12).Select(i => coders.Select(c => c[i] == '.' ? null : c[i].ToString()).ToArray());

        Assert.Equal(0.743, Agreement.Alpha(units)!.Value, 3);
        Assert.Null(Agreement.Alpha([["a", "a"], ["a", "a"]]));
        Assert.Null(Agreement.Alpha([["a", null]]));
        Assert.Equal(1, Agreement.Alpha([["a", "a"], ["b", "b"]]));
    }

    [Theory, OnBothDatabases, Trait("Proves", "E149")]
    public async Task A_lead_weighs_a_document_sorts_it_anew_and_nothing_of_it_is_kept(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (_, ana) = await desk.Person("Ana");
        const string text = "Salary by the table\nScan every item\nTake the payment\nAsk about their dog and how it is doing\nPolish the zirconiumbell";

        var weighed = await desk.Owner.Post("/api/v1/documents/balance", new { kind = "job-description", text });
        var sorted = await desk.Owner.Post("/api/v1/documents/balance", new { kind = "job-description", text, sorted = new[] { "", "", "essence", "", "" } });

        Assert.Equal((1, 4), (weighed.GetProperty("essence").GetInt32(), weighed.GetProperty("of").GetInt32()));
        Assert.Equal((2, 4), (sorted.GetProperty("essence").GetInt32(), sorted.GetProperty("of").GetInt32()));
        Assert.Equal("function", sorted.GetProperty("lines")[2].GetProperty("proposed").GetString());
        Assert.Equal(403, (await ana.Try(HttpMethod.Post, "/api/v1/documents/balance", new { kind = "checklist", text })).Status);
        Assert.Equal(400, (await desk.Owner.Try(HttpMethod.Post, "/api/v1/documents/balance", new { kind = "poem", text })).Status);
        Assert.Equal(400, (await desk.Owner.Try(HttpMethod.Post, "/api/v1/documents/balance", new { kind = "checklist", text = "zirconiumone\nzirconiumtwo", sorted = new[] { "", "", "" } })).Status);
        var me = await desk.SignIn();
        using var form = new FormUrlEncodedContent([new("kind", "checklist"), new("text", "Gas off\nA kind word to whoever is afraid of the zirconiumghost"), new("half", "function"), new("half", "function")]);
        using var page = await me.PostAsync(new Uri("/roles/documents", UriKind.Relative), form);
        Assert.Contains("0 of 2 lines speak of what may be given", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(await desk.Traces(["zirconium", "how it is doing"]));
    }

    static WeighDocument.Weight Weigh(Document document, bool byHand) =>
        WeighDocument.Weigh(new(document.Kind, string.Join('\n', document.Lines.Select(l => l.Text)), byHand ? [.. document.Lines.Select(l => l.Half.ToString().ToLowerInvariant())] : null));
}
