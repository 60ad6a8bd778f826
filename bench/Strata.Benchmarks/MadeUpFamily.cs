using Strata.Analysis;
using Strata.Analysis.Populations;
using Strata.Data;
using Strata.Models;
using Strata.Models.Families;
using Strata.Report;
using Strata.Similarity;

namespace Strata.Benchmarks;

/// <summary>
/// A study of sixty networks as its page would have it, made up in seconds: depths × widths × seeds with block structure where networks are
/// large, in other layers for every seed, maps across seeds and configurations, collapse, training curves, and errors of two populations.
/// </summary>
internal static class MadeUpFamily
{
    private const int Seeds = 5, Epochs = 60;

    private static readonly int[] s_depths = [20, 56, 110, 164];
    private static readonly double[] s_widths = [1, 2, 8];

    /// <summary>Seeds with a block, of five, by depth and width.</summary>
    private static readonly int[,] s_blocks = { { 0, 0, 2 }, { 0, 1, 5 }, { 3, 5, 5 }, { 5, 5, 5 } };

    /// <summary>A network with the layers of its block, or none.</summary>
    private sealed record Network(int Depth, double Width, int Seed, ModelSpec Spec, (int First, int Last)? Block)
    {
        public string Name { get; } = $"{Spec.Name}-s{Seed}";

        public IReadOnlyList<LayerInfo> Layers => Spec.Layers;
    }

    public static StudyContent Content()
    {
        Network[] networks = [.. from d in Enumerable.Range(0, s_depths.Length)
                                 from w in Enumerable.Range(0, s_widths.Length)
                                 from seed in Enumerable.Range(0, Seeds)
                                 select Make(s_depths[d], s_widths[w], seed, seed < s_blocks[d, w])];
        Network[][] configurations = [.. networks.GroupBy(n => (n.Depth, n.Width)).Select(seeds => seeds.ToArray())];
        LayerCollapse[] collapses = [.. networks.Select(Collapse)];
        var maps = networks.AsParallel().AsOrdered().Select(Within).ToDictionary(map => map.A);
        Network[] first = [.. networks.Where(n => n.Seed == 0 && n.Width is 1 or 8)];
        (Network, Network)[] pairs = [.. configurations.SelectMany(Pairs), .. Pairs(first)];
        StabilityContent[] stabilities = [.. configurations.Select(seeds => new StabilityContent([.. seeds.Select(n => n.Name)],
            WindowStability.Of([.. seeds.Select(n => maps[n.Name].Matrix.Values)], [.. seeds.Select(n => maps[n.Name].Block!)]),
            seeds[0].Layers))];
        return new()
        {
            Title = "Depth and width on CIFAR-10",
            Name = "made-up",
            StudyJson = "{}",
            Recipe = "60 epochs, batch 128, learning rate 0.05, weight decay 0.0005, random crops and flips",
            Models = [.. networks.Zip(collapses, Model)],
            Comparisons = [.. networks.Select(n => maps[n.Name]), .. pairs.AsParallel().AsOrdered().Select(p => Across(p.Item1, p.Item2))],
            Stabilities = stabilities,
            Exhibits =
            [
                .. networks.Zip(collapses, (n, collapse) => LayerCurves.Of(collapse, n.Layers) with { Models = [n.Name] }),
                .. stabilities.Zip(configurations, (found, seeds)
                    => SeedMaps.Of(found.Stability, found.Layers, found.Models, seeds[0].Spec.Name)).SelectMany(shown => shown),
                .. stabilities.Select(found => SeedMaps.Windows(found.Stability, found.Models)),
            ],
            Errors = [Errors(networks)],
        };
    }

    private static IEnumerable<(Network, Network)> Pairs(Network[] some)
        => from a in Enumerable.Range(0, some.Length) from b in Enumerable.Range(a + 1, some.Length - a - 1) select (some[a], some[b]);

    private static Network Make(int depth, double width, int seed, bool block)
    {
        ModelSpec spec = ResNetCifar.Create(depth, width, 10, 3, 32);
        var random = new Random(HashCode(depth, width, seed));
        int count = spec.Layers.Count;
        // Over the end of the middle stage, whose last branches then are idle.
        double from = .4 + .12 * random.NextDouble(), to = .67 + .02 * Math.Log2(width) + .12 * random.NextDouble();
        return new(depth, width, seed, spec, block ? ((int)(from * count), (int)(to * count)) : null);
    }

    /// <summary>Not <see cref="System.HashCode"/>, which is another in every process.</summary>
    private static int HashCode(int depth, double width, int seed) => (int)(10_000 * width) + 100 * depth + seed;

    private static ModelContent Model(Network network, LayerCollapse collapse)
    {
        double accuracy = collapse.Accuracy;
        return new()
        {
            Name = network.Name,
            Family = network.Spec.Family.Name,
            Network = network.Spec.Title,
            Depth = network.Depth,
            Width = network.Width,
            Seed = network.Seed,
            LearningRate = .05,
            WeightDecay = 5e-4,
            Parameters = network.Spec.ParameterCount,
            MultiplyAdds = network.Spec.MultiplyAdds,
            TestAccuracy = accuracy,
            BestTestAccuracy = accuracy + .002,
            BestEpoch = Epochs - 3,
            TrainAccuracy = .99,
            Seconds = 30 * network.Depth * network.Width,
            Curve = [.. Enumerable.Range(1, Epochs).Select(epoch => new CurvePoint(epoch, 2.3 * Math.Exp(-epoch / 15.0) + .02,
                1 - .9 * Math.Exp(-epoch / 15.0), accuracy * (1 - .8 * Math.Exp(-epoch / 12.0)), .05 * (1 - (epoch - 1.0) / Epochs)))],
            Expendable = [.. collapse.Stages.Select(stage
                => new ExpendableBranches(stage.Stage, stage.Expendable(accuracy), stage.Accuracy.Length - 1))],
        };
    }

    /// <summary>Branches that begin within the block, or behind the middle of the last stage, can go.</summary>
    private static LayerCollapse Collapse(Network network)
    {
        var random = new Random(HashCode(network.Depth, network.Width, network.Seed));
        double accuracy = .86 + .01 * Math.Log2(network.Width) + .01 * Math.Log2(network.Depth / 20.0) + .004 * random.NextDouble();
        return new()
        {
            Accuracy = accuracy,
            Examples = 2000,
            Stages = [.. network.Layers.Where(layer => layer.Block is not null).GroupBy(layer => layer.Stage!.Value).Select(stage =>
            {
                var blocks = stage.GroupBy(layer => layer.Block!.Value).OrderBy(block => block.Key).ToList();
                double lost = 0;
                var values = new double[blocks.Count + 1];
                values[^1] = accuracy;
                for (int i = blocks.Count - 1; i >= 0; i--)
                {
                    int place = blocks[i].First().Index;
                    bool idle = network.Block is { } block && place >= block.First && place <= block.Last;
                    lost += (idle ? .0004 : .5 / blocks.Count) * (.5 + random.NextDouble());
                    values[i] = Math.Max(.1, accuracy - lost);
                }
                return new StageCollapse(stage.Key, values);
            })],
        };
    }

    private static LayerMap Within(Network network)
    {
        var random = new Random(HashCode(network.Depth, network.Width, network.Seed));
        double ruling = .7 + .25 * random.NextDouble();
        double[] shares = [.. network.Layers.Select(layer => (.95 + .05 * random.NextDouble()) * (!In(network, layer.Index)
            ? .12 + .3 * layer.Index / network.Layers.Count : layer.Kind is "add" or "relu" ? .8 * ruling : ruling))];
        SimilarityMatrix matrix = Matrix(network, network);
        return new()
        {
            A = network.Name,
            B = network.Name,
            Matrix = matrix,
            Block = BlockStructure.Detect(matrix.Values, new BlockOptions(), shares, network.Layers),
            Shares = shares,
        };
    }

    private static LayerMap Across(Network a, Network b) => new() { A = a.Name, B = b.Name, Matrix = Matrix(a, b) };

    private static bool In(Network network, int layer) => network.Block is { } block && layer >= block.First && layer <= block.Last;

    /// <summary>
    /// Layers at one depth are alike, those of a block too, and nothing else is like a block: not the rest of its network, and no layer of
    /// another one.
    /// </summary>
    private static SimilarityMatrix Matrix(Network a, Network b)
    {
        bool within = a == b;
        var random = new Random(HashCode(a.Depth, a.Width, a.Seed) ^ (within ? 0 : 31 * HashCode(b.Depth, b.Width, b.Seed)));
        IReadOnlyList<LayerInfo> rows = a.Layers, columns = b.Layers;
        double[,] values = new double[rows.Count, columns.Count], errors = new double[rows.Count, columns.Count];
        for (int i = 0; i < rows.Count; i++)
        {
            for (int j = 0; j < (within ? i + 1 : columns.Count); j++)
            {
                bool inA = In(a, i), inB = In(b, j);
                double apart = Math.Abs((double)i / rows.Count - (double)j / columns.Count)
                    + .08 * Math.Abs(Stage(rows[i]) - Stage(columns[j]));
                double value = (within ? 1 : .85) * (.1 + .86 * Math.Exp(-4 * apart) * (Inner(rows[i]) == Inner(columns[j]) ? 1 : .85));
                if (inA || inB) value = within && inA && inB ? .955 - .04 * apart : .3 * value;
                // What minibatches leave: less of it where layers are alike.
                double error = .0008 + .003 * value * (1 - value);
                value += 2 * error * (random.NextDouble() - .5);
                (values[i, j], errors[i, j]) = within && i == j ? (1, 0) : (value, error * (.95 + .1 * random.NextDouble()));
                if (within) (values[j, i], errors[j, i]) = (values[i, j], errors[i, j]);
            }
        }
        return new()
        {
            Values = values,
            StandardErrors = errors,
            LayersA = rows,
            LayersB = columns,
            Examples = new int[4, 2000],
            Undefined = [],
            Warnings = [],
            Within = within,
        };
    }

    private static int Stage(LayerInfo layer) => layer.Stage ?? (layer.Kind == "input" || layer.Index < 4 ? 0 : 2);

    private static bool Inner(LayerInfo layer) => layer.Kind is "conv" or "bn";

    /// <summary>The widest of the shallow networks are right about vehicles more often, the thinnest of the deep about animals.</summary>
    private static ErrorsContent Errors(Network[] networks)
    {
        ImageSet images = ImageSets.Load("thumbs");
        int[] labels = [.. images.Test.Labels];
        ClassGroups groups = ClassGroups.Load("cifar10");
        HashSet<int> vehicles = [.. groups.Groups.Single(group => group.Name.StartsWith("vehicle", StringComparison.Ordinal)).Classes];
        var random = new Random(1);
        double[] ease = [.. labels.Select(_ => Math.Pow(random.NextDouble(), .2))];
        Population Draw(string name, double onVehicles, double onAnimals)
        {
            var predictions = new int[Seeds, labels.Length];
            for (int m = 0; m < Seeds; m++)
            {
                for (int e = 0; e < labels.Length; e++)
                {
                    double right = Math.Clamp(ease[e] + (vehicles.Contains(labels[e]) ? onVehicles : onAnimals), .02, .99);
                    predictions[m, e] = random.NextDouble() < right ? labels[e] : (labels[e] + 1 + random.Next(9)) % 10;
                }
            }
            return new(name, predictions) { Classes = 10 };
        }
        var found = PopulationComparison.Of(Draw("wide", .12, -.12), Draw("deep", -.12, .12), labels, groups, new() { Resamples = 100 });
        double[] apart = [.. found.Accuracies.AccuracyA.Zip(found.Accuracies.AccuracyB, (a, b) => Math.Abs(a - b))];
        return new()
        {
            Name = "wide~deep",
            ModelA = networks.First(n => n.Depth == s_depths[0] && n.Width == s_widths[^1]).Name,
            ModelB = networks.First(n => n.Depth == s_depths[^1] && n.Width == s_widths[0]).Name,
            Comparison = found,
            Classes = images.Classes,
            Gallery = ImageSheet.Of(images, images.Test,
                [.. Enumerable.Range(0, labels.Length).OrderByDescending(e => apart[e]).Take(1000)]),
        };
    }
}
