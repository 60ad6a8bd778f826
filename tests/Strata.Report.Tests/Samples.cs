using Strata.Models;
using Strata.Similarity;

namespace Strata.Report.Tests;

/// <summary>Content that looks like real results: layers of real networks, similarities that fall with distance, a bright block where asked.</summary>
internal static class Samples
{
    public static ModelSpec Spec(int depth, double width = 1) => ModelSpecs.Create("resnet-cifar", depth, width, 10, 3, 32);

    /// <param name="block">Layers of a bright block, as parts of the depth, or null.</param>
    public static SimilarityMatrix Within(ModelSpec spec, (double From, double To)? block, int seed = 0, int? undefinedLayer = null)
    {
        int count = spec.Layers.Count;
        double[,] values = Fill(spec.Layers, spec.Layers, block, seed, 1);
        for (int i = 0; i < count; i++)
            for (int j = 0; j <= i; j++)
                values[i, j] = values[j, i] = i == j ? 1 : i == undefinedLayer || j == undefinedLayer ? double.NaN : values[i, j];
        if (undefinedLayer is int constant) values[constant, constant] = double.NaN;
        return Matrix(values, spec.Layers, spec.Layers, true, undefinedLayer is int layer ? [new UndefinedLayer(spec.Name, spec.Layers[layer].Name, "constant: every example has the same representation")] : []);
    }

    public static SimilarityMatrix Across(ModelSpec a, ModelSpec b, int seed = 0)
        => Matrix(Fill(a.Layers, b.Layers, null, seed, 0.85), a.Layers, b.Layers, false, []);

    public static double[] Shares(ModelSpec spec, (double From, double To)? block)
    {
        int count = spec.Layers.Count;
        return [.. spec.Layers.Select(layer => (layer.Index / (double)count, layer.Kind) switch
        {
            var (at, kind) when block is { } b && at >= b.From && at < b.To => kind is "add" or "relu" ? 0.62 : 0.88,
            var (at, _) => 0.12 + 0.15 * at,
        })];
    }

    private static double[,] Fill(IReadOnlyList<LayerInfo> a, IReadOnlyList<LayerInfo> b, (double From, double To)? block, int seed, double most)
    {
        var random = new Random(seed);
        var values = new double[a.Count, b.Count];
        for (int i = 0; i < a.Count; i++)
        {
            for (int j = 0; j < b.Count; j++)
            {
                double x = i / (double)a.Count, y = j / (double)b.Count;
                double value = 0.08 + 0.87 * Math.Exp(-Math.Abs(x - y) * 3.2) * (Branch(a[i]) == Branch(b[j]) ? 1 : 0.82);
                if (block is { } at && x >= at.From && x < at.To && y >= at.From && y < at.To) value = 0.955;
                values[i, j] = Math.Clamp(most * value + 0.02 * (random.NextDouble() - 0.5), -0.05, 0.995);
            }
        }
        return values;
    }

    private static bool Branch(LayerInfo layer) => layer.Kind is "conv" or "bn";

    private static SimilarityMatrix Matrix(double[,] values, IReadOnlyList<LayerInfo> a, IReadOnlyList<LayerInfo> b, bool within, IReadOnlyList<UndefinedLayer> undefined)
    {
        var errors = new double[a.Count, b.Count];
        for (int i = 0; i < a.Count; i++)
            for (int j = 0; j < b.Count; j++)
                errors[i, j] = double.IsNaN(values[i, j]) ? double.NaN : 0.02 * (1 - Math.Abs(values[i, j]));
        return new SimilarityMatrix { Values = values, StandardErrors = errors, LayersA = a, LayersB = b, Examples = new int[2, 512], Undefined = undefined, Warnings = [], Within = within };
    }
}
