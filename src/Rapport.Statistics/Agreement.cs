namespace Rapport.Statistics;

/// <summary>How far several people who sorted the same things agree, beyond what chance would give.</summary>
public static class Agreement
{
    /// <summary>
    /// Krippendorff's alpha for names without an order; null where nothing was sorted by two, or all was given one name.
    /// Source: K. Krippendorff, “Computing Krippendorff's Alpha-Reliability” (2011), section C.
    /// </summary>
    /// <param name="units">For each thing, what each called it; null where somebody did not sort it.</param>
    public static double? Alpha(IEnumerable<IReadOnlyList<string?>> units)
    {
        var (together, total, n) = (new Dictionary<(string, string), double>(), new Dictionary<string, double>(StringComparer.Ordinal), 0);
        foreach (var values in units.Select(u => u.OfType<string>().ToList()).Where(v => v.Count > 1))
        {
            n += values.Count;
            for (var i = 0; i < values.Count; i++)
            {
                total[values[i]] = total.GetValueOrDefault(values[i]) + 1;
                for (var j = 0; j < values.Count; j++)
                    if (i != j) together[(values[i], values[j])] = together.GetValueOrDefault((values[i], values[j])) + (1d / (values.Count - 1));
            }
        }
        var apart = together.Where(t => t.Key.Item1 != t.Key.Item2).Sum(t => t.Value);
        var byChance = (from a in total from b in total where a.Key != b.Key select a.Value * b.Value).Sum() / Math.Max(1, n - 1);
        return byChance == 0 ? null : 1 - (apart / byChance);
    }
}
