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
        if (MaxExamples is < 2) problems.Add($"maxExamples: {MaxExamples} is not at least 2");
        if (Batch is < 1 or > 100_000) problems.Add($"batch: {Batch} is not from 1 to 100000");
        if (Vectors is < 1 or > 256) problems.Add($"vectors: {Vectors} is not from 1 to 256");
        if (Leading < 1 || Leading > Vectors) problems.Add($"leading: {Leading} is not from 1 to the {Vectors} vectors that are iterated");
        if (MaxPasses is < 2 or > 10_000) problems.Add($"maxPasses: {MaxPasses} is not from 2 to 10000");
        if (Tolerance is not (> 0 and < 1)) problems.Add($"tolerance: {Tolerance} is not in (0, 1)");
        if (problems.Count > 0) throw new InvalidOptionsException(problems);
    }
}
