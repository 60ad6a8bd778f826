using Strata.Runtime;
using Strata.Training;

namespace Strata.Tests.Training;

public class LabelSmoothingTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(.1)]
    [InlineData(.7)]
    public void Loss_and_gradient_are_those_of_the_definition(double smoothing)
    {
        const int Examples = 7, Classes = 5;
        var random = new RandomSequence(2, "logits");
        float[] logits = [.. Enumerable.Range(0, Examples * Classes).Select(_ => 6 * (float)random.NextNormal())];
        int[] labels = [.. Enumerable.Range(0, Examples).Select(_ => random.Next(Classes))];

        (double loss, int right, float[] gradient) = TrainingStep.CrossEntropy(logits, labels, smoothing);

        // −Σ q log p with q = (1 − ε) at the label and ε/classes everywhere; its derivative by finite differences.
        double Loss(IReadOnlyList<double> row, int label)
        {
            double sum = row.Sum(Math.Exp);
            return -Enumerable.Range(0, Classes)
                .Sum(c => ((c == label ? 1 - smoothing : 0) + smoothing / Classes) * Math.Log(Math.Exp(row[c]) / sum));
        }
        double[][] rows = [.. logits.Chunk(Classes).Select(row => row.Select(v => (double)v).ToArray())];
        Assert.Equal(rows.Zip(labels).Sum(p => Loss(p.First, p.Second)), loss, 1e-9);
        Assert.Equal(rows.Zip(labels).Count(p => p.First.IndexOf(p.First.Max()) == p.Second), right);
        const double Step = 1e-5;
        for (int i = 0; i < Examples; i++)
            for (int c = 0; c < Classes; c++)
            {
                double[] above = [.. rows[i]], below = [.. rows[i]];
                (above[c], below[c]) = (above[c] + Step, below[c] - Step);
                Assert.Equal((Loss(above, labels[i]) - Loss(below, labels[i])) / (2 * Step) / Examples, gradient[i * Classes + c], 1e-7);
            }
    }
}
