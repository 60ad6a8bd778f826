using Strata.Runtime;

namespace Strata.Analysis;

/// <summary>How principal components are computed.</summary>
public sealed record ComponentOptions
{
    /// <summary>A class-balanced subset of so many examples; null: all.</summary>
    public int? MaxExamples { get; init; } = 2000;

    /// <summary>Components whose shares are reported.</summary>
    public int Leading { get; init; } = 4;

    /// <summary>Examples per forward pass; changes no result but rounding.</summary>
    public int Batch { get; init; } = 250;

    /// <summary>Vectors that are iterated together: the more, the fewer passes over the data.</summary>
    public int Vectors { get; init; } = 8;

    /// <summary>Passes over the data at most; a layer that has not settled by then is told as such.</summary>
    public int MaxPasses { get; init; } = 40;

    /// <summary>
    /// A layer is done when a pass changes λ₁ by less than this share of it, and the other leading ones by less than a hundred times as
    /// much.
    /// </summary>
    public double Tolerance { get; init; } = 1e-5;

    /// <summary>Fixes the start vectors and the subset.</summary>
    public long Seed { get; init; }

    /// <exception cref="InvalidOptionsException">Every value out of range at once.</exception>
    public void Validate()
    {
        var problems = new List<string>();
        ComponentRanges.MaxExamples.Check("maxExamples", MaxExamples, problems);
        ComponentRanges.Batch.Check("batch", Batch, problems);
        ComponentRanges.Vectors.Check("vectors", Vectors, problems);
        if (Leading < 1 || Leading > Vectors) problems.Add($"leading: {Leading} is not from 1 to the {Vectors} vectors that are iterated");
        ComponentRanges.MaxPasses.Check("maxPasses", MaxPasses, problems);
        ComponentRanges.Tolerance.Check("tolerance", Tolerance, problems);
        if (problems.Count > 0) throw new InvalidOptionsException(problems);
    }
}
