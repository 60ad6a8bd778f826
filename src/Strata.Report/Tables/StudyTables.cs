using Strata.Analysis;
using Strata.Similarity;
using static System.Globalization.CultureInfo;

namespace Strata.Report.Tables;

/// <summary>The tables of a study.</summary>
internal static class StudyTables
{
    public static IEnumerable<Table> All(StudyView study)
        => [.. ClaimTables.All(study), Models(study), Layers(study), Comparisons(study), .. study.Shown<Table>(),
            .. ErrorTables.All(study)];

    public static Table Models(StudyView study)
    {
        Column[] columns =
        [
            new("name", Number: false), new("label", "Model", Number: false), new("family", Number: false), new("depth"), new("width"),
                new("network", Number: false), new("fraction", Number: false),
            new("learningRate"), new("weightDecay"), new("seed"), new("trained", Number: false), new("learned", Number: false),
            new("testAccuracy", "Test accuracy", "After the last epoch"),
                new("bestTestAccuracy", "Best", "Best of all epochs: chosen on the test data, so it flatters"),
                    new("bestEpoch", "Epoch", "Epoch of the best test accuracy"),
            new("trainAccuracy", "Train accuracy", "In the last epoch"), new("parameters", "Parameters", "Trainable"),
                new("multiplyAdds", "Multiply-adds", "For one image"), new("seconds", "Training time"),
            new("divergedAtEpoch"), new("verdict", "Verdict", Number: false),
                new("first", "Window", "First and last layer of the similar window that the verdict rests on, with their stages"),
                    new("last"), new("firstStage"), new("lastStage"),
            new("share", "Share", "Part of the layers that the window covers"),
                new("mean", "Mean CKA", "Mean off-diagonal CKA in the window"),
                    new("f90", "f90", "Share of layer pairs with CKA above 0.9"),
            new("largeWindows", "Large windows",
                "Every window that is large enough, with the part of its own layers that a first principal component dominates",
                Number: false),
            new("dominatedShare", "Dominated",
                "Part of the layers whose first principal component has at least the share of variance that the verdict asks for, by "
                + "default half"),
                new("maximumShare", "Max PC1", "Largest share of variance of a first principal component, the images themselves apart"),
            new("warnings", "Warnings"), new("threshold"), new("largeShare"), new("componentShare"), new("componentLayers"),
        ];
        return new("models", columns, [.. study.Content.Models.Select(model => ModelRow(study, model))])
        { Title = "models" };
    }

    public static Table Comparisons(StudyView study)
    {
        Column[] columns =
        [
            new("a", Number: false), new("b", Number: false), new("labelA", "Rows", Number: false), new("labelB", "Columns", Number: false),
                new("within", Number: false),
            new("layersA", "Layers up"), new("layersB", "Layers across"),
                new("meanCka", $"Mean {MeasureOf(study)}", "Of all defined pairs of different layers; across models, of all pairs"),
            new("undefined", "Undefined", "Entries of the matrix without a value"),
                new("meanStandardError", "Mean SE", "Mean standard error of an entry: jackknife over batches"),
            new("depthCorrelationA", "Depths up", "Correlation of the rows' relative depths with those of their best matches"),
                new("depthCorrelationB", "Depths across", "The same for the columns"),
            new("depthDifference", "Apart", "Mean difference of the relative depths of matching layers"),
                new("meanInside", "Windows", "Mean CKA between the two models' windows"),
                    new("meanOutside", "Elsewhere", "Mean CKA of all other pairs"),
        ];
        return new("comparisons", columns,
            [.. study.Content.Comparisons.OrderBy(comparison => comparison.Matrix.Within)
                .Select(comparison => ComparisonRow(study, comparison))])
        { Title = "comparisons" };
    }

    /// <summary>By what models are compared, which is the same for all.</summary>
    public static string MeasureOf(StudyView study) => study.Content.Comparisons is [var first, ..] ? first.Measure : "CKA";

    /// <summary>Mean similarity of a window's layers, first and last inclusive.</summary>
    public static double MeanCka(SimilarityMatrix matrix, int first, int last) => MeanCka(matrix, (first, last), (first, last));

    /// <summary>The same of the rows of one window and the columns of another.</summary>
    public static double MeanCka(SimilarityMatrix matrix, (int First, int Last) rows, (int First, int Last) columns)
    {
        double[,] window = new double[rows.Last - rows.First + 1, columns.Last - columns.First + 1];
        for (int i = 0; i < window.GetLength(0); i++)
            for (int j = 0; j < window.GetLength(1); j++) window[i, j] = matrix.Values[rows.First + i, columns.First + j];
        return (matrix with { Values = window }).Mean;
    }

    /// <summary>
    /// The part of all layers that their first principal component dominates; null where no share is known. A layer whose share is
    /// undefined is not dominated.
    /// </summary>
    public static double? Dominated(LayerMap comparison)
        => comparison.Block?.Components?.Share
            ?? (comparison.Shares is { Count: > 0 } shares
                ? shares.Where((share, layer) => share >= Window.DominantShare(comparison) && !comparison.Matrix.LayersA[layer].IsInput)
                    .Count() / (double)shares.Count : null);

    private static Table Layers(StudyView study)
    {
        string[] lines = [.. study.Shown<LayerCurve>().SelectMany(curve => curve.Lines).Select(line => line.Column)
            .Where(column => column != "").Distinct()];
        Column[] columns = [new("model", Number: false), new("index"), new("name", Number: false), new("kind", Number: false), new("stage"),
            new("block"), new("features"), new("pc1Share"), .. lines.Select(line => new Column(line))];
        return new("layers", columns,
        [
            .. from model in study.Content.Models
               let within = study.Within(model)
               where within is not null
               let curves = study.CurvesOf(within)
               from layer in within.Matrix.LayersB.Index()
               select (IReadOnlyList<Cell>)
               [
                   new(model.Name), Cell.Of(layer.Index), new(layer.Item.Name), new(layer.Item.Kind), Cell.Of(layer.Item.Stage),
                       Cell.Of(layer.Item.Block), Cell.Of(layer.Item.Features), Cell.Of(within.Shares?[layer.Index], Format.Unit),
                       .. lines.Select(line => On(curves, line, layer.Index)),
               ],
        ])
        { Title = "layers" };
    }

    /// <summary>The layer's value on the lines of a column: those of several stages are one to a reader of the table.</summary>
    private static Cell On(IEnumerable<LayerCurve> curves, string column, int layer)
    {
        double[] values = [.. curves.SelectMany(curve => curve.Lines).Where(line => line.Column == column)
            .Select(line => line.Values[layer]).Where(double.IsFinite)];
        return Cell.Of(values.Length > 0 ? values[0] : null, Format.Unit);
    }

    private static Cell[] ModelRow(StudyView study, ModelContent model)
    {
        LayerMap? within = study.Within(model);
        BlockStructure? block = within?.Block;
        BlockOptions? thresholds = block?.Thresholds;
        int? StageAt(int? layer) => layer is int index ? within!.Matrix.LayersA[index].Stage : null;
        return
        [
            new(model.Name), new(study.Label(model)), new(model.Family), Cell.Of(model.Depth), Cell.Of(model.Width, width => $"{width}"),
                new(model.Network + model.SharedVariant + model.Variant), new($"{model.Fraction}"),
            Cell.Of(model.LearningRate, rate => $"{rate}"), Cell.Of(model.WeightDecay, decay => $"{decay}"), Cell.Of(model.Seed),
                new(Yes(model.Trained)), new(model.Trained ? Yes(model.IsEvidence) : ""),
            Cell.Of(model.TestAccuracy, Format.Percent), Cell.Of(model.BestTestAccuracy, Format.Percent), Cell.Of(model.BestEpoch),
            Cell.Of(model.TrainAccuracy, Format.Percent), Size(model.Parameters), Size(model.MultiplyAdds),
            // How long a network took that came in a file, without a seed, nobody says.
            model is { Trained: true, Seed: not null } ? Cell.Of(model.Seconds, seconds => Format.Duration(seconds!.Value))
                : new("", Format.None),
            Cell.Of(model.DivergedAtEpoch), new(block?.Verdict ?? "", StudyView.Failing(model) ?? block?.Verdict ?? Format.None),
                new($"{block?.First}", Window.Describe(within) ?? Format.None), Cell.Of(block?.Last), Cell.Of(StageAt(block?.First)),
                    Cell.Of(StageAt(block?.Last)),
            Cell.Of(block?.Share, Format.Percent), Cell.Of(block?.Mean, Format.Unit), Cell.Of(block?.F90, Format.Unit),
            LargeWindows(block),
            Cell.Of(within is null ? null : Dominated(within), Format.Percent),
            Cell.Of(within?.LargestShare, Format.Unit),
            Cell.Of(study.WarningsOf(model).Count), Cell.Of(thresholds?.Threshold, Format.Unit), Cell.Of(thresholds?.Share, Format.Unit),
                Cell.Of(thresholds?.ComponentShare, Format.Unit), Cell.Of(thresholds?.ComponentLayers, Format.Unit),
        ];
    }

    /// <summary>Of what is no network, as a graph or a folder of activations, it is not known.</summary>
    private static Cell Size(long count) => count == 0 ? new("", Format.None) : new($"{count}", Format.Count(count));

    private static Cell LargeWindows(BlockStructure? block)
    {
        IReadOnlyList<BlockWindow> windows = block?.LargeWindows ?? [];
        if (windows.Count == 0) return new("", Format.None);
        return new(
            string.Join("; ", windows.Select(window =>
                string.Create(InvariantCulture, $"{window.First}-{window.Last} {window.DominatedShare:0.####}").TrimEnd())),
            string.Join(", ", windows.Select(window =>
                $"{window.First}–{window.Last}" + (window.DominatedShare is { } share ? $" ({Format.Percent(share)})" : ""))));
    }

    private static Cell[] ComparisonRow(StudyView study, LayerMap comparison)
    {
        SimilarityMatrix matrix = comparison.Matrix;
        return
        [
            new(comparison.A), new(comparison.B), new(study.Label(comparison.A)), new(study.Label(comparison.B)), new(Yes(matrix.Within)),
                Cell.Of(matrix.LayersA.Count), Cell.Of(matrix.LayersB.Count),
            Cell.Of(matrix.Mean, Format.Unit), Cell.Of(matrix.Values.Cast<double>().Count(double.IsNaN)),
                Cell.Of((matrix with { Values = matrix.StandardErrors }).Mean, error => $"{error:0.0000}"),
            Cell.Of(comparison.Correspondence?.DepthCorrelationA, Format.Unit),
                Cell.Of(comparison.Correspondence?.DepthCorrelationB, Format.Unit),
                    Cell.Of(comparison.Correspondence?.DepthDifference, Format.Unit),
            Cell.Of(comparison.Correspondence?.MeanInside, Format.Unit), Cell.Of(comparison.Correspondence?.MeanOutside, Format.Unit),
        ];
    }

    private static string Yes(bool value) => value ? "true" : "false";
}
