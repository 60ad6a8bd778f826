using Strata.Models.Graph;
using static Strata.Models.Graph.Operation;

namespace Strata.Models.Families;

/// <summary>
/// ResNets v1 for ImageNet (He et al. 2016, the stride in the 3×3 convolution): ResNet-50 with bottlenecks, of which P1 varies the third
/// stage (blocks [3, 4, b, 3], filters 64, 128, 256 w, 512), and the others that are published. Weights have torchvision's names. RN-50 has
/// 125 layers, every block more adds 7.
/// </summary>
public sealed class ResNetImageNet : IModelFamily
{
    private static readonly int[] s_blocks = [3, 4, 6, 3];

    /// <summary>Of the paper's table 1, by depth.</summary>
    private static readonly Dictionary<int, int[]> s_basic = new() { [18] = [2, 2, 2, 2], [34] = s_blocks },
        s_bottleneck = new() { [50] = s_blocks, [101] = [3, 4, 23, 3], [152] = [3, 8, 36, 3] };

    public string Name => "resnet-imagenet";

    public string Says => "ResNet-50 v1 varied in its third stage or in all, and the other ResNets of ImageNet (He et al. 2016)";

    public IReadOnlyList<FamilyOption> Options { get; } =
    [
        new FamilyOption.Whole("depth", "Layers with weights, projections not counted: 32 + 3b for b bottlenecks in the third stage, such "
            + "as 50 (b = 6), 68, 83, 101 or 176; 22 + 2b for basic blocks.", new(18, 1202)),
        new FamilyOption.Number("width", "Multiplier of the filters of the third stage, which has 256.", new(0.0625, 16), 1),
        new FamilyOption.Choice("varies", "What depth and width change: the third stage alone, as in P1, or every stage in proportion. "
            + "published: the blocks of ResNet-18 and 34 (basic), 50, 101 and 152, width in every stage.",
            ["third", "all", "published"], "third"),
        new FamilyOption.Number("scale", "Multiplier of the filters of stem and all stages, beside width.", new(0.0625, 4), 1),
        new FamilyOption.Choice("stem", "imagenet: 7×7 with stride 2, then max-pooling; small: 3×3 without either, for small images.",
            ["imagenet", "small"], "imagenet"),
        new FamilyOption.Choice("block", "bottleneck: convolutions of 1×1, 3×3 and 1×1 pixels; basic: two of 3×3.",
            ["bottleneck", "basic"], "bottleneck") { Added = true },
        new FamilyOption.Number("bnEps", "Added to the variance in every batch norm.", new(0, 1, Above: true, Below: true), 1e-5)
            { Hidden = true },
    ];

    public IEnumerable<string> Problems(FamilyValues values, ImageShape? images)
    {
        if (Blocks(values) is null)
        {
            bool basic = IsBasic(values);
            string expected = values.Choice("varies") switch
            {
                "third" when basic => "is not 22 + 2b for a whole b from 1, such as 34",
                "third" => "is not 32 + 3b for a whole b from 1, such as 50, 68, 83, 101 or 176",
                "published" => $"is not published with {values.Choice("block")} blocks, as "
                    + $"{string.Join(", ", (basic ? s_basic : s_bottleneck).Keys)} are",
                _ => "is none that scales every stage, such as "
                    + string.Join(", ", Enumerable.Range(1, 24).Select(b => DepthOf(Scaled(b), basic)).Distinct()),
            };
            yield return $"depth: {values.Whole("depth")} {expected}";
        }
        // Strides divide the size by 32, or by 8 behind the small stem.
        int least = values.Choice("stem") == "small" ? 8 : 16;
        if (images?.Problem(least, 512) is { } problem) yield return problem;
    }

    public string Label(FamilyValues values) => $"rn{values.Whole("depth")}-{values.Number("width"):0.####}x";

    public string Title(FamilyValues values) => "RN";

    public FamilyValues Shallow(FamilyValues values)
        => values.With("depth", Math.Min(values.Whole("depth"), (values.Choice("varies"), IsBasic(values)) switch
        {
            ("third", true) => 28,
            ("third", false) => 41,
            ("published", true) => 18,
            ("published", false) => 50,
            (_, bool basic) => DepthOf(Scaled(2), basic),
        }));

    public NetworkGraph Build(FamilyValues values, ImageShape images, int classes)
    {
        var net = new GraphBuilder();
        int Convolve(string name, int x, int filters, int size, int stride = 1, string kind = "conv", string? weights = null)
            => net.Add(name, new Convolution(filters, size, stride, Bias: false), [x], kind, weights);
        int Norm(string name, int x, bool shown = false, bool zero = false, string? weights = null)
            => net.Add(name, new BatchNorm(values.Number("bnEps"), zero), [x], weights: weights, shown: shown);
        int Rectify(string name, int x) => net.Add(name, new Relu(), [x]);
        int Filters(double filters) => (int)Math.Round(filters * values.Number("scale"), MidpointRounding.AwayFromZero);

        bool small = values.Choice("stem") == "small", basic = IsBasic(values);
        int x = net.Add("input", new Input(images.Channels, images.Size, images.Size), [], shown: false), incoming = Filters(64);
        x = Convolve("conv1", x, Filters(64), small ? 3 : 7, small ? 1 : 2);
        x = Rectify("relu1", Norm("bn1", x));
        if (!small) x = net.Add("maxpool", new MaxPool(3, 2, 1), [x]);
        int[] blocks = Blocks(values)!;
        for (int stage = 0; stage < 4; stage++)
        {
            double widened = stage == 2 || values.Choice("varies") != "third" ? values.Number("width") : 1;
            int filters = Filters(widened * (64 << stage)), outputs = basic ? filters : 4 * filters;
            for (int block = 0; block < blocks[stage]; block++)
            {
                net.Enter(stage, block);
                string prefix = $"layer{stage + 1}.{block}.";
                int stride = stage > 0 && block == 0 ? 2 : 1, shortcut = x;
                if (stride > 1 || incoming != outputs)
                    shortcut = Norm(prefix + "projection.bn", Convolve(prefix + "projection", x, outputs, 1, stride, "projection",
                        prefix + "downsample.0"), shown: true, weights: prefix + "downsample.1");
                // The last convolution's norm stands before the addition.
                (int Size, int Stride)[] convolutions = basic ? [(3, stride), (3, 1)] : [(1, 1), (3, stride), (1, 1)];
                for (int i = 1; i < convolutions.Length; i++)
                    x = Rectify($"{prefix}relu{i}", Norm($"{prefix}bn{i}",
                        Convolve($"{prefix}conv{i}", x, filters, convolutions[i - 1].Size, convolutions[i - 1].Stride)));
                int last = convolutions.Length;
                x = Norm($"{prefix}bn{last}", Convolve($"{prefix}conv{last}", x, outputs, convolutions[^1].Size), shown: true, zero: true);
                x = net.Add(prefix + "add", new Addition(), [x, shortcut], shown: false);
                x = Rectify($"{prefix}relu{last}", x);
                incoming = outputs;
            }
        }
        net.Enter(null, null);
        x = net.Add("flatten", new Flatten(), [net.Add("avgpool", new AveragePool(), [x])], shown: false);
        net.Add("logits", new Dense(classes), [x], kind: "logits", weights: "fc");
        return net.Build();
    }

    /// <summary>Blocks of the four stages, or null for a depth that the family does not have.</summary>
    internal static int[]? Blocks(FamilyValues values)
    {
        int depth = values.Whole("depth");
        bool basic = IsBasic(values);
        int weights = basic ? 2 : 3, others = 2 + weights * (s_blocks.Sum() - s_blocks[2]);
        return values.Choice("varies") switch
        {
            "third" => (depth - others) % weights == 0 && depth > others ? [3, 4, (depth - others) / weights, 3] : null,
            "published" => (basic ? s_basic : s_bottleneck).GetValueOrDefault(depth),
            _ => Enumerable.Range(1, 400).Select(Scaled).FirstOrDefault(blocks => DepthOf(blocks, basic) == depth),
        };
    }

    private static bool IsBasic(FamilyValues values) => values.Choice("block") == "basic";

    /// <summary>All stages in the proportion of ResNet-50 with a number of blocks in the third.</summary>
    private static int[] Scaled(int third)
        => [.. s_blocks.Select(count => Math.Max(1, (int)Math.Round(count * third / 6.0, MidpointRounding.AwayFromZero)))];

    private static int DepthOf(int[] blocks, bool basic) => (basic ? 2 : 3) * blocks.Sum() + 2;
}
