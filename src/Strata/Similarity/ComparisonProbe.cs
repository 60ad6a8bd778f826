using Strata.Activations;
using Strata.Data;
using Strata.Models;
using Strata.Runtime;

namespace Strata.Similarity;

/// <summary>
/// Measures forward passes and comparisons of all layers with the threads that are set; initial weights take as long as trained ones.
/// </summary>
public static class ComparisonProbe
{
    /// <summary>Seconds of a forward pass: a mean over one at least, behind some that are not counted.</summary>
    /// <param name="batch">At most the test images of <paramref name="data"/>.</param>
    /// <param name="share">Of the usual time for measuring; less gives a rough figure.</param>
    public static double SecondsPerPass(ModelSpec spec, ImageSet data, int batch, double share = 1)
    {
        using TrainedModel model = TrainedModel.Initial(spec, data, 0);
        return SecondsPerPass(model, [], batch, share);
    }

    /// <summary>The same of any source, which gives some layers.</summary>
    internal static double SecondsPerPass(IActivationSource source, int[] layers, int batch, double share = 1)
    {
        int[] examples = [.. Enumerable.Range(0, batch)];
        return RepeatedCall.Seconds(() => source.Visit(examples, layers, (_, _) => { }), share);
    }

    /// <summary>The same of comparing all layers over one batch of many, forward pass included.</summary>
    /// <param name="batch">From 4 to the test images of <paramref name="data"/>.</param>
    /// <param name="share">Of the usual time for measuring; less gives a rough figure.</param>
    public static double SecondsPerComparison(ModelSpec spec, ImageSet data, int batch, double share = 1)
    {
        using TrainedModel model = TrainedModel.Initial(spec, data, 0);
        return SecondsPerComparison(model, batch, share);
    }

    /// <summary>The same of any source.</summary>
    internal static double SecondsPerComparison(IActivationSource source, int batch, double share = 1)
    {
        // A batch for each thread, from as many passes as that takes.
        int examples = (int)Math.Min(source.ExampleCount, (long)batch * Threads.Current),
            passes = (batch * Threads.Current + examples - 1) / examples;
        var options = new ComparisonOptions { Batch = batch, Passes = passes, MaxExamples = examples };
        double batches = (double)examples * (batch >= examples ? 1 : passes) / batch;
        return RepeatedCall.Seconds(() => ModelComparison.Compare(source, options: options), share) / batches;
    }
}
