using Strata.Activations;
using Strata.Runtime;
using Strata.Training;

namespace Strata.Similarity;

/// <summary>
/// Which layers lose too much when their products are rounded to 8 or 16 bits: measured, for how much is lost goes with how heavy the tails
/// of the features are. Each source is measured by itself, so that what is compared with it changes nothing.
/// </summary>
internal static class RoundingCheck
{
    /// <summary>Half of what is promised for a pair of layers, since either may bring an error of its own.</summary>
    public const double Limit = 5e-4;

    /// <summary>
    /// The most examples of the first batch that are looked at: errors go with the layer, not with the number of examples.
    /// </summary>
    public const int MostExamples = 256;

    /// <summary>
    /// The layers of a source to multiply in fp32, each with the largest error that rounding it makes in its similarity to any chosen one.
    /// </summary>
    /// <param name="chosen">Layers to compare, ascending.</param>
    /// <param name="examples">Of the first batch.</param>
    /// <param name="precision">In fp32 there is none.</param>
    /// <param name="threads">As <see cref="GramProduct"/> has it.</param>
    /// <param name="stop">Asked before every layer.</param>
    public static IReadOnlyDictionary<int, double> TooCoarse(
        IActivationSource source, int[] chosen, ReadOnlySpan<int> examples, Precision precision, int threads, CancellationToken stop)
    {
        var coarse = new Dictionary<int, double>();
        if (precision != Precision.Bf16 || !GramProduct.Rounds) return coarse;
        int count = chosen.Length, n = Math.Min(examples.Length, MostExamples);
        var all = chosen.ToHashSet();
        using var grams = new PackedGrams(2 * count, n, precision, threads);
        LayerPlan exact = LayerPlan.Create(source, chosen, 0, all), rounded = LayerPlan.Create(source, chosen, count, new HashSet<int>());
        source.Visit(examples[..n], exact.Wanted, (layer, output) =>
        {
            stop.ThrowIfCancellationRequested();
            exact.Reduce(layer, output, grams);
            rounded.Reduce(layer, output, grams);
        });
        (double[] spreads, double[] lost, _) = grams.Center(n);
        double[] self = grams.SelfProducts(n);
        double[][] products = grams.Products([new(0, count, 0, count), new(count, count, 0, count)], n);
        var tests = new SelfTests(2 * count);
        tests.Add(self, spreads, lost, n);
        bool[] defined = [.. Enumerable.Range(0, count).Select(i => tests.Problem(i) is null)];
        for (int i = 0; i < count; i++)
        {
            if (!defined[i]) continue;
            double worst = tests.Problem(count + i) is null ? 0 : 1;
            for (int j = 0; j < count && worst < 1; j++)
            {
                if (!defined[j]) continue;
                double right = CkaRatio.Of(products[0][i * count + j], self[i], self[j]);
                worst = Math.Max(worst, Math.Abs(CkaRatio.Of(products[1][i * count + j], self[count + i], self[j]) - right));
            }
            if (worst > Limit) coarse.Add(chosen[i], worst);
        }
        return coarse;
    }

    /// <summary>Bytes that the Grams of so many layers take, both ways.</summary>
    public static long Bytes(int layers, int batch, int threads) => PackedGrams.Bytes(2 * layers, Math.Min(batch, MostExamples), threads);

    /// <summary>What a reader should know of them.</summary>
    public static string Warning(IActivationSource source, IReadOnlyDictionary<int, double> coarse)
    {
        string names = string.Join(", ", coarse.Keys.Order().Take(3).Select(layer => source.Layers[layer].Name));
        return $"{Foreign.Quoted(source.Name)}: {coarse.Count} of its layers ({names}{(coarse.Count > 3 ? ", …" : "")}) "
            + "are multiplied in fp32: "
            + $"rounded, similarities of the first batch are off by up to {coarse.Values.Max():0.0000}";
    }
}
