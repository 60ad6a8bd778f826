using MathNet.Numerics;

namespace Strata.Analysis;

/// <summary>
/// What guessing reaches on a test set, and the accuracy from which a network has learned: more than guessing reaches once in a hundred
/// times, by an exact binomial test, and at least one and a half times its odds, since with many test examples a trace would pass the test.
/// This is the one definition behind every mean, verdict and page.
/// </summary>
/// <param name="Share">The accuracy of always naming the most frequent class; 1 / classes where that is more.</param>
/// <param name="Examples">Of the test set.</param>
/// <param name="Threshold">The accuracy that it takes; null where so few examples, or one class alone, can show no learning.</param>
public sealed record Guessing(double Share, int Examples, double? Threshold)
{
    /// <summary>How often guessing may pass.</summary>
    public const double Level = .01;

    /// <summary>The odds of being right over those of guessing, at least.</summary>
    public const double OddsRatio = 1.5;

    /// <summary>Rounding by which an accuracy may fall short of a threshold that it meets on paper.</summary>
    private const double Tolerance = 1e-9;

    /// <param name="labels">True classes of the test examples.</param>
    /// <param name="classes">How many there are, those without a test example included; null: those that occur.</param>
    /// <exception cref="ArgumentException">No labels.</exception>
    public static Guessing Of(IReadOnlyList<int> labels, int? classes = null)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (labels.Count == 0) throw new ArgumentException("There are no labels to guess.", nameof(labels));
        int[] counts = [.. labels.CountBy(label => label).Select(c => c.Value)];
        return Of(Math.Max((double)counts.Max() / labels.Count, 1.0 / (classes ?? counts.Length)), labels.Count);
    }

    /// <param name="share">The accuracy of guessing, above 0 and at most 1.</param>
    /// <param name="examples">Of the test set.</param>
    public static Guessing Of(double share, int examples)
    {
        if (share >= 1 || AtLeast(examples) >= Level) return new(share, examples, null);
        double odds = OddsRatio * share / (1 - share);
        int low = (int)Math.Ceiling(examples * odds / (1 + odds) - Tolerance), high = examples;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (AtLeast(middle) < Level) high = middle;
            else low = middle + 1;
        }
        return new(share, examples, (double)high / examples);

        // P(X ≥ k) of a binomial distribution is the regularised incomplete beta function I_p(k, n − k + 1).
        double AtLeast(int right) => right == 0 ? 1 : SpecialFunctions.BetaRegularized(right, examples - right + 1, share);
    }

    /// <summary>Whether an accuracy is more than guessing; true where none could show it.</summary>
    public bool IsPassedBy(double accuracy) => Threshold is not { } threshold || accuracy >= threshold - Tolerance;

    /// <summary>The sentence about a network that did not learn; null for one that did.</summary>
    public string? Problem(double accuracy) => IsPassedBy(accuracy) ? null
        : $"did not learn: test accuracy {100 * accuracy:0.0} %, where guessing gives {100 * Share:0.0} % and learning shows from "
            + $"{100 * Threshold:0.0} % ({OddsRatio} times the odds of guessing, p < {Level})";
}
