namespace Strata.Similarity;

/// <summary>The pass that is being summed, of all pairs of models.</summary>
/// <param name="layers">Of all models together.</param>
/// <param name="ranges">Of each pair.</param>
/// <param name="batches">Of the pass.</param>
/// <param name="components">Whether first components are compared too.</param>
internal sealed class PassAtWork(int layers, IReadOnlyList<LayerRanges> ranges, int batches, bool components)
{
    private readonly LayerUnits _units = new(layers);
    private readonly SelfTests _tests = new(layers);
    private readonly PairSums[] _sums = [.. ranges.Select(r => new PairSums(r.CountA, r.CountB, batches))];
    private readonly ComponentSums[]? _components = components ? [.. ranges.Select(r => new ComponentSums(r.CountA, r.CountB))] : null;

    /// <summary>Adds a batch, which is brought to the layers' units; batches come in their order.</summary>
    public void Add(BatchProducts batch)
    {
        _units.Apply(batch, ranges);
        _tests.Add(batch.Self, batch.Spreads, batch.Lost, batch.Examples);
        for (int p = 0; p < ranges.Count; p++)
        {
            LayerRanges r = ranges[p];
            _sums[p].Add(batch.Pairs[p], batch.Self.AsSpan(r.FirstA, r.CountA), batch.Self.AsSpan(r.FirstB, r.CountB));
            _components?[p].Add(batch.Components.AsSpan(r.FirstA, r.CountA), batch.Components.AsSpan(r.FirstB, r.CountB), batch.Examples);
        }
    }

    /// <summary>What the batches give to a pair.</summary>
    public PassSums Sums(int pair)
    {
        LayerRanges r = ranges[pair];
        return new(Layers(r.FirstA, r.CountA), Layers(r.FirstB, r.CountB), _sums[pair].Cross, _sums[pair].Variances(),
            _components?[pair])
        { Processor = PassFiles.Processor };

        PassLayers Layers(int first, int count) => new(_tests.Of(first, count), _units.Of(first, count));
    }
}
