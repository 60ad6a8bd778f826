using Strata.Runtime;

namespace Strata.Similarity;

/// <summary>One batch's terms of HSIC, by one of two algebraically equal routes.</summary>
internal abstract class BatchTerms(Estimator estimator, LayerRows x, LayerRows y)
{
    /// <summary>The most numbers that a span counts.</summary>
    private const long LargestArray = int.MaxValue - 64;

    protected bool Unbiased { get; } = estimator == Estimator.Unbiased;

    protected LayerRows X { get; } = x;

    protected LayerRows Y { get; } = y;

    /// <summary>Features where they are fewer than examples and the kernel is linear, else Gram matrices.</summary>
    public static BatchTerms Choose(CkaOptions options, int batch, LayerRows x, LayerRows y)
        => options.Kernel == Kernel.Linear && (long)x.Features + y.Features < batch
            ? new FeatureTerms(options.Estimator, x, y) : new GramTerms(options.Estimator, options.Kernel, x, y);

    /// <exception cref="StrataException">A batch would take more memory than this process may use, or more than an array holds.</exception>
    public void CheckMemory(int batch)
    {
        long largest = Math.Max(Math.Max((long)batch * X.Features, (long)batch * Y.Features), LargestSquare(batch, X.Features, Y.Features));
        double bytes = 8 * Numbers(batch, X.Features, Y.Features), available = MachineMemory.Bytes;
        if (largest <= LargestArray && bytes <= available) return;
        throw new StrataException(
            $"{batch} examples at once would take {Gib(bytes)} of memory, and there are {Gib(available)}: choose a smaller batch");

        static string Gib(double size) => $"{size / (1L << 30):0.0} GiB";
    }

    /// <param name="x">[n, features of X], overwritten.</param>
    /// <param name="y">[n, features of Y], overwritten.</param>
    public abstract HsicTerms Compute(double[] x, double[] y, int n);

    /// <summary>Numbers of the largest matrix beside the arrays themselves.</summary>
    protected abstract long LargestSquare(long batch, long featuresX, long featuresY);

    /// <summary>Numbers held at once.</summary>
    protected abstract double Numbers(double batch, double featuresX, double featuresY);

    /// <summary>What the sum of products is (n − 1)² or n(n − 3) times of.</summary>
    protected double Weight(int n) => Unbiased ? n * (n - 3.0) : (n - 1.0) * (n - 1.0);

    /// <param name="trace">tr HKH.</param>
    protected LayerTerms Alone(double self, double trace, double spread, double lost, int n)
        => new(self, Weight(n) * (trace / n) * (trace / n), spread, lost);
}
