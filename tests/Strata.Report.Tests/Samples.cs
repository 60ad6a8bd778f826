using Strata.Analysis;
using Strata.Data;
using Strata.Models;
using Strata.Models.Families;
using Strata.Similarity;

namespace Strata.Report.Tests;

/// <summary>
/// Content that looks like real results: layers of real networks, similarities that fall with distance, a bright block where asked.
/// </summary>
internal static class Samples
{
    public static ModelSpec Spec(int depth, double width = 1) => ResNetCifar.Create(depth, width, 10, 3, 32);

    /// <param name="block">Layers of a bright block, as parts of the depth, or null.</param>
    public static SimilarityMatrix Within(ModelSpec spec, (double From, double To)? block, int seed = 0, int? undefinedLayer = null)
    {
        int count = spec.Layers.Count;
        double[,] values = Fill(spec.Layers, spec.Layers, block, seed, 1);
        for (int i = 0; i < count; i++)
            for (int j = 0; j <= i; j++)
                values[i, j] = values[j, i] = i == j ? 1 : i == undefinedLayer || j == undefinedLayer ? double.NaN : values[i, j];
        if (undefinedLayer is int constant) values[constant, constant] = double.NaN;
        return Matrix(values, spec.Layers, spec.Layers, true, undefinedLayer is int layer
            ? [new UndefinedLayer(spec.Name, spec.Layers[layer].Name, "constant: every example has the same representation")] : []);
    }

    public static SimilarityMatrix Across(ModelSpec a, ModelSpec b, int seed = 0)
        => Matrix(Fill(a.Layers, b.Layers, null, seed, 0.85), a.Layers, b.Layers, false, []);

    public static double[] Shares(ModelSpec spec, (double From, double To)? block)
    {
        int count = spec.Layers.Count;
        return [.. spec.Layers.Select(layer => (layer.Index / (double)count, layer.Kind) switch
        {
            var (at, kind) when block is { } b && at >= b.From && at < b.To => kind is "add" or "relu" ? 0.62 : 0.88,
            var (at, _) => 0.12 + 0.15 * at,
        })];
    }

    /// <summary>Two depths, three widths, a second seed for some, a part of the data for others, and an untrained control.</summary>
    public static StudyContent Study()
    {
        (int Depth, double Width, string Fraction, int Seed, bool Trained)[] grid =
        [
            (14, 1, "1", 0, true), (14, 2, "1", 0, true), (38, 1, "1", 0, true), (38, 1, "1", 1, true), (38, 2, "1", 0, true),
                (38, 2, "1", 1, true),
            (38, 1, "1/16", 0, true), (38, 2, "1/16", 0, true), (38, 4, "1/16", 0, true), (38, 1, "1", 0, false),
        ];
        ModelContent[] models =
            [.. grid.Select(point => Model(point.Depth, point.Width, Fraction.Parse(point.Fraction), point.Seed, point.Trained))];
        var within = models.Select((model, i) => Within(model, model.Trained && model.Fraction != Fraction.One && model.Depth == 38, i == 8
            ? 120 : null));
        LayerMap[] across = [Pair(models[2], models[3]), Pair(models[4], models[5]), Pair(models[4], models[1])];
        return new StudyContent
        {
            Title = "Width against data on CIFAR-10",
            Name = "width-by-data",
            StudyJson = "{\n  \"name\": \"width-by-data\",\n  \"data\": { \"source\": \"cifar10:data\", \"fractions\": [1, \"1/16\"] }\n}",
            Models = models,
            Comparisons = [.. within, .. across],
            Warnings = ["the test accuracies are below the published ones: JPEG images were used"],
            HowItWasMade = [new("Command", "strata run width-by-data.json --output out"), new("Strata", "0.1.0"), new("libtorch", "2.10.0"),
                new("Machine", "2 cores, 2 threads, fp32"), new("Time", "3 h 12 min")],
        };
    }

    /// <summary>One ResNet-38 with three large windows, of which the last and shortest is ruled by a component.</summary>
    public static StudyContent WithSeveralWindows()
    {
        ModelContent model = Model(38, 1, Fraction.One, 0, true);
        IReadOnlyList<LayerInfo> layers = Spec(38).Layers;
        (int First, int Last)[] windows = [(10, 53), (54, 95), (106, 130)];
        double[,] values = new double[layers.Count, layers.Count];
        for (int i = 0; i < layers.Count; i++)
            for (int j = 0; j < layers.Count; j++)
                values[i, j] = i == j ? 1 : windows.Any(w => i >= w.First && i <= w.Last && j >= w.First && j <= w.Last) ? .9 : .2;
        double[] shares = [.. layers.Select(layer => layer.Index is >= 60 and < 68 or >= 106 and < 126 ? .8 : .1)];
        var comparison = new LayerMap
        {
            A = model.Name,
            B = model.Name,
            Matrix = Matrix(values, layers, layers, true, []),
            Block = BlockStructure.Detect(values, new BlockOptions(), shares, layers),
            Shares = shares,
        };
        return Study() with { Models = [model], Comparisons = [comparison], Warnings = [] };
    }

    /// <summary>The study with a third model, the first of its configuration, that did not learn, though its map has a block.</summary>
    public static StudyContent WithUnlearned()
    {
        StudyContent study = Study();
        ModelContent failed = study.Models[2] with { TestAccuracy = .114, DidNotLearn = Guessing.Of(.1, 10_000).Problem(.114) };
        LayerMap blocky = Within(failed, true);
        return study with
        {
            Models = [.. study.Models.Select((model, i) => i == 2 ? failed : model)],
            Comparisons = [.. study.Comparisons.Select((comparison, i) => i == 2 ? blocky : comparison)],
        };
    }

    /// <summary>The study with maps beyond the similarities: of its third model, and over the seeds of its configuration.</summary>
    public static StudyContent WithMaps()
    {
        StudyContent study = Study();
        LayerMap first = study.Comparisons[2], second = study.Comparisons[3];
        string[] models = [study.Models[2].Name, study.Models[3].Name];
        var stability = WindowStability.Of([first.Matrix.Values, second.Matrix.Values], [first.Block!, second.Block!]);
        LayerMap Derived(string name, string title, string measure, int seed) => new()
        {
            Name = $"{name}-{models[0]}",
            Title = title,
            Says = $"what {title} says",
            Measure = measure,
            Models = [models[0]],
            A = models[0],
            B = models[0],
            Matrix = Within(Spec(38), null, seed),
        };
        return study with
        {
            Exhibits = [Derived("without-components", "without PC1", "CKA", 5), Derived("cosines", "cosines of PC1", "cos²", 6),
                .. SeedMaps.Of(stability, first.Matrix.LayersA, models, "resnet38-1x"), SeedMaps.Windows(stability, models)],
            Stabilities = [new(models, stability, first.Matrix.LayersA)]
        };
    }

    public static ModelContent Model(int depth, double width, Fraction fraction, int seed, bool trained)
    {
        ModelSpec spec = Spec(depth, width);
        double best = 0.7 + 0.03 * Math.Log2(width) + depth / 1000.0 + 0.15 * fraction.Value;
        CurvePoint[] curve = [.. Enumerable.Range(1, trained ? 60 : 0)
            .Select(epoch => new CurvePoint(epoch, 2.3 * Math.Exp(-epoch / 15.0) + 0.02, 1 - 0.9 * Math.Exp(-epoch / 15.0), epoch % 2 == 0
                ? best * (1 - Math.Exp(-epoch / 12.0)) : null, 0.01))];
        return new ModelContent
        {
            Name = $"cifar10-{spec.Name}-{fraction.ToString().Replace("/", "of")}-s{seed}{(trained ? "" : "-untrained")}-3f9a1c",
            Family = spec.Family.Name,
            Network = spec.Title,
            Depth = depth,
            Width = width,
            Fraction = fraction,
            Seed = seed,
            Trained = trained,
            Parameters = spec.ParameterCount,
            MultiplyAdds = spec.MultiplyAdds,
            TestAccuracy = trained ? best : 0.104,
            BestTestAccuracy = trained ? best + 0.004 : null,
            BestEpoch = trained ? 54 : null,
            TrainAccuracy = trained ? 0.987 : null,
            Seconds = trained ? 1234 * width : 0,
            Curve = curve,
            Warnings = trained ? [] : ["untrained control: its map says what the architecture alone gives"],
        };
    }

    public static LayerMap Within(ModelContent model, bool blocky, int? undefinedLayer = null)
    {
        ModelSpec spec = Spec(model.Depth, model.Width);
        (double, double)? block = blocky ? (0.3, 0.55 + 0.05 * model.Width) : null;
        SimilarityMatrix matrix = Within(spec, block, (int)model.Seed!.Value, undefinedLayer);
        double[] shares = Shares(spec, block);
        return new LayerMap
        {
            A = model.Name,
            B = model.Name,
            Matrix = matrix,
            Block = BlockStructure.Detect(matrix.Values, new BlockOptions(), shares, matrix.LayersB),
            Shares = shares
        };
    }

    public static LayerMap Pair(ModelContent a, ModelContent b)
        => new() { A = a.Name, B = b.Name, Matrix = Across(Spec(a.Depth, a.Width), Spec(b.Depth, b.Width), 7) };

    private static double[,] Fill(IReadOnlyList<LayerInfo> a, IReadOnlyList<LayerInfo> b, (double From, double To)? block, int seed,
        double most)
    {
        var random = new Random(seed);
        var values = new double[a.Count, b.Count];
        for (int i = 0; i < a.Count; i++)
        {
            for (int j = 0; j < b.Count; j++)
            {
                double x = i / (double)a.Count, y = j / (double)b.Count;
                double value = 0.08 + 0.87 * Math.Exp(-Math.Abs(x - y) * 3.2) * (Branch(a[i]) == Branch(b[j]) ? 1 : 0.82);
                if (block is { } at && x >= at.From && x < at.To && y >= at.From && y < at.To) value = 0.955;
                values[i, j] = Math.Clamp(most * value + 0.02 * (random.NextDouble() - 0.5), -0.05, 0.995);
            }
        }
        return values;
    }

    private static bool Branch(LayerInfo layer) => layer.Kind is "conv" or "bn";

    private static SimilarityMatrix Matrix(double[,] values, IReadOnlyList<LayerInfo> a, IReadOnlyList<LayerInfo> b, bool within,
        IReadOnlyList<UndefinedLayer> undefined)
    {
        var errors = new double[a.Count, b.Count];
        for (int i = 0; i < a.Count; i++)
            for (int j = 0; j < b.Count; j++)
                errors[i, j] = double.IsNaN(values[i, j]) ? double.NaN : 0.02 * (1 - Math.Abs(values[i, j]));
        return new SimilarityMatrix
        {
            Values = values,
            StandardErrors = errors,
            LayersA = a,
            LayersB = b,
            Examples = new int[2, 512],
            Undefined = undefined,
            Warnings = [],
            Within = within
        };
    }
}
