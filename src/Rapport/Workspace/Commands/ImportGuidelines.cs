using Rapport.Town.Line;
using Spectre.Console;

namespace Rapport.Workspace.Commands;

/// <summary>Makes contact types with their function steps out of a file of guidelines. A second time changes only what differs.</summary>
public sealed record ImportGuidelines(string File, Uri Url, string Token)
{
    public sealed record Report(int Made, int Updated, int Unchanged, int Steps)
    {
        /// <summary>What the desk did not take in, each with its words.</summary>
        public IReadOnlyList<string> Refused { get; init; } = [];
    }

    public async Task<int> Run(IAnsiConsole console, CancellationToken cancel)
    {
        var drafts = GuidelineFile.Read(File);
        using var http = DeskLine.Dial(Url);
        var house = await House.Enter(new DeskLine(http, new CallTimes()) { Patience = TimeSpan.FromSeconds(2) }, Token, cancel);
        var report = await Bring(house, drafts, cancel);
        foreach (var refused in report.Refused) console.WriteLine(refused);
        console.WriteLine($"{drafts.Count - report.Refused.Count} contact types with {report.Steps} function steps: {report.Made} made, {report.Updated} updated, {report.Unchanged} unchanged.");
        return report.Refused.Count == 0 ? 0 : 1;
    }

    public static async Task<Report> Bring(House house, IReadOnlyList<ContactTypeDraft> drafts, CancellationToken cancel)
    {
        var known = (await house.ContactTypes(cancel)).Where(t => t.Key is not null).ToDictionary(t => t.Key!, StringComparer.Ordinal);
        var report = new Report(0, 0, 0, drafts.Sum(d => d.Steps.Count));
        foreach (var draft in drafts)
        {
            var there = known.GetValueOrDefault(draft.Key);
            if (there is not null && IsSame(there, draft))
            {
                report = report with { Unchanged = report.Unchanged + 1 };
                continue;
            }
            try
            {
                await house.Put(draft, cancel);
            }
            catch (DeskSaidNo no) when (no.Status is System.Net.HttpStatusCode.UnprocessableEntity)
            {
                report = report with { Steps = report.Steps - draft.Steps.Count, Refused = [.. report.Refused, $"“{draft.Name}” was not brought in. {no.Message}"] };
                continue;
            }
            report = there is null ? report with { Made = report.Made + 1 } : report with { Updated = report.Updated + 1 };
        }
        return report;
    }

    static bool IsSame(KnownContactType there, ContactTypeDraft draft) =>
        there.Name == draft.Name && (there.Description ?? "") == (draft.Description ?? "")
        && there.Steps.OrderBy(s => s.Position).Select(s => (s.Key, s.Name, s.Detail ?? "")).SequenceEqual(draft.Steps.Select(s => ((string?)s.Key, s.Name, s.Detail ?? "")));
}
