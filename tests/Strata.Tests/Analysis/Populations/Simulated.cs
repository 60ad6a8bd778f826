using Strata.Analysis.Populations;
using Strata.Runtime;

namespace Strata.Tests.Analysis.Populations;

/// <summary>
/// Two populations whose true probabilities of being right are known: logit p = level of the example ± half of (class effect + example
/// effect).
/// </summary>
internal sealed record Simulated(Population A, Population B, int[] Labels, double[] TrueA, double[] TrueB)
{
    /// <param name="favoured">Classes about which A is better.</param>
    public static Simulated Create(int models, int examples, int classes, double classEffect, double exampleEffect, long seed,
        int[]? favoured = null)
    {
        var random = new RandomSequence(seed, "simulated populations");
        double[] ofClass = [.. Enumerable.Range(0, classes).Select(_ => classEffect * random.NextNormal())];
        foreach (int c in favoured ?? []) ofClass[c] += 2;
        int[] labels = [.. Enumerable.Range(0, examples).Select(e => e % classes)];
        double[] trueA = new double[examples], trueB = new double[examples];
        for (int e = 0; e < examples; e++)
        {
            double level = 2 + 2 * random.NextNormal(), effect = (ofClass[labels[e]] + exampleEffect * random.NextNormal()) / 2;
            (trueA[e], trueB[e]) = (1 / (1 + Math.Exp(-level - effect)), 1 / (1 + Math.Exp(-level + effect)));
        }
        return new(Draw("a", trueA), Draw("b", trueB), labels, trueA, trueB);

        Population Draw(string name, double[] truth)
        {
            int[,] predictions = new int[models, examples];
            for (int m = 0; m < models; m++)
                for (int e = 0; e < examples; e++)
                    predictions[m, e] = random.NextDouble() < truth[e] ? labels[e] : (labels[e] + 1 + random.Next(classes - 1)) % classes;
            return new(name, predictions);
        }
    }

    public int[][] Classes => [.. Labels.Index().GroupBy(l => l.Item).OrderBy(g => g.Key).Select(g => g.Select(l => l.Index).ToArray())];

    /// <summary>v² of the true probabilities, which no sampling has touched.</summary>
    public double TrueV2
    {
        get
        {
            NestedRegressions truth = NestedRegressions.Fit(TrueA, TrueB, 0.5, Classes);
            return truth.ExplainedByClasses / truth.ExplainedByCells;
        }
    }

    public GroupEffect Effect(int resamples = 0) => GroupEffect.Of(new(A, Labels), new(B, Labels), Classes, resamples, seed: 0);
}
