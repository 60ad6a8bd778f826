using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Strata.Analysis;
using Strata.Report.Drawing;
using Strata.Similarity;

namespace Strata.Report;

/// <summary>The figures of a study, as files.</summary>
internal static class StudyFigures
{
    /// <summary>Bytes in UTF-8 of the name of a file, and of what is left of a longer one; file systems take 255.</summary>
    private const int MostBytes = 150, CutBytes = 140;

    /// <summary>The name of a figure's files, without extension; any model name gives a name that every file system takes.</summary>
    public static string FileName(string name)
    {
        // Enumerated, half a letter is replaced. An accent may be one with its letter or apart, and some file systems take both for one.
        string plain = string.Concat(name.EnumerateRunes().Select(rune => IsLetter(rune) || IsMark(rune) ? rune : new Rune('_')));
        if (plain == name && !name.EnumerateRunes().Any(IsMark) && Encoding.UTF8.GetByteCount(plain) <= MostBytes) return plain;
        // What was changed may have made two names equal.
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(name));
        return $"{Cut(plain)}-{Convert.ToHexStringLower(hash)[..8]}";
    }

    /// <summary>Letters and digits of any script, and what paths and addresses need not escape.</summary>
    private static bool IsLetter(Rune rune) => Rune.IsLetterOrDigit(rune) || rune.Value is '.' or '-' or '_' or '~';

    private static bool IsMark(Rune rune)
        => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static string Cut(string name)
    {
        int bytes = 0;
        return string.Concat(name.EnumerateRunes().TakeWhile(rune => (bytes += rune.Utf8SequenceLength) <= CutBytes));
    }

    public static string FileName(LayerMap map)
        => FileName(map.Name != "" ? map.Name : map.Matrix.Within ? $"similarity-{map.A}" : $"similarity-{map.A}~{map.B}");

    /// <param name="progress">Told the share that is drawn.</param>
    public static void Write(StudyView study, string directory, IProgress<double>? progress, CancellationToken stop)
    {
        var work = new List<Action>();
        void Add(string name, string caption, Func<Figure> figure)
            => work.Add(() => figure().WriteForPrint(Path.Combine(directory, name), caption));
        void AddChart(Chart chart) => Add(FileName(chart.Name), Captions.Of(study, chart), () => new ChartFigure([chart]));

        foreach (Chart chart in Effects.Of(study)) AddChart(chart);
        foreach (string name in study.Studies)
            if (Family(study, name) is { } family)
                Add(name == "" ? "family" : FileName($"family-{name}"),
                    $"{family.Title}. One map for each configuration: that of its first seed that learned.\n",
                    () => new HeatmapGridFigure(family));
        foreach (Configuration configuration in study.Configurations)
            if (Seeds(study, configuration) is { } seeds)
                Add(FileName($"seeds-{study.Label(configuration)}"),
                    $"{seeds.Title}. Within each seed on the diagonal, across seeds off it; n = {seeds.Rows.Count} seeds.\n",
                    () => new HeatmapGridFigure(seeds));
        foreach (LayerMap map in study.AllMaps)
            Add(FileName(map), Captions.Of(study, map), () => new HeatmapFigure(map.Matrix, Options(study, map)));
        foreach (Chart chart in Training(study)) AddChart(chart);
        foreach (Chart chart in study.Shown<Chart>()) AddChart(study.Worded(chart));
        foreach (ErrorsContent errors in study.Content.Errors)
        {
            PopulationLabels labels = Tables.ErrorTables.Labels(study, errors);
            Add(FileName($"errors-{errors.Name}"), Captions.Of(errors, labels), () => new PopulationFigure(errors.Comparison, labels));
        }
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
            IsDistance = map.IsDistance,
            Shares = map.Shares,
            DominantShare = Window.DominantShare(study.Judged(map)),
            Windows = Window.Large(map),
            Curves = study.CurvesOf(map),
        }
        : new()
        {
            Title = study.Label(map),
            Measure = map.Measure,
            Brightest = map.Brightest,
            IsDistance = map.IsDistance,
            Path = Matches(map),
            RowLabel = $"layer of {study.Label(map.A)}",
            ColumnLabel = $"layer of {study.Label(map.B)}"
        };

    /// <summary>The best match of every row; null where it was not looked for.</summary>
    public static IReadOnlyList<int?>? Matches(LayerMap comparison)
        => comparison.Correspondence?.FromA.Select(match => match.Match).ToArray();

    /// <summary>One map for each configuration: that of its first seed that learned.</summary>
    internal static HeatmapGrid? Family(StudyView study, string name = "")
    {
        var grid = new FamilyGrid(study, name);
        var panels = new HeatmapPanel?[grid.Rows.Count, grid.ColumnLabels.Count];
        for (int row = 0; row < grid.Rows.Count; row++)
            for (int column = 0; column < grid.ColumnLabels.Count; column++)
                panels[row, column] = study.ModelsOf(grid.At(row, column)).Where(model => study.Within(model) is not null)
                    .OrderByDescending(model => model.IsEvidence)
                    .Select(model => Panel(study.Within(model)!, Caption(study, model))).FirstOrDefault();
        return panels.Cast<HeatmapPanel?>().All(panel => panel is null) ? null
            : new()
            {
                Title = name == "" ? study.Content.Title : name,
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

    /// <summary>
    /// Loss and test accuracy over the epochs: a line for the mean of each configuration's seeds, between the lowest and the highest of
    /// them, and one for those that did not learn; a few a chart, and one axis for all charts.
    /// </summary>
    public static IReadOnlyList<Chart> Training(StudyView study)
    {
        const int Most = 6;
        var configurations = study.Content.Models.Where(model => model.Curve.Count > 1)
            .GroupBy(model => (Configuration: Configuration.Of(model), Failing: StudyView.Failing(model))).ToList();
        var charts = new List<Chart>();
        foreach (var (part, some) in configurations.Chunk(Most).Index())
        {
            charts.Add(Chart("loss", "training loss", point => point.Loss, fromZero: true));
            Chart accuracy = Chart("accuracy", "test accuracy, %", point => 100 * point.TestAccuracy, fromZero: false);
            // Measured once it is no curve; the tables have it.
            if (accuracy.Series.Any(line => line.Points.Count > 1)) charts.Add(accuracy);

            Chart Chart(string name, string axis, Func<CurvePoint, double?> value, bool fromZero) => new()
            {
                Name = $"training-{name}{(configurations.Count > Most ? $"-{part + 1}" : "")}",
                Title = $"Training: {name}",
                Says = "Mean of the seeds of a configuration, between the lowest and the highest of them.",
                XLabel = "epoch",
                YLabel = axis,
                FromZero = fromZero,
                YAlso = [.. configurations.SelectMany(seeds => seeds).SelectMany(model => model.Curve).Select(value).OfType<double>()
                    .Where(double.IsFinite)],
                Series = [.. some.Select(seeds => Mean(study.Label(seeds.Key.Configuration)
                    + (seeds.Key.Failing is { } failing ? $" ({failing})" : ""), [.. seeds], value))],
            };
        }
        return charts;
    }

    private static ChartSeries Mean(string name, ModelContent[] seeds, Func<CurvePoint, double?> value)
    {
        var epochs = seeds.SelectMany(model => model.Curve).Where(point => value(point) is { } known && double.IsFinite(known))
            .GroupBy(point => point.Epoch, point => value(point)!.Value).OrderBy(epoch => epoch.Key).ToList();
        return new(name, [.. epochs.Select(epoch => ((double)epoch.Key, epoch.Average()))])
        {
            Band = seeds.Length == 1 ? [] : [.. epochs.Select(epoch => (epoch.Min(), epoch.Max()))],
        };
    }

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
