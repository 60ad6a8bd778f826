namespace Strata.Similarity.Measures;

/// <summary>CKA by a kernel other than the linear one, unbiased, of all examples at once.</summary>
public abstract class KernelCka : Measure<KernelCka.Layer>
{
    private const int FewestExamples = 4;

    private protected KernelCka() { }

    /// <summary>What says how alike two examples are.</summary>
    private protected abstract Kernel Kernel { get; }

    protected override string? Problem(Representation layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return layer.Problem
            ?? (layer.Examples < FewestExamples ? $"of {layer.Examples} examples, expected {FewestExamples} or more" : null);
    }

    protected override Layer Take(Representation layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        int n = layer.Squared();
        // Only differences of the entries count.
        (double[] gram, double spread, double lost) = Kernel.Shifted([.. layer.Rows], n, new(layer.Features, layer.Roundoff));
        if (Array.Exists(gram, double.IsNaN)) return new(n, [], $"without a value: {Kernel.NoNumber}");
        double trace = 0;
        for (int i = 0; i < n; i++) trace += gram[i * n + i] - Rows.Sum(gram.AsSpan(i * n, n)) / n;
        UCentering.InPlace(gram, n);
        double self = Rows.Dot(gram, gram, n), norm = Math.Sqrt(self);
        // As minibatch CKA asks it.
        string? problem = new LayerTerms(self, n * (n - 3.0) * (trace / n) * (trace / n), spread, lost).Problem();
        return new(n, [.. gram.Select(entry => entry / norm)], problem);
    }

    protected override string? Problem(Layer a, Layer b)
        => a?.Problem is { } first ? $"X is {first}" : b?.Problem is { } second ? $"Y is {second}" : null;

    protected override double Value(Layer a, Layer b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        return Rows.Dot(a.Gram, b.Gram, a.Examples);
    }

    /// <param name="Gram">[examples, examples], U-centred and of norm 1.</param>
    /// <param name="Problem">Why there is none, as the end of "the layer is"; null where there is one.</param>
    public sealed record Layer(int Examples, double[] Gram, string? Problem) : MeasuredLayer
    {
        public override Layer Permuted(int[] order) => Problem is null ? this with { Gram = Both(Gram, order) } : this;
    }
}
