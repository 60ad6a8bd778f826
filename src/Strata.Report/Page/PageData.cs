using System.Text.Json;
using Strata.Models;
using Strata.Report.Drawing;

namespace Strata.Report.Page;

/// <summary>What the page's script reads: everything but the matrices, as one JSON object.</summary>
internal static class PageData
{
    public static string Json(StudyView study, PageBudget budget)
    {
        var axes = new List<IReadOnlyList<LayerInfo>>();
        var places = study.Content.Models.Index().ToDictionary(model => model.Item.Name, model => model.Index);
        object[] comparisons = [.. study.AllMaps.Select(comparison => Comparison(study, budget, comparison, places, axes))];
        // The default encoder also escapes <, > and &, so that no name can end the script element that holds this.
        return JsonSerializer.Serialize(new
        {
            magma = Magma.Hex,
            undefined = $"{Magma.Undefined.Red:x2}{Magma.Undefined.Green:x2}{Magma.Undefined.Blue:x2}",
            models = study.Content.Models.Select(model => Model(study, model)),
            axes = axes.Select(layers => new
            {
                layers = layers.Select(layer => new
                {
                    name = layer.Name,
                    kind = layer.Kind,
                    stage = layer.Stage,
                    block = layer.Block,
                    shape = layer.Shape
                }),
                segments = new LayerAxis(layers).Segments.Select(segment => new
                {
                    label = segment.Label,
                    start = segment.Start,
                    end = segment.End
                }),
            }),
            comparisons,
        });
    }

    private static object Model(StudyView study, ModelContent model) => new
    {
        label = study.Label(model),
        trained = model.Trained,
        evidence = model.IsEvidence,
        curve = model.Curve.Count == 0 ? null : new
        {
            epoch = model.Curve.Select(point => point.Epoch),
            loss = model.Curve.Select(point => Rounded(point.Loss)),
            train = model.Curve.Select(point => Rounded(point.TrainAccuracy)),
            test = model.Curve.Select(point => Rounded(point.TestAccuracy)),
        },
    };

    private static object Comparison(StudyView study, PageBudget budget, LayerMap comparison, Dictionary<string, int> places,
        List<IReadOnlyList<LayerInfo>> axes) => new
        {
            a = places[comparison.A],
            b = places[comparison.B],
            label = study.Label(comparison),
            rows = Axis(axes, comparison.Matrix.LayersA),
            columns = Axis(axes, comparison.Matrix.LayersB),
            bytes = budget.Bytes(comparison),
            triangle = MatrixEncoding.Symmetric(comparison.Matrix.Values),
            shares = comparison.Shares?.Select(share => Rounded(share)),
            rowShares = study.Within(study.Model(comparison.A))?.Shares?.Select(share => Rounded(share)),
            columnShares = study.Within(study.Model(comparison.B))?.Shares?.Select(share => Rounded(share)),
            strips = study.CurvesOf(comparison).Select(strip => new
            {
                title = strip.Title,
                top = strip.Top,
                bottom = strip.Bottom,
                reference = Rounded(strip.Reference),
                lines = strip.Lines.Select(line => new
                {
                    name = line.Name,
                    colour = $"#{ChartFigure.Colour(line.Colour).ToString()[3..]}",
                    values = line.Values.Select(value => Rounded(value))
                }),
            }),
            path = StudyFigures.Matches(comparison),
            dominant = Window.DominantShare(comparison),
            derived = !comparison.IsSimilarity,
            measure = comparison.Measure,
            uncertainty = comparison.Uncertainty,
            brightest = comparison.Brightest,
            windows = Window.Large(study.Judged(comparison)).Select(window => new { first = window.First, last = window.Last, rests = window.Rests }),
            facts = Facts.Of(study, comparison).Select(fact => new[] { fact.Name, fact.Value }),
            warnings = comparison.Matrix.Within && comparison.IsSimilarity ? study.WarningsOf(study.Model(comparison.A))
        : StudyView.WarningsOf(comparison),
            figure = "figures/" + Uri.EscapeDataString(StudyFigures.FileName(comparison)),
        };

    /// <summary>Models of one architecture share their axis.</summary>
    private static int Axis(List<IReadOnlyList<LayerInfo>> axes, IReadOnlyList<LayerInfo> layers)
    {
        int known = axes.FindIndex(axis => axis.Count == layers.Count && axis.Zip(layers).All(pair => Same(pair.First, pair.Second)));
        if (known >= 0) return known;
        axes.Add(layers);
        return axes.Count - 1;
    }

    private static bool Same(LayerInfo a, LayerInfo b)
        => a.Name == b.Name && a.Kind == b.Kind && a.Stage == b.Stage && a.Block == b.Block && a.Shape.AsSpan().SequenceEqual(b.Shape);

    /// <summary>Five digits, which is more than a chart shows; JSON has no NaN.</summary>
    private static double? Rounded(double? value) => value is double number && double.IsFinite(number) ? Math.Round(number, 5) : null;
}
