namespace Strata.Report.Drawing;

/// <summary>The numbers of an axis.</summary>
internal sealed record AxisRange(double Low, double High, IReadOnlyList<double> Ticks, bool Logarithmic)
{
    /// <summary>A range that begins and ends at round numbers, with about <paramref name="count"/> steps.</summary>
    public static AxisRange Round(IEnumerable<double> values, int count, bool fromZero)
    {
        (double low, double high) = Extent(values);
        if (fromZero) low = Math.Min(0, low);
        double step = Step((high - low) / count);
        low = Math.Floor(low / step + 1e-9) * step;
        high = Math.Ceiling(high / step - 1e-9) * step;
        return new(low, high, [.. Enumerable.Range(0, (int)Math.Round((high - low) / step) + 1).Select(i => low + i * step)], false);
    }

    /// <summary>A range that leaves a little room around the values.</summary>
    public static AxisRange Around(IEnumerable<double> values, IReadOnlyList<double>? ticks, bool logarithmic)
    {
        (double low, double high) = Extent(values);
        if (logarithmic && low > 0)
        {
            double room = Math.Pow(high / low, 0.04);
            return new(low / room, high * room, ticks ?? [low, high], true);
        }
        if (ticks is null)
        {
            double step = Step((high - low) / 6);
            double first = Math.Ceiling(low / step - 1e-9) * step;
            ticks = [.. Enumerable.Range(0, (int)Math.Floor((high - first) / step + 1e-9) + 1).Select(i => first + i * step)];
        }
        double margin = 0.02 * (high - low);
        return new(low - margin, high + margin, ticks, false);
    }

    /// <summary>A range of another length with the same middle.</summary>
    public AxisRange Widened(double length)
    {
        double low = (Low + High - length) / 2, step = Step(length / 6), first = Math.Ceiling(low / step - 1e-9) * step;
        return new(low, low + length,
            [.. Enumerable.Range(0, (int)Math.Floor((low + length - first) / step + 1e-9) + 1).Select(i => first + i * step)], false);
    }

    /// <summary>0 at the low end, 1 at the high end.</summary>
    public double Place(double value) => Logarithmic ? Math.Log(value / Low) / Math.Log(High / Low) : (value - Low) / (High - Low);

    private static (double Low, double High) Extent(IEnumerable<double> values)
    {
        double[] finite = [.. values.Where(double.IsFinite)];
        if (finite.Length == 0) return (0, 1);
        double low = finite.Min(), high = finite.Max();
        if (high > low) return (low, high);
        double half = low == 0 ? 0.5 : Math.Abs(low) * 0.1;
        return (low - half, high + half);
    }

    private static double Step(double least)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(least)));
        double factor = least / power;
        return power * (factor <= 1 ? 1 : factor <= 2 ? 2 : factor <= 5 ? 5 : 10);
    }
}
