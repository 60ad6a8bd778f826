using MathNet.Numerics.Distributions;

namespace Strata.Report;

/// <summary>
/// What a factor does to a measure: every network a point, the means of its seeds a line with their 95 % intervals. Untrained controls, at
/// chance, would only flatten the lines, and networks that did not learn say nothing.
/// </summary>
internal static class Effects
{
    /// <summary>Fewer seeds give an interval that hides the points.</summary>
    private const int FewestForInterval = 3;

    private static readonly Measure[] s_measures =
    [
        new("largest PC1 share", "largest PC1 share of variance", (0, 1),
            (study, model) => study.Within(model)?.LargestShare),
        new("accuracy", "test accuracy, %", (0, 100), (_, model) => 100 * model.TestAccuracy),
        new("window", "share of the layers in the window, %", (0, 100),
            (study, model) => 100 * study.Within(model)?.Block?.Share),
        new("f90", "f90: share of pairs with CKA > .9", (0, 1), (study, model) => study.Within(model)?.Block?.F90),
        new("cross-seed CKA", "mean CKA with other seeds", (-1, 1), AcrossSeeds),
    ];

    /// <param name="Name">In titles and names of files.</param>
    /// <param name="Range">What no value is beyond.</param>
    /// <param name="Of">Of a model; null where it is not known.</param>
    private sealed record Measure(string Name, string Axis, (double Least, double Most) Range, Func<StudyView, ModelContent, double?> Of);

    /// <summary>A chart for every measure that is known and every factor that varies.</summary>
    public static IReadOnlyList<Chart> Of(StudyView study)
    {
        ModelContent[] models = [.. study.Content.Models.Where(model => model.Trained && model.IsEvidence)];
        Factor[] factors = [.. Factor.OfTrained.Where(factor => factor.Matched(models).Count > 0)];
        if (factors.Length == 0 && study.Configurations.Count is > 0 and <= Most) factors = [OfConfigurations(study)];
        return [.. factors.SelectMany(factor => s_measures.Select(measure => Chart(study, factor, measure, models)).OfType<Chart>())];
    }

    /// <summary>Configurations that a chart has room for.</summary>
    private const int Most = 8;

    /// <summary>Where nothing varies by itself, networks stand beside each other.</summary>
    private static Factor OfConfigurations(StudyView study)
    {
        var places = study.Configurations.Index().ToDictionary(c => c.Item, c => (double)c.Index);
        return new("Network", c => places[c], study.Label, c => c with { Family = "", Depth = 0, Width = 0, Network = "", Variant = "" });
    }

    private static Chart? Chart(StudyView study, Factor factor, Measure measure, ModelContent[] models)
    {
        (ModelContent Model, Configuration Configuration, double Value)[] points = [.. models
            .Select(model => (model, Configuration.Of(model), measure.Of(study, model) ?? double.NaN))
            .Where(point => double.IsFinite(point.Item3) && double.IsFinite(factor.Value(point.Item2)))];
        if (points.Length == 0) return null;
        string name = factor.Name.ToLowerInvariant();
        bool network = name == "network", seeds = !network || points.GroupBy(point => point.Configuration).Any(same => same.Count() > 1);
        var series = new List<ChartSeries>();
        foreach (var line in points.GroupBy(point => factor.Without(point.Configuration)))
        {
            string label = network ? "networks" : Line(study, factor, line.First().Configuration);
            series.Add(new(label, [.. line.Select(point => (factor.Value(point.Configuration), point.Value))])
            {
                Scattered = true,
                Notes = [.. line.Select(point => $"{study.Label(point.Model)}: {point.Value:0.###}")],
            });
            // A network alone is its own mean.
            if (!seeds) continue;
            var means = line.GroupBy(point => factor.Value(point.Configuration)).OrderBy(group => group.Key)
                .Select(group => (X: group.Key, Values: group.Select(point => point.Value).ToArray())).ToArray();
            series.Add(new(label, [.. means.Select(mean => (mean.X, mean.Values.Average()))])
            {
                Intervals = [.. means.Select(mean => Interval(mean.Values, measure.Range))],
                Marked = network,
                Scattered = network,
            });
        }
        Configuration[] ticks = [.. points.Select(point => point.Configuration).DistinctBy(factor.Value).OrderBy(factor.Value)];
        return new()
        {
            Name = $"effect-{name}-{measure.Name}".Replace(' ', '-'),
            Title = $"{char.ToUpperInvariant(measure.Name[0])}{measure.Name[1..]} against {name}",
            Says = "Every network a point" + (!seeds ? "" : $"; {(network ? "bars at" : "lines through")} the means of seeds")
                + (series.Any(line => line.Intervals.Any(interval => interval is not null)) ? ", with 95 % intervals of the means." : "."),
            XLabel = name,
            YLabel = measure.Axis,
            LogarithmicX = !network && ticks.All(tick => factor.Value(tick) > 0),
            XAlso = network ? [ticks.Min(factor.Value) - .5, ticks.Max(factor.Value) + .5] : [],
            XTicks = [.. ticks.Select(factor.Value)],
            XTickLabels = [.. ticks.Select(tick => network ? study.Label(tick) : Short(factor, tick))],
            Series = series,
        };
    }

    private static string Short(Factor factor, Configuration configuration)
        => factor == Factor.Data ? $"{configuration.Fraction}" : factor == Factor.Width ? configuration.WidthLabel
            : $"{factor.Value(configuration):0.######}";

    /// <summary>What all networks of a line have in common, in as few words as tell it from the other lines.</summary>
    private static string Line(StudyView study, Factor factor, Configuration configuration)
    {
        string network = factor == Factor.Depth ? $"{configuration.Network}, {configuration.WidthLabel}{configuration.Variant}"
            : factor == Factor.Width ? configuration.OfAnyWidth : configuration.Architecture;
        return string.Join(", ", new[]
        {
            network,
            study.SeveralFractions(configuration) && factor != Factor.Data ? configuration.FractionLabel : "",
            study.SeveralRates(configuration) && factor != Factor.Rate ? configuration.RateLabel : "",
            study.SeveralDecays(configuration) && factor != Factor.Decay ? configuration.DecayLabel : "",
            configuration.Study,
        }.Where(part => part != ""));
    }

    private static double? AcrossSeeds(StudyView study, ModelContent model)
    {
        double[] means = [.. study.ModelsOf(Configuration.Of(model)).Where(other => other != model && other.IsEvidence)
            .Select(other => study.Between(model, other)?.Comparison).OfType<LayerMap>().Select(map => map.Matrix.Mean)];
        return means.Length == 0 ? null : means.Average();
    }

    private static (double Low, double High)? Interval(double[] values, (double Least, double Most) range)
    {
        if (values.Length < FewestForInterval) return null;
        double mean = values.Average(), sd = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1));
        double half = StudentT.InvCDF(0, 1, values.Length - 1, .975) * sd / Math.Sqrt(values.Length);
        return (Math.Max(range.Least, mean - half), Math.Min(range.Most, mean + half));
    }
}
