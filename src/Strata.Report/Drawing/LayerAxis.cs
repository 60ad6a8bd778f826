using Strata.Models;

namespace Strata.Report.Drawing;

/// <summary>The layers of one model along an axis: its stages and where the numbers go.</summary>
internal sealed class LayerAxis
{
    public LayerAxis(IReadOnlyList<LayerInfo> layers)
    {
        Count = layers.Count;
        Staged = layers.Any(layer => layer.Stage is not null);
        Segments = Staged ? Split(layers) : [];
    }

    public int Count { get; }

    /// <summary>Whether the model has stages at all.</summary>
    public bool Staged { get; }

    /// <summary>Stem, stages and head in order, without gaps.</summary>
    public IReadOnlyList<LayerSegment> Segments { get; }

    /// <summary>The stage of a layer in words, such as <c>stage 1</c> or <c>stem</c>; empty in a model without stages.</summary>
    public string StageOf(int layer) => Segments.FirstOrDefault(segment => segment.Start <= layer && layer < segment.End)?.Label ?? "";

    /// <summary>Indices of the layers that begin a segment, without the first layer.</summary>
    public IEnumerable<int> Boundaries => Segments.Skip(1).Select(segment => segment.Start);

    /// <summary>Indices that carry a number, such that numbers are at least <paramref name="distance"/> apart.</summary>
    public IEnumerable<int> Ticks(double lengthPerLayer, double distance)
    {
        int step = 1;
        for (int i = 0; step * lengthPerLayer < distance; i++) step = (i % 3) switch { 0 => step * 2, 1 => step / 2 * 5, _ => step * 2 };
        for (int index = 0; index < Count; index += step) yield return index;
    }

    private static List<LayerSegment> Split(IReadOnlyList<LayerInfo> layers)
    {
        var segments = new List<LayerSegment>();
        for (int start = 0, end; start < layers.Count; start = end)
        {
            for (end = start + 1; end < layers.Count && layers[end].Stage == layers[start].Stage;) end++;
            string label = layers[start].Stage is int stage ? $"stage {stage}" : start == 0 ? "stem" : end == layers.Count ? "head" : "";
            segments.Add(new LayerSegment(label, start, end));
        }
        return segments;
    }
}
