using Strata.Analysis;
using Strata.Similarity;

namespace Strata.Report;

/// <summary>The figures of a study, as files.</summary>
internal static class StudyFigures
{
    /// <summary>
    /// Accuracy over the family, for the page as well; null where no trained model has one. An untrained control, at chance, would only
    /// flatten the lines, and a network that did not learn would pull down the mean of those that did.
    /// </summary>
    public static Chart? Accuracy(StudyView study)
    {
        ModelContent[] models =
            [.. study.Content.Models.Where(model => model.Trained && model.IsEvidence && model.TestAccuracy is double and not double.NaN)];
        if (models.Length == 0) return null;
        (string name, Func<Configuration, double> x, Func<Configuration, Configuration> line) = AccuracyAxis(study, models);
        bool fractions = models.Select(model => model.Fraction).Distinct().Count() > 1;
        string Name(Configuration configuration) => string.Join(", ", new[]
        {
            configuration.Depth == 0 ? $"{configuration.Network}, width {configuration.WidthLabel}{configuration.Variant}"
                : configuration.Width == 0 ? configuration.OfAnyWidth : configuration.Architecture,
            fractions ? configuration.FractionLabel : "",
            study.SeveralRates && configuration.LearningRate is not null ? configuration.RateLabel : "",
            study.SeveralDecays && configuration.WeightDecay is not null ? configuration.DecayLabel : "",
        }.Where(part => part != ""));
        var series = models.GroupBy(Configuration.Of).GroupBy(group => line(group.Key)).Select(group => new ChartSeries(
            Name(group.Key), [.. group.OrderBy(point => x(point.Key))
                .Select(point => (x(point.Key), 100 * point.Average(model => model.TestAccuracy!.Value)))])
        { Marked = true });
        return new Chart
        {
            Title = $"Test accuracy against {name}"
                + (models.GroupBy(Configuration.Of).Any(group => group.Count() > 1) ? ", mean over seeds" : ""),
            XLabel = name == "width" && models.All(model => model.WidthUnit == "x") ? "width multiplier" : name,
            YLabel = "test accuracy, %",
            LogarithmicX = true,
            XTicks = [.. models.Select(model => x(Configuration.Of(model))).Distinct().Order()],
            Series = [.. series],
        };
    }

    /// <summary>
    /// What accuracy is drawn against, and the configuration without it: of width and depth the one with more values; the recipe where
    /// neither differs.
    /// </summary>
    private static (string Name, Func<Configuration, double> X, Func<Configuration, Configuration> Line) AccuracyAxis(StudyView study,
        ModelContent[] models)
    {
        int widths = models.Select(model => model.Width).Distinct().Count(),
            depths = models.Select(model => model.Depth).Distinct().Count();
        bool one = widths == 1 && depths == 1, positive = models.All(model => model.WeightDecay > 0);
        if (one && study.SeveralRates) return ("learning rate", c => c.LearningRate!.Value, c => c with { LearningRate = null });
        // Without decay there is no place on a logarithmic axis.
        if (one && study.SeveralDecays && positive) return ("weight decay", c => c.WeightDecay!.Value, c => c with { WeightDecay = null });
        return widths >= depths ? ("width", c => c.Width, c => c with { Width = 0 }) : ("depth", c => c.Depth, c => c with { Depth = 0 });
    }

    /// <summary>The name of a figure's files, without extension; any model name gives a name that every file system takes.</summary>
    public static string FileName(string name)
    {
        string plain = string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_' or '~'
            ? letter : '_'));
        if (plain == name && plain.Length <= 150) return plain;
        // What was changed may have made two names equal.
        byte[] hash = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name));
        return $"{plain[..Math.Min(plain.Length, 140)]}-{Convert.ToHexStringLower(hash)[..8]}";
    }

    public static string FileName(LayerMap map)
        => FileName(map.Name != "" ? map.Name : map.Matrix.Within ? $"similarity-{map.A}" : $"similarity-{map.A}~{map.B}");

    /// <param name="progress">Told the share that is drawn.</param>
    public static void Write(StudyView study, string directory, IProgress<double>? progress, CancellationToken stop)
    {
        var work = new List<Action>();
        void Add(string name, Action<string> write) => work.Add(() => write(Path.Combine(directory, name)));

        if (Accuracy(study) is { } accuracy) Add("accuracy", accuracy.Write);
        if (Family(study) is { } family) Add("family", family.Write);
        foreach (Configuration configuration in study.Configurations)
            if (Seeds(study, configuration) is { } seeds) Add(FileName($"seeds-{study.Label(configuration)}"), seeds.Write);
        foreach (LayerMap map in study.AllMaps) Add(FileName(map), path => Heatmap.Write(map.Matrix, path, Options(study, map)));
        foreach (ModelContent model in study.Content.Models.Where(model => model.Curve.Count > 1))
            Add(FileName($"training-{model.Name}"), path => Chart.Write(path, Training(study, model)));
        foreach (Chart chart in study.Shown<Chart>()) Add(FileName(chart.Name), study.Worded(chart).Write);
        foreach (ErrorsContent errors in study.Content.Errors)
            Add(FileName($"errors-{errors.Name}"),
                path => PopulationFigures.Write(errors.Comparison, path, Tables.ErrorTables.Labels(study, errors)));
        int drawn = 0;
        var telling = new Lock();
        Parallel.ForEach(work, new ParallelOptions { CancellationToken = stop }, write =>
        {
            write();
            lock (telling) progress?.Report((double)++drawn / work.Count);
        });
    }

    private static HeatmapOptions Options(StudyView study, LayerMap map) => map.Matrix.Within
        ? new()
        {
            Title = study.Label(map),
            Measure = map.Measure,
            Brightest = map.Brightest,
            Shares = map.Shares,
            DominantShare = Window.DominantShare(map),
            Windows = Window.Large(map),
            Curves = study.CurvesOf(map),
        }
        : new()
        {
            Title = study.Label(map),
            Path = Matches(map),
            RowLabel = $"layer of {study.Label(map.A)}",
            ColumnLabel = $"layer of {study.Label(map.B)}"
        };

    /// <summary>The best match of every row; null where it was not looked for.</summary>
    public static IReadOnlyList<int?>? Matches(LayerMap comparison)
        => comparison.Correspondence?.FromA.Select(match => match.Match).ToArray();

    /// <summary>One map for each configuration: that of its first seed that learned.</summary>
    internal static HeatmapGrid? Family(StudyView study)
    {
        var grid = new FamilyGrid(study);
        var panels = new HeatmapPanel?[grid.Rows.Count, grid.ColumnLabels.Count];
        for (int row = 0; row < grid.Rows.Count; row++)
            for (int column = 0; column < grid.ColumnLabels.Count; column++)
                panels[row, column] = study.ModelsOf(grid.At(row, column)).Where(model => study.Within(model) is not null)
                    .OrderByDescending(model => model.IsEvidence)
                    .Select(model => Panel(study.Within(model)!, Caption(study, model))).FirstOrDefault();
        return panels.Cast<HeatmapPanel?>().All(panel => panel is null) ? null
            : new()
            {
                Title = study.Content.Title,
                RowTitle = grid.RowTitle,
                ColumnTitle = grid.ColumnTitle,
                Rows = grid.RowLabels,
                Columns = grid.ColumnLabels,
                Panels = panels
            };
    }

    /// <summary>Within each seed on the diagonal, across seeds off it; null where seeds were not compared.</summary>
    private static HeatmapGrid? Seeds(StudyView study, Configuration configuration)
    {
        IReadOnlyList<ModelContent> models = study.ModelsOf(configuration);
        var panels = new HeatmapPanel?[models.Count, models.Count];
        bool any = false;
        for (int row = 0; row < models.Count; row++)
        {
            for (int column = 0; column < models.Count; column++)
            {
                if (study.Between(models[row], models[column]) is not { } found) continue;
                any |= row != column;
                panels[row, column] = new HeatmapPanel(found.Transposed ? Transposed(found.Comparison.Matrix) : found.Comparison.Matrix);
            }
        }
        if (!any) return null;
        string[] labels = [.. models.Select(StudyView.SeedLabel)];
        return new()
        {
            Title = study.Label(configuration),
            RowTitle = "layers up",
            ColumnTitle = "layers across",
            Rows = labels,
            Columns = labels,
            Panels = panels
        };
    }

    private static Chart[] Training(StudyView study, ModelContent model) =>
    [
        new()
        {
            Title = study.Label(model),
            XLabel = "epoch",
            YLabel = "loss",
            FromZero = true,
            Series = [new("training", [.. model.Curve.Select(point => ((double)point.Epoch, point.Loss))])],
        },
        new()
        {
            XLabel = "epoch",
            YLabel = "accuracy, %",
            Series =
            [
                new("training", [.. model.Curve.Select(point => ((double)point.Epoch, 100 * point.TrainAccuracy))]),
                new("test", [.. model.Curve.Where(point => point.TestAccuracy is not null)
                    .Select(point => ((double)point.Epoch, 100 * point.TestAccuracy!.Value))]),
            ],
        },
    ];

    private static HeatmapPanel Panel(LayerMap comparison, string caption)
        => new(comparison.Matrix) { Shares = comparison.Shares, DominantShare = Window.DominantShare(comparison), Caption = caption };

    private static string Caption(StudyView study, ModelContent model)
    {
        string verdict = StudyView.Failing(model) ?? study.Within(model)?.Block?.Verdict switch
        {
            null => "",
            BlockStructure.None => "verdict none",
            { } found => found,
        };
        string accuracy = model.TestAccuracy is null ? "" : Format.Percent(model.TestAccuracy);
        return string.Join(", ", new[] { accuracy, verdict }.Where(part => part != ""));
    }

    private static SimilarityMatrix Transposed(SimilarityMatrix matrix) => matrix with
    {
        Values = Transposed(matrix.Values),
        StandardErrors = Transposed(matrix.StandardErrors),
        LayersA = matrix.LayersB,
        LayersB = matrix.LayersA,
    };

    private static double[,] Transposed(double[,] values)
    {
        var result = new double[values.GetLength(1), values.GetLength(0)];
        for (int i = 0; i < values.GetLength(0); i++)
            for (int j = 0; j < values.GetLength(1); j++)
                result[j, i] = values[i, j];
        return result;
    }
}
