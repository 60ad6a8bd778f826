using System.Text.Json;
using Strata.Models;
using Strata.Report.Drawing;

namespace Strata.Report.Page;

/// <summary>What the page's script reads: everything but matrices, examples and images, as one JSON object.</summary>
internal static class PageData
{
    public static string Json(StudyView study, PageBudget budget, Surroundings around)
    {
        var axes = new List<IReadOnlyList<LayerInfo>>();
        var places = study.Content.Models.Index().ToDictionary(model => model.Item.Name, model => model.Index);
        object[] maps = [.. study.AllMaps.Select(map => Map(study, budget, map, places, axes, around))];
        // The default encoder also escapes <, > and &, so that no name can end the script element that holds this.
        return JsonSerializer.Serialize(new
        {
            version = around.Version,
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
            maps,
            errors = study.Content.Errors.Select(errors => ErrorsData.Of(study, errors)),
        });
    }

    private static object Model(StudyView study, ModelContent model) => new
    {
        label = study.Label(model),
        trained = model.Trained,
        evidence = model.IsEvidence,
        facets = Facets.Of(study, model),
    };

    private static object Map(StudyView study, PageBudget budget, LayerMap map, Dictionary<string, int> places,
        List<IReadOnlyList<LayerInfo>> axes, Surroundings around) => new
        {
            key = StudyFigures.FileName(map),
            a = places[map.A],
            b = places[map.B],
            label = study.Label(map),
            rows = Axis(axes, map.Matrix.LayersA),
            columns = Axis(axes, map.Matrix.LayersB),
            steps = budget.Steps(map),
            triangle = MatrixEncoding.Symmetric(map.Matrix.Values),
            derived = !map.IsSimilarity,
            measure = map.Measure,
            uncertainty = map.Uncertainty,
            brightest = map.Brightest,
            distance = map.IsDistance,
            examples = map.Matrix.Examples is { Length: > 0 } examples
                ? $"{examples.GetLength(1)} examples"
                    + (examples.GetLength(0) == 1 ? "" : $" in each of {examples.GetLength(0)} passes") : "",
            shares = map.Shares?.Select(share => Rounded(share)),
            rowShares = SharesOf(study, map, map.A)?.Select(share => Rounded(share)),
            columnShares = SharesOf(study, map, map.B)?.Select(share => Rounded(share)),
            dominant = Window.DominantShare(study.Judged(map)),
            curves = study.CurvesOf(map).Select(curve => new
            {
                title = curve.Title,
                top = curve.Top,
                bottom = curve.Bottom,
                reference = Rounded(curve.Reference),
                lines = curve.Lines.Select(line => new
                {
                    name = line.Name,
                    colour = $"#{ChartFigure.Colour(line.Colour).ToString()[3..]}",
                    values = line.Values.Select(value => Rounded(value))
                }),
            }),
            path = StudyFigures.Matches(map),
            windows = Window.Large(study.Judged(map)).Select(window => new
            {
                first = window.First,
                last = window.Last,
                rests = window.Rests,
                note = window.Dominated is { } share ? $"{100 * share:0}{Format.Space}% dominated" : "",
            }),
            facts = Facts.Of(study, map).Select(fact => new[] { fact.Name, fact.Value }),
            warnings = map.Matrix.Within && map.IsSimilarity ? study.WarningsOf(study.Model(map.A)) : StudyView.WarningsOf(map),
            figure = !around.HasFiles ? "" : "figures/" + Uri.EscapeDataString(StudyFigures.FileName(map)),
        };

    /// <summary>The shares that a map's own strip has, or else those of the network on one of its sides.</summary>
    private static IReadOnlyList<double>? SharesOf(StudyView study, LayerMap map, string side)
        => map.OfSeeds ? null : map.Shares ?? study.Within(study.Model(side))?.Shares;

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
