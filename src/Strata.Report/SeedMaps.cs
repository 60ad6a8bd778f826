using Strata.Analysis;
using Strata.Models;

namespace Strata.Report;

/// <summary>Makes maps of what stays when only the seed changes.</summary>
public static class SeedMaps
{
    /// <summary>The mean with its spread as uncertainty, and the spread by itself.</summary>
    /// <param name="layers">Of both axes.</param>
    /// <param name="models">Names of the seeds' models.</param>
    /// <param name="name">What they have in common, in the names of files.</param>
    public static IEnumerable<LayerMap> Of(WindowStability stability, IReadOnlyList<LayerInfo> layers, IReadOnlyList<string> models,
        string name)
    {
        ArgumentNullException.ThrowIfNull(models);
        ArgumentNullException.ThrowIfNull(stability);
        ArgumentNullException.ThrowIfNull(layers);
        double[,] nothing = new double[layers.Count, layers.Count];
        foreach (ref double cell in System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref nothing[0, 0], nothing.Length))
            cell = double.NaN;
        LayerMap Map(string kind, string title, string says, string measure, double[,] values, double[,] errors) => new()
        {
            Name = $"{kind}-{name}",
            Title = title,
            Says = says,
            Measure = measure,
            Uncertainty = "standard deviation over seeds",
            Models = models,
            A = models[0],
            B = models[0],
            Matrix = new()
            {
                Values = values,
                StandardErrors = errors,
                LayersA = layers,
                LayersB = layers,
                Examples = new int[0, 0],
                Undefined = [],
                Warnings = [],
                Within = true
            },
        };
        yield return Map("mean", "mean over seeds", "mean of CKA over the seeds", "mean CKA", stability.Mean, stability.Spread);
        // A spread is far below 1: its scale ends at the next twentieth above all of it.
        double most = stability.Spread.Cast<double>().Where(double.IsFinite).DefaultIfEmpty(1).Max();
        yield return Map("spread", "spread over seeds", "standard deviation of CKA over the seeds", "SD of CKA", stability.Spread, nothing)
            with
        { Brightest = Math.Clamp(Math.Ceiling(20 * most - 1e-9) / 20, .05, 1) };
    }

    /// <summary>In how many of the seeds' windows each layer is, as a share.</summary>
    public static LayerCurve Windows(WindowStability stability, IReadOnlyList<string> models)
    {
        ArgumentNullException.ThrowIfNull(stability);
        return new() { Title = "seeds' windows", Models = models, Lines = [new("", stability.Coverage, 0)] };
    }
}
