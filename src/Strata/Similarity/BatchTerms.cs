using Strata.Runtime;

namespace Strata.Similarity;

/// <summary>One batch's terms of HSIC, by one of two algebraically equal routes.</summary>
internal abstract class BatchTerms(Estimator estimator)
{
    /// <summary>The most numbers that a span counts.</summary>
    private const long LargestArray = int.MaxValue - 64;

    protected bool Unbiased { get; } = estimator == Estimator.Unbiased;

    /// <summary>Features where they are fewer than examples and the kernel is linear, else Gram matrices.</summary>
    public static BatchTerms Choose(CkaOptions options, int batch, int featuresX, int featuresY)
        => options.Kernel == Kernel.Linear && (long)featuresX + featuresY < batch ? new FeatureTerms(options.Estimator)
        : new GramTerms(options.Estimator, options.Kernel);

    /// <exception cref="StrataException">A batch would take more memory than this process may use, or more than an array holds.</exception>
    public void CheckMemory(int batch, int featuresX, int featuresY)
    {
        long largest = Math.Max(Math.Max((long)batch * featuresX, (long)batch * featuresY), LargestSquare(batch, featuresX, featuresY));
        double bytes = 8 * Numbers(batch, featuresX, featuresY), available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (largest <= LargestArray && bytes <= available) return;
        throw new StrataException(
            $"{batch} examples at once would take {Gib(bytes)} of memory, and there are {Gib(available)}: choose a smaller batch");

        static string Gib(double size) => $"{size / (1L << 30):0.0} GiB";
    }

    /// <param name="x">[n, featuresX], overwritten.</param>
    /// <param name="y">[n, featuresY], overwritten.</param>
    public abstract HsicTerms Compute(double[] x, int featuresX, double[] y, int featuresY, int n);

    /// <summary>Numbers of the largest matrix beside the arrays themselves.</summary>
    protected abstract long LargestSquare(long batch, long featuresX, long featuresY);

    /// <summary>Numbers held at once.</summary>
    protected abstract double Numbers(double batch, double featuresX, double featuresY);

    /// <summary>What the sum of products is (n − 1)² or n(n − 3) times of.</summary>
    protected double Weight(int n) => Unbiased ? n * (n - 3.0) : (n - 1.0) * (n - 1.0);
}
