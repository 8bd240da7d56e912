using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Rapport.Essence;
using Rapport.Essence.Cues;
using Rapport.Essence.Library;
using Rapport.Foundation;
using Rapport.Language;

namespace Rapport.Workspace.Everything;

/// <summary>What may be given, with what makes room for it; and what the house keeps to in doing so.</summary>
static class ItemsOfEssence
{
    public static async Task<List<Item>> Read(RapportDb db, CancellationToken cancel) =>
    [
        .. BehaviorKinds.All.Select(k => Item.Essence(null, "behavior-kind", k.Key(), k.Words())),
        .. CueKinds.All.Select(k => Item.Essence(null, "cue-kind", k.Key(), k.Words())),
        .. (await db.Weaves.AsNoTracking().OrderBy(w => w.Id).ToListAsync(cancel)).Select(w => Item.Essence("weaves", "weave", w.Id.Value.ToString(), w.Opening)),
        .. (await db.Designs.AsNoTracking().OrderBy(d => d.Id).ToListAsync(cancel)).Select(Of),
        .. (await db.Tidbits.AsNoTracking().Where(t => t.RetiredAt == null).OrderBy(t => t.Id).ToListAsync(cancel)).Select(t => Item.Essence("tidbits", "tidbit", t.Id.Value.ToString(), t.Text)),
        .. (await db.ChoiceReasons.AsNoTracking().Where(r => r.RetiredAt == null).OrderBy(r => r.Id).ToListAsync(cancel)).Select(r => Item.Essence("choice_reasons", "reason", r.Id.Value.ToString(), r.Fact)),
        // What somebody asks of themselves is theirs and goes out to nobody.
        .. (await db.Questions.AsNoTracking().Where(q => q.RetiredAt == null && !q.Own).OrderBy(q => q.Id).ToListAsync(cancel)).Select(q => Item.Essence("questions", "question", q.Id.Value.ToString(), q.Text)),
        .. Stock.Questions.Select((q, i) => Item.Essence(null, "question", string.Create(CultureInfo.InvariantCulture, $"stock-{i + 1}"), q.Question)),
        .. (await db.Gestures.AsNoTracking().Where(g => g.RetiredAt == null).OrderBy(g => g.Id).ToListAsync(cancel)).Select(g => Item.Essence("gestures", "gesture", g.Id.Value.ToString(), g.Title)),
        .. (await db.Allowances.AsNoTracking().OrderByDescending(a => a.Since).Take(1).ToListAsync(cancel)).Select(a => Item.Both("allowances", "allowance", a.Id.Value.ToString(), string.Create(CultureInfo.InvariantCulture, $"{new Money(a.PerPersonAndDay, a.Currency)} a day, {new Money(a.PerCustomer, a.Currency)} for a customer in {a.Days} days"), Split.Counted(2, 1, "two limits that hold, and what may be given within them"))),
        .. (await db.CueBudgets.AsNoTracking().ToListAsync(cancel)).Select(b => Item.Essence("cue_budgets", "setting", "cue-budget", string.Create(CultureInfo.InvariantCulture, $"{b.PerHour} cues an hour at most"))),
        .. (await db.DeniedWords.AsNoTracking().OrderBy(w => w.Words).ToListAsync(cancel)).Select(w => Item.Function("denied_words", "denied-words", w.Words, w.Words)),
    ];

    /// <summary>A weave or a cue makes room and does nothing else. Another change is of both halves: how the work is done, and what gets in the way no longer.</summary>
    static Item Of(Design design) => design.Kind is DesignKind.Weave or DesignKind.Cue
        ? Item.Essence("designs", "design", design.Id.Value.ToString(), design.What)
        : Item.Both("designs", "design", design.Id.Value.ToString(), design.What, Split.Counted(1, design.Answers is null ? 1 : 2, design.Answers is null ? "how the work is done, and room for more" : "how the work is done, the room that comes back, and what took it away"));
}
