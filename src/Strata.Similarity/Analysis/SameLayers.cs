using Strata.Models;
using Strata.Similarity;
using Strata.Similarity.Measures;

namespace Strata.Analysis;

/// <summary>
/// Whether each layer of a network finds itself in another network of the same architecture: the control that a measure of similarity must
/// pass (Kornblith et al. 2019, table 2). A layer is held against the other's layers of its own kind; input and logits are left out.
/// </summary>
/// <param name="Layers">Layers of both networks that were asked.</param>
/// <param name="Found">How many of them are most like their own counterpart; ties count as not found.</param>
public sealed record SameLayers(int Layers, int Found)
{
    public double Share => (double)Found / Layers;

    /// <param name="map">Between two networks.</param>
    /// <returns>Null for networks of different layers, with no kind of which there are several, or where the measure has no value at
    /// all.</returns>
    public static SameLayers? Of(SimilarityMatrix map)
    {
        ArgumentNullException.ThrowIfNull(map);
        IReadOnlyList<LayerInfo> layers = map.LayersA;
        if (map.Within || !layers.Select(Same).SequenceEqual(map.LayersB.Select(Same))) return null;
        int sign = map.Measure != SimilarityMatrix.Cka && KnownMeasures.Parse(map.Measure).Traits.IsDistance ? -1 : 1;
        int asked = 0, found = 0;
        bool known = false;
        foreach (var kind in layers.Index().Where(layer => layer.Item.Kind is not ("input" or "logits")).GroupBy(layer => layer.Item.Kind))
        {
            int[] members = [.. kind.Select(layer => layer.Index)];
            if (members.Length < 2) continue;
            known |= members.Any(layer => members.Any(other => !double.IsNaN(map.Values[layer, other])));
            foreach (int layer in members)
            {
                asked += 2;
                if (IsBest(members, layer, other => sign * map.Values[layer, other])) found++;
                if (IsBest(members, layer, other => sign * map.Values[other, layer])) found++;
            }
        }
        return !known ? null : new(asked, found);
    }

    private static bool IsBest(int[] members, int layer, Func<int, double> value)
        => members.All(other => other == layer || value(layer) > value(other) || double.IsNaN(value(other)) && !double.IsNaN(value(layer)));

    private static (string, string) Same(LayerInfo layer) => (layer.Name, layer.Kind);
}
