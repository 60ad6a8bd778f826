using Strata.Models.Graph;
using static Strata.Models.Graph.Operation;

namespace Strata.Models.Families;

/// <summary>
/// EfficientNet (Tan and Le 2019): inverted bottlenecks with depthwise convolutions and squeeze-and-excitation, grown in depth and width
/// together. Weights have torchvision's names. Its strides leave a 32×32 image one pixel: <c>small</c> takes fewer.
/// </summary>
public sealed class EfficientNet : IModelFamily
{
    /// <summary>Of B0, per stage; the strides of the variant for small images beside those of the paper.</summary>
    private static readonly (int Repeats, int Kernel, int Stride, int SmallStride, int Expansion, int Channels)[] s_stages =
    [
        (1, 3, 1, 1, 1, 16), (2, 3, 2, 1, 6, 24), (2, 5, 2, 2, 6, 40), (3, 3, 2, 2, 6, 80), (3, 5, 1, 1, 6, 112), (4, 5, 2, 2, 6, 192),
        (1, 3, 1, 1, 6, 320),
    ];

    public string Name => "efficientnet";

    public string Says => "Inverted bottlenecks with depthwise convolutions and squeeze-and-excitation (Tan and Le 2019)";

    public IReadOnlyList<FamilyOption> Options { get; } =
    [
        new FamilyOption.Whole("depth",
            "Inverted bottlenecks, ceil(d n) in a stage: 16 as in B0, 23 as in B1 and B2, 26 as in B3, 32 as in B4; "
            + "10 is half of B0.", new(7, 400)),
        new FamilyOption.Number("width", "Multiplier of all channels, which are rounded to multiples of 8.", new(0.0625, 8), 1),
        new FamilyOption.Choice("strides", "imagenet: those of the paper; small: for images of 32 to 64 pixels, which end as 4×4 to 8×8.",
            ["imagenet", "small"], "imagenet"),
        new FamilyOption.Number("bnEps", "Added to the variance in every batch norm.", new(0, 1, Above: true, Below: true), 1e-5)
            { Hidden = true },
    ];

    public IEnumerable<string> Problems(FamilyValues values, ImageShape? images)
    {
        if (Repeats(values.Whole("depth")) is null)
            yield return $"depth: {values.Whole("depth")} blocks are none that ceil(d n) gives, such as "
                + string.Join(", ", Multipliers().Select(d => Repeats(d).Sum()).Distinct().Take(16));
        if (images?.Problem(16, 800) is { } problem) yield return problem;
    }

    public string Label(FamilyValues values)
        => $"efficientnet{values.Whole("depth")}-{values.Number("width"):0.####}x";

    public string Title(FamilyValues values) => "EfficientNet";

    public FamilyValues Shallow(FamilyValues values) => values.With("depth", Math.Min(16, values.Whole("depth")));

    public NetworkGraph Build(FamilyValues values, ImageShape images, int classes)
    {
        var net = new GraphBuilder();
        bool small = values.Choice("strides") == "small";
        double width = values.Number("width");
        int[] repeats = Repeats(values.Whole("depth"))!;
        int blocks = repeats.Sum(), built = 0, input = Channels(32, width);

        int Convolve(string name, string weights, int x, int filters, int size = 1, int stride = 1, int groups = 1)
            => net.Add(name, new Convolution(filters, size, stride, groups, Bias: false, Start: Initialization.FanOut), [x],
                weights: weights + ".0");
        int Norm(string name, string weights, int x) => net.Add(name, new BatchNorm(values.Number("bnEps")), [x], weights: weights + ".1");
        int Activate(string name, int x) => net.Add(name, new Silu(), [x]);
        int Whole(string name, string weights, int x, int filters, int size = 1, int stride = 1, int groups = 1)
            => Activate(name + ".silu", Norm(name + ".bn", weights,
                Convolve(name + ".conv", weights, x, filters, size, stride, groups)));

        int x = net.Add("input", new Input(images.Channels, images.Size, images.Size), []);
        x = Whole("stem", "features.0", x, input, 3, small ? 1 : 2);
        for (int stage = 0; stage < s_stages.Length; stage++)
        {
            var (_, kernel, published, reduced, expansion, channels) = s_stages[stage];
            int output = Channels(channels, width);
            for (int block = 0; block < repeats[stage]; block++, built++)
            {
                net.Enter(stage, block);
                int stride = block > 0 ? 1 : small ? reduced : published, expanded = Channels(input, expansion), at = 0, shortcut = x;
                string prefix = $"stages.{stage}.{block}.", weights = $"features.{stage + 1}.{block}.block.";
                if (expanded != input) x = Whole(prefix + "expand", $"{weights}{at++}", x, expanded);
                x = Whole(prefix + "depthwise", $"{weights}{at++}", x, expanded, kernel, stride, groups: expanded);
                x = Excite(prefix + "se", $"{weights}{at++}", x, Math.Max(1, input / 4), expanded);
                x = Norm(prefix + "project.bn", $"{weights}{at}", Convolve(prefix + "project.conv", $"{weights}{at}", x, output));
                if (stride == 1 && input == output)
                {
                    x = net.Add(prefix + "depth", new StochasticDepth(0.2, (double)built / blocks), [x],
                        shown: false);
                    x = net.Add(prefix + "add", new Addition(), [x, shortcut]);
                }
                input = output;
            }
        }
        net.Enter(null, null);
        x = Whole("head", $"features.{s_stages.Length + 1}", x, 4 * input);
        x = net.Add("flatten", new Flatten(), [net.Add("pool", new AveragePool(), [x])], shown: false);
        x = net.Add("dropout", new Dropout(0.2), [x], shown: false);
        net.Add("logits", new Dense(classes, Initialization.UniformByOutputs), [x], kind: "logits", weights: "classifier.1");
        return net.Build();

        // Squeeze and excitation (Hu et al. 2018): every channel is scaled by what a small network makes of the means of all.
        int Excite(string name, string weights, int x, int squeezed, int channels)
        {
            int s = net.Add(name + ".pool", new AveragePool(), [x], shown: false);
            s = net.Add(name + ".fc1", new Convolution(squeezed, 1, 1, Start: Initialization.FanOut), [s], shown: false,
                weights: weights + ".fc1");
            s = net.Add(name + ".silu", new Silu(), [s], shown: false);
            s = net.Add(name + ".fc2", new Convolution(channels, 1, 1, Start: Initialization.FanOut), [s], shown: false,
                weights: weights + ".fc2");
            return net.Add(name, new Scaling(), [x, net.Add(name + ".gate", new Sigmoid(), [s], shown: false)]);
        }
    }

    /// <summary>A multiple of 8, and no less than .9 of what was asked for.</summary>
    internal static int Channels(int channels, double multiplier)
    {
        double wanted = channels * multiplier;
        int rounded = Math.Max(8, (int)(wanted + 4) / 8 * 8);
        return rounded < 0.9 * wanted ? rounded + 8 : rounded;
    }

    /// <summary>Blocks of every stage, or null where no multiplier gives so many in all.</summary>
    private static int[]? Repeats(int depth) => Multipliers().Select(Repeats).FirstOrDefault(repeats => repeats.Sum() == depth);

    private static int[] Repeats(double multiplier) => [.. s_stages.Select(stage => (int)Math.Ceiling(stage.Repeats * multiplier - 1e-9))];

    /// <summary>The published ones, in tenths, and those between and beyond.</summary>
    private static IEnumerable<double> Multipliers() => Enumerable.Range(1, 500).Select(d => d / 20.0);
}
