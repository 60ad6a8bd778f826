using Strata.Activations;
using Strata.Data;
using Strata.Models;
using Strata.Runtime;

namespace Strata.Similarity;

/// <summary>Measures forward passes and comparisons of all layers with the threads that are set; initial weights take as long as trained ones.</summary>
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

    /// <summary>The same of comparing all layers over one batch, forward pass included, where each thread has one if there are so many images.</summary>
    /// <param name="batch">From 4 to the test images of <paramref name="data"/>.</param>
    public static double SecondsPerComparison(ModelSpec spec, ImageSet data, int batch)
    {
        using TrainedModel model = TrainedModel.Initial(spec, data, 0);
        int batches = Math.Clamp(data.Test.Count / batch, 1, Threads.Current);
        var options = new ComparisonOptions { Batch = batch, Passes = 1, MaxExamples = batches * batch };
        return RepeatedCall.Seconds(() => ModelComparison.Compare([model], [(0, 0)], options)) / batches;
    }
}
