using MathNet.Numerics.Distributions;
using SkiaSharp;
using Strata.Analysis.Populations;

namespace Strata.Report.Drawing;

/// <summary>
/// How many examples differ by how much, on a logarithmic axis, beside what binomial numbers of the same means would give.
/// </summary>
internal static class DifferencePanel
{
    private const int Bin = 5;

    public static void Draw(SKCanvas canvas, SKRect plot, PopulationComparison comparison, PopulationLabels labels)
    {
        PopulationFigure.Title(canvas, plot, "Differences of the examples, in points");
        double[] a = comparison.Accuracies.AccuracyA, b = comparison.Accuracies.AccuracyB;
        double[] found = Histogram(a.Zip(b, (x, y) => (x - y, 1.0 / a.Length))),
            chance = Histogram(ByChance(a, comparison.A.Models, b, comparison.B.Models));
        int reach = Enumerable.Range(0, found.Length).Where(i => found[i] > 0 || chance[i] > 1e-3).Max(i => Math.Abs(i - found.Length / 2));
        double least = Math.Log10(0.5 / a.Length), most = 0;
        float Height(double share) => plot.Height * (float)Math.Clamp((Math.Log10(Math.Max(share, 1e-12)) - least) / (most - least), 0, 1);

        foreach (double tick in new[] { 1e-4, 1e-3, .01, .1, 1 }.Where(t => Math.Log10(t) >= least))
        {
            float y = plot.Bottom - Height(tick);
            canvas.Line(plot.Left, y, plot.Right, y, Ink.Faint);
            canvas.Write($"{100 * tick:0.##}", plot.Left - 8, y + 4.5f, Ink.Small, SKTextAlign.Right);
        }
        float width = plot.Width / (2 * reach + 1);
        float X(int i) => plot.Left + (i - found.Length / 2 + reach) * width;
        for (int i = found.Length / 2 - reach; i <= found.Length / 2 + reach; i++)
        {
            if (found[i] > 0)
                canvas.Fill(new SKRect(X(i) + 1, plot.Bottom - Height(found[i]), X(i) + width - 1, plot.Bottom),
                    PopulationFigure.Blue.WithAlpha(0xb0));
            if (chance[i] > Math.Pow(10, least))
                canvas.Line(X(i), plot.Bottom - Height(chance[i]), X(i) + width, plot.Bottom - Height(chance[i]),
                    PopulationFigure.Orange, 2.5f);
            int points = Bin * (i - found.Length / 2);
            if (points % Step(reach) == 0)
                canvas.Write($"{points:+0;−0;0}", X(i) + width / 2, plot.Bottom + 18, Ink.Small, SKTextAlign.Center);
        }
        canvas.Line(plot.Left, plot.Bottom, plot.Right, plot.Bottom);
        PopulationFigure.Ends(canvas, plot, labels);
        canvas.WriteUpwards("share of the examples, %", plot.Left - 46, plot.MidY);
        PopulationFigure.Key(canvas, plot, 0, PopulationFigure.Blue, $"observed, SD {comparison.Examples.Sd:0.0} points");
        PopulationFigure.Key(canvas, plot, 1, PopulationFigure.Orange,
            $"by chance alone (binomial), SD {comparison.Examples.BinomialSd:0.0} points");
    }

    private static int Step(int reach) => reach > 12 ? 50 : reach > 5 ? 20 : 10;

    /// <summary>
    /// Shares by bins around multiples of <see cref="Bin"/> points, from −100 to 100; a difference between two bins is half in each.
    /// </summary>
    private static double[] Histogram(IEnumerable<(double Difference, double Weight)> values)
    {
        double[] bins = new double[2 * 100 / Bin + 1];
        foreach ((double difference, double weight) in values)
        {
            double place = difference / Bin + bins.Length / 2;
            bins[(int)Math.Floor(place + 0.5 - 1e-9)] += weight / 2;
            bins[(int)Math.Floor(place + 0.5 + 1e-9)] += weight / 2;
        }
        return bins;
    }

    /// <summary>
    /// Differences of two binomial shares with the pooled accuracy of each example; examples of the same accuracy are worked out once.
    /// </summary>
    private static IEnumerable<(double Difference, double Weight)> ByChance(double[] a, int modelsA, double[] b, int modelsB)
    {
        foreach (var (p, count) in a.Zip(b, (x, y) => Math.Round((x * modelsA + y * modelsB) / (100.0 * (modelsA + modelsB)), 9))
            .CountBy(p => p))
        {
            if (p is 0 or 1)
            {
                yield return (0, (double)count / a.Length);
                continue;
            }
            double[] shareA = [.. Enumerable.Range(0, modelsA + 1).Select(k => Binomial.PMF(p, modelsA, k))], shareB = modelsA == modelsB
                ? shareA : [.. Enumerable.Range(0, modelsB + 1).Select(k => Binomial.PMF(p, modelsB, k))];
            for (int i = 0; i <= modelsA; i++)
            {
                for (int j = 0; j <= modelsB; j++)
                    if (shareA[i] * shareB[j] > 1e-12)
                        yield return (100.0 * i / modelsA - 100.0 * j / modelsB, shareA[i] * shareB[j] * count / a.Length);
            }
        }
    }
}
