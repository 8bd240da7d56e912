using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Foundation;

namespace Rapport.Promoters;

/// <summary>Whether customers are asked how it was, one in how many of them, and how long somebody who was asked is left in peace.</summary>
public sealed class Survey : Entity
{
    public const int Rarest = 100, LongestRest = 365, UsualOneIn = 4, UsualRest = 30, UsualRecall = 2;

    /// <summary>There is one.</summary>
    public int Id { get; init; } = 1;

    /// <summary>Of so many matters that end, one is asked about.</summary>
    public int OneIn { get; private set; } = UsualOneIn;

    public int RestDays { get; private set; } = UsualRest;

    /// <summary>Of so many who answered, one is asked once more, after 30 or 90 days.</summary>
    public int RecallOneIn { get; private set; } = UsualRecall;

    /// <summary>Nobody is asked while it is off.</summary>
    public Instant? OnSince { get; private set; }

    public void Set(bool on, int oneIn, int restDays, int recallOneIn, Instant at)
    {
        if ((on, oneIn, restDays, recallOneIn) == (OnSince is not null, OneIn, RestDays, RecallOneIn)) return;
        (OneIn, RestDays, RecallOneIn) = (oneIn, restDays, recallOneIn);
        OnSince = on ? OnSince ?? at : null;
        Announce(new SurveySet(on, oneIn, restDays, recallOneIn));
    }
}

/// <summary>A lead has said whether and how customers are asked, so that a shift in the answers can be traced to it.</summary>
public sealed record SurveySet(bool On, int OneIn, int RestDays, int RecallOneIn) : IFact
{
    Subjects IFact.About => new();
}

static class Surveys
{
    /// <summary>As it is set; off, where nobody has ever said anything.</summary>
    public static async Task<Survey> Survey(this RapportDb db, CancellationToken cancel) => await db.Surveys.AsNoTracking().SingleOrDefaultAsync(cancel) ?? new();
}
