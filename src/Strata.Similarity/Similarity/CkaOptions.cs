using Strata.Runtime;

namespace Strata.Similarity;

/// <summary>How the similarity of two arrays is measured.</summary>
public sealed record CkaOptions
{
    public Estimator Estimator { get; init; } = Estimator.Unbiased;

    public Kernel Kernel { get; init; } = Kernel.Linear;

    /// <summary>Consecutive examples whose terms are computed together; null for all at once.</summary>
    public int? Batch { get; init; }

    /// <summary>The fewest examples that the estimator is defined for.</summary>
    public int Fewest => Estimator == Estimator.Unbiased ? 4 : 2;

    /// <exception cref="InvalidOptionsException">The batch is too small for the estimator.</exception>
    public void Validate()
    {
        if (Batch < Fewest)
            throw new InvalidOptionsException(
                $"batch: {Batch} is less than {Fewest}, the fewest examples that the "
                + $"{(Estimator == Estimator.Unbiased ? "unbiased" : "biased")} estimator is defined for");
    }
}
