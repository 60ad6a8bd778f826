using Strata.Similarity;

namespace Strata.Report;

/// <summary>A study's content with what every part of the report asks of it: labels, places in the grid, warnings.</summary>
internal sealed class StudyView
{
    private readonly Dictionary<string, ModelContent> _models = [];
    private readonly Dictionary<(string, string), LayerMap> _pairs = [];
    private readonly Dictionary<LayerMap, int> _places = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, string> _labels = [];

    public StudyView(StudyContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        Content = content = content with { Models = WithoutShared(content.Models) };
        foreach (ModelContent model in content.Models)
            if (!_models.TryAdd(model.Name, model)) throw new ArgumentException($"two models are named '{model.Name}'", nameof(content));
        foreach (LayerMap comparison in content.Comparisons)
        {
            Check(comparison);
            _places[comparison] = _places.Count;
            if (!_pairs.TryAdd((comparison.A, comparison.B), comparison))
                throw new ArgumentException($"'{comparison.A}' is compared with '{comparison.B}' twice", nameof(content));
        }
        foreach (LayerMap map in Shown<LayerMap>())
        {
            Check(map);
            _places[map] = _places.Count;
        }
        Configurations = [.. content.Models.GroupBy(Configuration.Of).Select(group => group.Key)];
        bool several = content.Models.GroupBy(Configuration.Of).Any(group => group.Count() > 1);
        foreach (ModelContent model in content.Models)
            _labels[model.Name] = Label(Configuration.Of(model)) + (several && model.Seed is { } seed ? $", seed {seed}" : "")
                + (model.File is { } file && ModelsOf(Configuration.Of(model)).Count > 1 ? $", {file}" : "")
                + Remark(model);
        // Models that differ in something else (another precision, say) go by the names of their artifacts.
        foreach (var same in _labels.GroupBy(label => label.Value).Where(group => group.Count() > 1).ToList())
            foreach (string name in same.Select(label => label.Key)) _labels[name] = name;
        Warnings = [.. Collect()];
    }

    public StudyContent Content { get; }

    /// <summary>What models there are beside their seeds, in the order of the study.</summary>
    public IReadOnlyList<Configuration> Configurations { get; }

    /// <summary>Names of the studies that are shown as one; of a single one the empty name.</summary>
    public IReadOnlyList<string> Studies => [.. Configurations.Select(configuration => configuration.Study).Distinct()];

    /// <summary>All of the study's warnings, each with what it is about (empty for the study).</summary>
    public IReadOnlyList<(string Subject, string Text)> Warnings { get; }

    /// <summary>Everything that can be opened, by its place.</summary>
    public IReadOnlyList<LayerMap> AllMaps => [.. Content.Comparisons, .. Shown<LayerMap>()];

    /// <summary>What analyses show of one kind.</summary>
    public IEnumerable<T> Shown<T>() where T : Exhibit => Content.Exhibits.OfType<T>();

    /// <summary>The curves that stand below a map, over its columns.</summary>
    public IReadOnlyList<LayerCurve> CurvesOf(LayerMap map)
        => map.Matrix.Within ? [.. Shown<LayerCurve>().Where(curve => curve.Models.SequenceEqual(map.OfSeeds ? map.Models : [map.A]))] : [];

    public IEnumerable<LayerMap> Across => Content.Comparisons.Where(comparison => !comparison.Matrix.Within);

    public ModelContent Model(string name) => _models[name];

    /// <summary>The model's layers with each other, if they were compared.</summary>
    public LayerMap? Within(ModelContent model) => _pairs.GetValueOrDefault((model.Name, model.Name));

    /// <summary>The map that has the verdict on a map's model: itself, or the similarity that it is made from.</summary>
    public LayerMap Judged(LayerMap map) => map.Matrix.Within && !map.OfSeeds ? Within(Model(map.A)) ?? map : map;

    /// <summary>The comparison of two models (or of one with itself), and whether it has the second one's layers on its rows.</summary>
    public (LayerMap Comparison, bool Transposed)? Between(ModelContent rows, ModelContent columns)
        => _pairs.TryGetValue((rows.Name, columns.Name), out LayerMap? there) ? (there, false)
            : _pairs.TryGetValue((columns.Name, rows.Name), out LayerMap? back) ? (back, true)
            : null;

    /// <summary>Its place among <see cref="AllMaps"/>.</summary>
    public int PlaceOf(LayerMap comparison) => _places[comparison];

    /// <summary>The model in as few words as tell it from the others.</summary>
    public string Label(ModelContent model) => _labels[model.Name];

    public string Label(string model) => _labels[model];

    /// <summary>Why a model is no evidence, in three words; null for one that is.</summary>
    public static string? Failing(ModelContent model)
        => model.DivergedAtEpoch is not null ? "diverged" : model.DidNotLearn is not null ? "did not learn" : null;

    /// <summary>The model's seed, and whether it is no evidence.</summary>
    public static string SeedLabel(ModelContent model)
        => (model.Seed is { } seed ? $"seed {seed}" : model.File ?? model.Name) + Remark(model);

    /// <summary>The model in words, where what its label remarks is said anyway.</summary>
    public string Plain(ModelContent model)
    {
        string label = Label(model), remark = Remark(model);
        return remark != "" && label.EndsWith(remark, StringComparison.Ordinal) ? label[..^remark.Length] : label;
    }

    /// <summary>The map in words.</summary>
    public string Label(LayerMap map)
    {
        if (map.OfSeeds) return Label((Exhibit)map);
        string models = map.Matrix.Within ? Label(map.A) : $"{Label(map.A)} × {Label(map.B)}";
        return map.IsSimilarity ? models : $"{models}, {map.Title}";
    }

    /// <summary>An exhibit in words: what it is about, and what it shows of it.</summary>
    public string Label(Exhibit exhibit)
    {
        Configuration[] about = [.. exhibit.Models.Select(name => Configuration.Of(Model(name))).Distinct()];
        string? subject = exhibit.Models.Count == 1 ? Label(exhibit.Models[0]) : about.Length == 1 ? Label(about[0]) : null;
        return string.Join(", ", new[] { subject, exhibit.Title }.Where(part => !string.IsNullOrEmpty(part)));
    }

    /// <summary>What a cell or a legend shows: a model's name as its label, any other words as they are.</summary>
    public string Worded(string text) => _labels.GetValueOrDefault(text, text);

    /// <summary>A chart with labels in the place of models' names; points of one configuration are one series.</summary>
    public Chart Worded(Chart chart)
    {
        var series = chart.Series
            .Select(line => _models.TryGetValue(line.Name, out ModelContent? model)
                ? line with { Name = Label(Configuration.Of(model)), Notes = [.. line.Points.Select(_ => Label(model))] } : line)
            .Index().GroupBy(line => line.Item.Scattered ? line.Item.Name : $"{line.Item.Name}\n{line.Index}", line => line.Item);
        return chart with
        {
            Title = Label(chart),
            Series = [.. series.Select(same => same.First() with
            {
                Points = [.. same.SelectMany(line => line.Points)],
                Notes = [.. same.SelectMany(line => line.Notes)],
            })],
        };
    }

    /// <summary>The configuration; the amount of data and the recipe only where they differ within the study.</summary>
    public string Label(Configuration configuration)
        => configuration.Architecture
            + (Varies(configuration.Study, model => model.Fraction, trained: false) ? $", {configuration.FractionLabel}" : "")
            + (configuration.Trained && SeveralRates(configuration) ? $", {configuration.RateLabel}" : "")
            + (configuration.Trained && SeveralDecays(configuration) ? $", {configuration.DecayLabel}" : "")
            + (configuration.Trained ? "" : ", untrained")
            + (configuration.Study == "" ? "" : $", {configuration.Study}");

    /// <summary>Whether models of the configuration's study were trained at different learning rates.</summary>
    public bool SeveralRates(Configuration configuration) => Varies(configuration.Study, model => model.LearningRate);

    public bool SeveralFractions(Configuration configuration) => Varies(configuration.Study, model => model.Fraction);

    public bool SeveralDecays(Configuration configuration) => Varies(configuration.Study, model => model.WeightDecay);

    /// <summary>Models of one configuration, in the order of the study.</summary>
    public IReadOnlyList<ModelContent> ModelsOf(Configuration configuration)
        => [.. Content.Models.Where(model => Configuration.Of(model) == configuration)];

    /// <summary>What a reader should know about a model and its map.</summary>
    public IReadOnlyList<string> WarningsOf(ModelContent model)
    {
        IEnumerable<string> failing = model.DivergedAtEpoch is int epoch
            ? [$"training diverged at epoch {epoch}: its accuracy and its map say nothing about the architecture"]
            : model.DidNotLearn is { } problem ? [problem] : [];
        // A model's own warnings may say it too.
        return [.. failing.Union(model.Warnings), .. Within(model) is { } comparison ? WarningsOf(comparison) : []];
    }

    /// <summary>What a reader should know about a comparison.</summary>
    public static IReadOnlyList<string> WarningsOf(LayerMap comparison)
    {
        SimilarityMatrix matrix = comparison.Matrix;
        return [.. matrix.Warnings, .. matrix.Undefined.Distinct().Select(layer => Words(layer, matrix.Within))];
    }

    private static string Words(UndefinedLayer layer, bool within)
        => $"layer {layer.Layer}{(within ? "" : $" of {layer.Model}")} is undefined ({layer.Reason})";

    /// <summary>What every model has in its variant is no part of a label.</summary>
    private static IReadOnlyList<ModelContent> WithoutShared(IReadOnlyList<ModelContent> models)
    {
        if (models.Count < 2) return models;
        static string[] Parts(ModelContent model) => model.Variant.Split(", ", StringSplitOptions.RemoveEmptyEntries);
        static string Written(IEnumerable<string> parts) => string.Concat(parts.Select(part => $", {part}"));
        string[] shared = [.. models.Select(Parts).Aggregate((all, parts) => [.. all.Intersect(parts)])];
        return shared.Length == 0 ? models : [.. models.Select(model => model with
        {
            Variant = Written(Parts(model).Except(shared)),
            SharedVariant = Written(shared),
        })];
    }

    private bool Varies<T>(string study, Func<ModelContent, T> property, bool trained = true)
        => Content.Models.Where(model => model.Study == study && (model.Trained || !trained)).Select(property).Distinct().Count() > 1;

    private static string Remark(ModelContent model) => Failing(model) is { } failing ? $" ({failing})" : "";

    private IEnumerable<(string, string)> Collect()
    {
        foreach (string warning in Content.Warnings) yield return ("", warning);
        foreach (ModelContent model in Content.Models)
            foreach (string warning in WarningsOf(model)) yield return (Plain(model), warning);
        foreach (LayerMap comparison in Across)
        {
            // What is said of one of the models alone, its own map says, and every pair of it would say it again.
            HashSet<string> told = [.. new[] { comparison.A, comparison.B }.Select(name => Within(Model(name))).OfType<LayerMap>()
                .SelectMany(own => own.Matrix.Warnings.Concat(own.Matrix.Undefined.Select(layer => Words(layer, within: false))))];
            foreach (string warning in WarningsOf(comparison).Where(warning => !told.Contains(warning)))
                yield return (Label(comparison), warning);
        }
        foreach (ErrorsContent errors in Content.Errors)
            foreach (string warning in errors.Comparison.Warnings) yield return (errors.Name, warning);
    }

    private void Check(LayerMap comparison)
    {
        SimilarityMatrix matrix = comparison.Matrix;
        int rows = matrix.Values.GetLength(0), columns = matrix.Values.GetLength(1);
        string? problem = !_models.ContainsKey(comparison.A) ? $"model '{comparison.A}' is not in the study"
            : !_models.ContainsKey(comparison.B) ? $"model '{comparison.B}' is not in the study"
            : matrix.Within != (comparison.A == comparison.B)
            ? $"the matrix says {(matrix.Within ? "within a model" : "across models")}, the names say otherwise"
            : rows == 0 || columns == 0 ? "the matrix has no entries"
            : matrix.LayersA.Count != rows || matrix.LayersB.Count != columns
            ? $"the matrix is {rows} × {columns}, its layers are {matrix.LayersA.Count} and {matrix.LayersB.Count}"
            : matrix.StandardErrors.GetLength(0) != rows || matrix.StandardErrors.GetLength(1) != columns
            ? "the standard errors have another shape than the matrix"
            : comparison.Shares is { } shares && shares.Count != columns ? $"{shares.Count} shares for {columns} layers"
            : CurvesOf(comparison).SelectMany(curve => curve.Lines).FirstOrDefault(line => line.Values.Count != columns) is { } line
            ? $"{line.Values.Count} values of '{line.Name}' for {columns} layers"
            : comparison.Correspondence is { } match && (match.FromA.Count != rows || match.FromA.Any(m => m.Match >= columns))
            ? $"a correspondence of {match.FromA.Count} layers"
            : comparison.Block is { First: int first, Last: int last } && !(0 <= first && first <= last && last < columns)
            ? $"window {first}–{last} is not within {columns} layers"
            : null;
        if (problem is not null) throw new ArgumentException($"comparison {comparison.A} × {comparison.B}: {problem}");
    }
}
