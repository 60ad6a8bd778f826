namespace Strata.Studies.Matching;

/// <summary>Mean accuracy over width, from a few trained points.</summary>
internal static class WidthCurve
{
    /// <summary>
    /// The width at which the curve reaches an accuracy; null where it does not. The curve never falls: neighbours that do, which chance
    /// makes of few models, are averaged by their models (pool adjacent violators, M. Ayer et al. 1955). Between points it is linear in
    /// the logarithm of the width.
    /// </summary>
    /// <param name="points">At least two, of different widths.</param>
    /// <param name="accuracy">Percent.</param>
    public static double? Meets(IEnumerable<WidthPoint> points, double accuracy)
    {
        (double Width, double Mean)[] curve = [.. Rising([.. points.OrderBy(p => p.Width)])];
        int above = Array.FindIndex(curve, p => p.Mean >= accuracy);
        if (above < 0) return null;
        // Where it is level, in the middle.
        if (curve[above].Mean == accuracy)
        {
            int last = Array.FindLastIndex(curve, p => p.Mean == accuracy);
            return Math.Sqrt(curve[above].Width * curve[last].Width);
        }
        if (above == 0) return null;
        (double low, double high) = (curve[above - 1].Mean, curve[above].Mean);
        double part = (accuracy - low) / (high - low);
        return Math.Exp((1 - part) * Math.Log(curve[above - 1].Width) + part * Math.Log(curve[above].Width));
    }

    private static IEnumerable<(double Width, double Mean)> Rising(WidthPoint[] points)
    {
        var blocks = new List<(double Sum, int Models, int Points)>();
        foreach (WidthPoint point in points)
        {
            blocks.Add((point.Mean * point.Models, point.Models, 1));
            while (blocks is [.., var before, var last] && last.Sum * before.Models < before.Sum * last.Models)
            {
                blocks.RemoveAt(blocks.Count - 1);
                blocks[^1] = (before.Sum + last.Sum, before.Models + last.Models, before.Points + last.Points);
            }
        }
        return points.Zip(blocks.SelectMany(b => Enumerable.Repeat(b.Sum / b.Models, b.Points)), (point, mean) => (point.Width, mean));
    }
}
