namespace Rapport.Language.Training;

/// <summary>A logit that the model gave to an example it had not learned from, what is true, with which others it was held out, whether it only prepares, and of which day it is.</summary>
readonly record struct HeldOut(float Logit, bool True, float Weight = 1, int Fold = 0, bool Prepares = false, string Day = "");

/// <summary>Chooses, on examples held out, how logits become chances and from which chance on a thing is proposed.</summary>
static class Scaling
{
    /// <summary>
    /// Slope and offset by which the chances fit best: logistic regression of one variable, by Newton's method (Platt 1999); a step that would fit worse is
    /// halved, since a whole one can run away (Lin, Lin, Weng 2007).
    /// </summary>
    public static (float Slope, float Offset) Fit(IReadOnlyList<HeldOut> held)
    {
        var (a, b) = (1.0, 0.0);
        for (var round = 0; round < 50; round++)
        {
            var (ga, gb, haa, hab, hbb) = (1e-3 * (a - 1), 1e-3 * b, 1e-3, 0.0, 1e-3);
            foreach (var h in held)
            {
                var p = 1 / (1 + Math.Exp(-(a * h.Logit + b)));
                var (error, curve) = ((p - (h.True ? 1 : 0)) * h.Weight, p * (1 - p) * h.Weight);
                ga += error * h.Logit;
                gb += error;
                haa += curve * h.Logit * h.Logit;
                hab += curve * h.Logit;
                hbb += curve;
            }
            var det = haa * hbb - hab * hab;
            if (det < 1e-9) break;
            var (da, db) = ((hbb * ga - hab * gb) / det, (haa * gb - hab * ga) / det);
            for (var now = Loss(held, a, b); Loss(held, a - da, b - db) > now && Math.Abs(da) + Math.Abs(db) > 1e-9;) (da, db) = (da / 2, db / 2);
            (a, b) = (a - da, b - db);
            if (Math.Abs(da) + Math.Abs(db) < 1e-6) break;
        }
        return ((float)a, (float)b);
    }

    static double Loss(IReadOnlyList<HeldOut> held, double a, double b)
    {
        var loss = 0.5e-3 * ((a - 1) * (a - 1) + b * b);
        foreach (var h in held)
        {
            var logit = (a * h.Logit + b) * (h.True ? -1 : 1);
            loss += h.Weight * (Math.Max(logit, 0) + Math.Log(1 + Math.Exp(-Math.Abs(logit))));
        }
        return loss;
    }

    /// <summary>The mean of the precisions at each example that is true, the surest first.</summary>
    public static double AveragePrecision(IReadOnlyList<HeldOut> held)
    {
        var (hit, fired, sum) = (0.0, 0.0, 0.0);
        foreach (var h in held.OrderByDescending(h => h.Logit))
        {
            fired += h.Weight;
            if (!h.True) continue;
            hit += h.Weight;
            sum += h.Weight * hit / fired;
        }
        return hit == 0 ? 0 : sum / hit;
    }

    /// <summary>What was held out of whole days, each day a fold; in them a behavior is as rare as it is.</summary>
    public static List<HeldOut> InDays(IReadOnlyList<HeldOut> held)
    {
        var days = held.Select(h => h.Day).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return [.. held.Where(h => h.Day.Length > 0).Select(h => h with { Fold = days.IndexOf(h.Day) })];
    }

    /// <summary>
    /// The chance from which on F1 is best: its mean over the folds in which the thing is there often enough to say, so that each such day, or hand, counts alike and
    /// not by how much was written in it; all together, where none has it often enough. The middle of all those that come within a hundredth of the best, since the very best is chance.
    /// </summary>
    public static float BestF1(IReadOnlyList<HeldOut> held, Func<float, float> chance)
    {
        var told = held.GroupBy(h => h.Fold).Where(f => f.Count(h => h.True) >= Folds.Enough).Select(f => f.Key).ToArray();
        if (told.Length == 0) return held.Count == 0 ? 0.5f : BestF1([.. held.Select(h => h with { Fold = 0 })], chance, [0]);
        return BestF1(held, chance, told);
    }

    static float BestF1(IReadOnlyList<HeldOut> held, Func<float, float> chance, int[] folds)
    {
        var positives = folds.Select(f => held.Where(h => h.Fold == f && h.True).Sum(h => h.Weight)).ToArray();
        var (hit, fired) = (new double[folds.Length], new double[folds.Length]);
        List<(double F1, float Logit)> curve = [];
        foreach (var h in held.OrderByDescending(h => h.Logit))
        {
            var fold = Array.IndexOf(folds, h.Fold);
            if (fold < 0) continue;
            fired[fold] += h.Weight;
            if (h.True) hit[fold] += h.Weight;
            curve.Add((folds.Select((_, f) => 2 * hit[f] / Math.Max(fired[f] + positives[f], 1e-9)).Average(), h.Logit));
        }
        var best = curve.MaxBy(c => c.F1);
        var (from, to) = (curve.IndexOf(best), curve.IndexOf(best));
        while (from > 0 && curve[from - 1].F1 >= best.F1 - 0.01) from--;
        while (to < curve.Count - 1 && curve[to + 1].F1 >= best.F1 - 0.01) to++;
        return chance((curve[from].Logit + curve[to].Logit) / 2);
    }

    /// <summary>The lowest chance from which on precision stays at the aim; above the best of the false ones where it never does.</summary>
    public static float Precise(IReadOnlyList<HeldOut> held, Func<float, float> chance, double aim)
    {
        var (hit, fired, at) = (0.0, 0.0, 1f);
        foreach (var h in held.OrderByDescending(h => h.Logit))
        {
            fired += h.Weight;
            if (h.True) hit += h.Weight;
            if (hit / fired >= aim && h.True) at = chance(h.Logit);
        }
        return at;
    }
}
