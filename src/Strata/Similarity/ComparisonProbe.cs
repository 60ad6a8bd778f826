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
    public static double SecondsPerPass(ModelSpec spec, ImageSet data, int batch)
    {
        using TrainedModel model = TrainedModel.Initial(spec, data, 0);
        int[] examples = [.. Enumerable.Range(0, batch)];
        return RepeatedCall.Seconds(() => model.Visit(examples, [], (_, _) => { }));
    }

    /// <summary>The same of comparing all layers over one batch of many, forward pass included.</summary>
    /// <param name="batch">From 4 to the test images of <paramref name="data"/>.</param>
    public static double SecondsPerComparison(ModelSpec spec, ImageSet data, int batch)
    {
        using TrainedModel model = TrainedModel.Initial(spec, data, 0);
        // A batch for each thread, from as many passes as that takes.
        int examples = (int)Math.Min(data.Test.Count, (long)batch * Threads.Current),
            passes = (batch * Threads.Current + examples - 1) / examples;
        var options = new ComparisonOptions { Batch = batch, Passes = passes, MaxExamples = examples };
        double batches = (double)examples * (batch >= examples ? 1 : passes) / batch;
        return RepeatedCall.Seconds(() => ModelComparison.Compare(model, options: options)) / batches;
    }
}
