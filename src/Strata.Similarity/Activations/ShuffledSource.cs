using Strata.Runtime;

namespace Strata.Activations;

/// <summary>
/// A source that shows the examples of every visit in another order than asked: the row-shuffle null of a comparison with it. What a batch
/// holds stays; who belongs to whom does not.
/// </summary>
/// <param name="source">The caller's to dispose of.</param>
/// <param name="seed">Fixes, with the examples of a visit and their order, how they are shuffled.</param>
public sealed class ShuffledSource(IActivationSource source, long seed) : SourceView(source)
{
    public override string Name => $"{Source.Name}, rows shuffled";

    public override void Visit(ReadOnlySpan<int> examples, IReadOnlyList<int> wanted, Action<int, LayerOutput> visit)
    {
        // Not by counting visits: batches may come in any order.
        long batch = 0;
        foreach (int example in examples) batch = unchecked(batch * 1_000_003 + example + 1);
        int[] order = new RandomSequence(seed, "shuffled source", batch).Permutation(examples.Length), shuffled = new int[examples.Length];
        for (int i = 0; i < order.Length; i++) shuffled[i] = examples[order[i]];
        Source.Visit(shuffled, wanted, visit);
    }
}
