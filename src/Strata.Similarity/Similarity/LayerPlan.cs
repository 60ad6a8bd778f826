using Strata.Activations;

namespace Strata.Similarity;

/// <summary>Which layers of a source must be seen for the Grams of the chosen ones, and which rows each of them fills.</summary>
internal sealed class LayerPlan
{
    private readonly IActivationSource _source;
    private readonly IReadOnlySet<int> _exact;
    private readonly Dictionary<int, int> _rows = [];
    private readonly Dictionary<int, (int Layer, int Row, ChannelScaling Scaling)> _scaled = [];

    private LayerPlan(IActivationSource source, IReadOnlySet<int> exact, IReadOnlyList<int> wanted)
        => (_source, _exact, Wanted) = (source, exact, wanted);

    /// <summary>Layers to visit, ascending.</summary>
    public IReadOnlyList<int> Wanted { get; }

    /// <param name="chosen">Layers to compare, ascending; they fill the rows from <paramref name="first"/> on.</param>
    /// <param name="exact">Layers that are multiplied in fp32 whatever the precision.</param>
    public static LayerPlan Create(IActivationSource source, int[] chosen, int first, IReadOnlySet<int> exact)
    {
        ChannelScaling?[] scalings =
            [.. chosen.Select(layer => source.ScalingOf(layer) is { } scaling && chosen.Contains(scaling.Layer) ? scaling : null)];
        var plan = new LayerPlan(source, exact, [.. chosen.Where((_, i) => scalings[i] is null)]);
        for (int i = 0; i < chosen.Length; i++)
        {
            if (scalings[i] is { } scaling) plan._scaled.Add(scaling.Layer, (chosen[i], first + i, scaling));
            else plan._rows.Add(chosen[i], first + i);
        }
        return plan;
    }

    /// <summary>Reduces a visited layer, and the one that scales it, to Grams.</summary>
    public void Reduce(int layer, LayerOutput output, PackedGrams grams)
    {
        bool exact = _exact.Contains(layer);
        if (_scaled.TryGetValue(layer, out (int Layer, int Row, ChannelScaling Scaling) scaled))
            grams.Set(_rows[layer], output, _source.Roundoff(layer), exact || _exact.Contains(scaled.Layer), scaled.Row, scaled.Scaling);
        else grams.Set(_rows[layer], output, _source.Roundoff(layer), exact);
    }
}
