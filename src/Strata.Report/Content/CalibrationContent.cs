using Strata.Analysis;
using Strata.Models;
using Strata.Similarity;

namespace Strata.Report;

/// <summary>What a calibration shows beside the similarity itself: how far pairs lie beyond chance, and every layer's best match.</summary>
public static class CalibrationContent
{
    /// <param name="a">Name of the model on the rows.</param>
    /// <param name="b">Name of the model on the columns.</param>
    public static IEnumerable<Exhibit> Of(LayerCalibration calibration, string a, string b)
    {
        ArgumentNullException.ThrowIfNull(calibration);
        string[] models = [a, b];
        yield return new LayerMap
        {
            Name = "calibrated",
            Title = "beyond chance",
            Says = $"how far each value lies beyond what {calibration.Shuffles} shuffles of the examples reach once in twenty times, as a "
                + "share of the way to equal layers; dark pairs are no more alike than strangers (Gröger et al. 2026)",
            Models = models,
            A = a,
            B = b,
            Matrix = calibration.Map(calibration.Calibrated),
            Measure = "beyond chance",
        };
        yield return Matches(calibration, a, b);
    }

    /// <summary>How many layers have a match beyond chance, from both models, and which are most alike.</summary>
    public static IEnumerable<string> Findings(LayerCalibration calibration, string a, string b)
    {
        ArgumentNullException.ThrowIfNull(calibration);
        foreach ((string name, IReadOnlyList<CalibratedMatch> matches) in new[] { (a, calibration.FromA), (b, calibration.FromB) })
        {
            CalibratedMatch[] known = [.. matches.Where(match => match.P is not null)];
            yield return $"{name}: the best match of {known.Count(match => match.P <= RowShuffleNull.Level)} of {known.Length} layers is "
                + $"beyond chance (p ≤ {RowShuffleNull.Level:0.##})"
                + (known.Length > 0 ? $", by {known.Average(match => match.Calibrated):0.000} in the mean of all" : "");
        }
        if (calibration.Best is { Match: { } other } best)
            yield return $"most alike: {calibration.LayersA[best.Layer].Name} and {calibration.LayersB[other].Name}, {best.Value:0.000} "
                + $"where chance reaches {best.Threshold:0.000}; p {best.P:0.####}";
    }

    /// <summary>The best match of every layer, from both models.</summary>
    public static Table Matches(LayerCalibration calibration, string a, string b)
    {
        ArgumentNullException.ThrowIfNull(calibration);
        IEnumerable<Cell[]> From(string model, IReadOnlyList<CalibratedMatch> matches, IReadOnlyList<LayerInfo> own,
            IReadOnlyList<LayerInfo> others) => matches.Select(match => (Cell[])
            [
                new(model), Cell.Of(match.Layer), new(own[match.Layer].Name), new(match.Match is { } other ? others[other].Name : ""),
                Cell.Of(match.Value, Number), Cell.Of(match.Threshold, Number), Cell.Of(match.Calibrated, Number),
                Cell.Of(match.P, value => $"{value:0.####}"),
            ]);
        return new("matches",
            [
                new("model", "of", Number: false), new("index", "index"), new("layer", "layer", Number: false),
                new("match", "most like", "its best match in the other model", Number: false),
                new("value", calibration.Measure == SimilarityMatrix.Cka ? "CKA" : calibration.Measure),
                new("threshold", "chance", "what the best match of shuffled examples passes once in twenty times"),
                new("calibrated", "beyond chance", "from 0, chance, to 1, equal layers"),
                new("p", "p", $"share of {calibration.Shuffles} shuffles whose best match is as alike, with the observed one among them"),
            ],
            [.. From(a, calibration.FromA, calibration.LayersA, calibration.LayersB),
                .. From(b, calibration.FromB, calibration.LayersB, calibration.LayersA)])
        {
            Title = "best matches",
            Says = "the layer of the other model that each layer is most like; the best of many is high by chance, and is held against the "
                + "best of many",
            Models = [a, b],
        };
    }

    private static string Number(double? value) => $"{value:0.000}";
}
