using Strata.Activations;

namespace Strata.Similarity;

/// <summary>A source of which some examples alone are there.</summary>
public sealed class SelectedExamples : SourceView
{
    private readonly int[] _chosen;

    /// <param name="source">The caller's to dispose of.</param>
    /// <param name="chosen">Indices into the source's examples, none twice; example i of this source is <c>chosen[i]</c> of that.</param>
    /// <exception cref="ArgumentException">An index that the source does not have.</exception>
    public SelectedExamples(IActivationSource source, IReadOnlyList<int> chosen) : base(source)
    {
        ArgumentNullException.ThrowIfNull(chosen);
        _chosen = [.. chosen];
        foreach (int example in _chosen)
            if (example < 0 || example >= source.ExampleCount)
                throw new ArgumentException($"Example {example} is none of the {source.ExampleCount}.", nameof(chosen));
        Labels = source.Labels is { } labels ? [.. _chosen.Select(example => labels[example])] : null;
        ExamplesHash = source.ExamplesHash is { } hash ? ExampleOrder.Hash(hash, _chosen) : null;
    }

    /// <summary>A matrix of this source whose examples are numbered as in the whole one.</summary>
    public SimilarityMatrix Numbered(SimilarityMatrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        int[,] examples = (int[,])matrix.Examples.Clone();
        for (int pass = 0; pass < examples.GetLength(0); pass++)
            for (int i = 0; i < examples.GetLength(1); i++) examples[pass, i] = _chosen[examples[pass, i]];
        return matrix with { Examples = examples, ExampleSource = Source.ExamplesHash };
    }

    public override int ExampleCount => _chosen.Length;

    public override IReadOnlyList<int>? Labels { get; }

    public override string? ExamplesHash { get; }

    public override void Visit(ReadOnlySpan<int> examples, IReadOnlyList<int> wanted, Action<int, LayerOutput> visit)
    {
        int[] behind = new int[examples.Length];
        for (int i = 0; i < behind.Length; i++) behind[i] = _chosen[examples[i]];
        Source.Visit(behind, wanted, visit);
    }
}
