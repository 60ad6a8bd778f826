using System.Diagnostics;
using Strata.Activations;
using Strata.Data;
using Strata.Models;

namespace Strata.Similarity;

/// <summary>Measures forward passes and comparisons of all layers with the threads that are set; initial weights take as long as trained ones.</summary>
public static class ComparisonProbe
{
    /// <summary>Seconds in which .NET sees what is called often and compiles it again, better.</summary>
    private const double Warming = 1;

    private const double Enough = 0.4;

    /// <summary>Seconds of a forward pass: a mean over one at least, behind some that are not counted.</summary>
    /// <param name="batch">At most the test images of <paramref name="data"/>.</param>
    public static double SecondsPerPass(ModelSpec spec, ImageSet data, int batch)
    {
        using TrainedModel model = TrainedModel.Initial(spec, data, 0);
        int[] examples = [.. Enumerable.Range(0, batch)];
        return Mean(() => model.Visit(examples, [], (_, _) => { }));
    }

    /// <summary>The same of comparing all layers over one batch, forward pass included.</summary>
    /// <param name="batch">From 4 to the test images of <paramref name="data"/>.</param>
    public static double SecondsPerComparison(ModelSpec spec, ImageSet data, int batch)
    {
        using TrainedModel model = TrainedModel.Initial(spec, data, 0);
        var options = new ComparisonOptions { Batch = batch, Passes = 1, MaxExamples = batch };
        return Mean(() => ModelComparison.Compare([model], [(0, 0)], options));
    }

    private static double Mean(Action once)
    {
        var clock = Stopwatch.StartNew();
        do once();
        while (clock.Elapsed.TotalSeconds < Warming);
        clock.Restart();
        int times = 0;
        for (; times < 1 || clock.Elapsed.TotalSeconds < Enough; times++) once();
        return clock.Elapsed.TotalSeconds / times;
    }
}
