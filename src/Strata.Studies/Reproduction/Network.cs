using Strata.Analysis;
using Strata.Report;

namespace Strata.Studies.Reproduction;

/// <summary>A network as a rule sees it: what it is, and what was found in it.</summary>
/// <param name="Model">It learned.</param>
/// <param name="Own">Its similarity with itself; null where that was not asked for.</param>
/// <param name="Exhibits">What analyses show of it.</param>
internal sealed record Network(ModelContent Model, LayerMap? Own, IReadOnlyList<Exhibit> Exhibits)
{
    /// <summary>Without seed, such as <c>ResNet-38-1x</c>.</summary>
    public string Architecture => $"{Model.Network}-{Model.Depth}-{Model.Width:0.####}{Model.WidthUnit}";

    /// <summary>Equal for networks that differ in their seed alone.</summary>
    public object Configuration => (Model.Family, Model.Network, Model.Depth, Model.Width, Model.WidthUnit, Model.Variant, Model.Fraction,
        Model.LearningRate, Model.WeightDecay);

    /// <summary>Null where no verdict was asked for, or components were not computed.</summary>
    public bool? HasBlock => Own?.Block?.Verdict switch
    {
        null or BlockStructure.CauseUnknown or BlockStructure.Undefined => null,
        { } verdict => verdict == BlockStructure.Present,
    };

    /// <summary>The large window that the verdict rests on.</summary>
    public (int First, int Last)? Window
        => Own?.Block is { LargeWindow: true, First: int first, Last: int last } ? (first, last) : null;

    /// <summary>[layers]: what a column of the table of layers holds, NaN where a layer has none; null where there is no such column.
    /// </summary>
    public double[]? Column(string name)
    {
        double[][] lines = [.. Exhibits.OfType<LayerCurve>().SelectMany(curve => curve.Lines).Where(line => line.Column == name)
            .Select(line => line.Values.ToArray())];
        return lines.Length == 0 ? null
            : [.. Enumerable.Range(0, lines[0].Length)
                .Select(layer => lines.Select(line => line[layer]).Where(double.IsFinite).DefaultIfEmpty(double.NaN).First())];
    }

    /// <summary>[layers, layers]: another map of the network, by the beginning of its name; null where there is none.</summary>
    public double[,]? Map(string kind)
        => Exhibits.OfType<LayerMap>().FirstOrDefault(map => map.Name.StartsWith($"{kind}-", StringComparison.Ordinal))?.Matrix.Values;

    /// <summary>Whether a layer is in the window.</summary>
    public bool Holds(int layer) => Window is var (first, last) && layer >= first && layer <= last;

    /// <summary>Mean over the window's pairs of different layers, and over all other pairs but those of the input.</summary>
    public (double Inside, double Outside) Means(double[,] map)
    {
        (double sum, int count) inside = (0, 0), outside = (0, 0);
        for (int i = 1; i < map.GetLength(0); i++)
        {
            for (int j = 1; j < i; j++)
            {
                if (double.IsNaN(map[i, j])) continue;
                if (Holds(i) && Holds(j)) inside = (inside.sum + map[i, j], inside.count + 1);
                else outside = (outside.sum + map[i, j], outside.count + 1);
            }
        }
        return (inside.sum / inside.count, outside.sum / outside.count);
    }
}
