using Strata.Models.Graph;
using static Strata.Models.Graph.Operation;

namespace Strata.Models.Families;

/// <summary>
/// ResNet-50 v1 with bottlenecks for ImageNet (He et al. 2016, the stride in the 3×3 convolution), of which P1 varies the third stage:
/// blocks [3, 4, b, 3], filters 64, 128, 256 w, 512. Weights have torchvision's names. RN-50 has 125 layers, every block more adds 7.
/// </summary>
public sealed class ResNetImageNet : IModelFamily
{
    private static readonly int[] s_blocks = [3, 4, 6, 3];

    public string Name => "resnet-imagenet";

    public string Says => "ResNet-50 v1 with bottlenecks, varied in its third stage or in all (He et al. 2016)";

    public IReadOnlyList<FamilyOption> Options { get; } =
    [
        new FamilyOption.Whole("depth", "Layers with weights, projections not counted: 32 + 3b for b blocks in the third stage, such as 50 "
            + "(b = 6), 68, 83, 101 or 176.", new(35, 1202)),
        new FamilyOption.Number("width", "Multiplier of the filters of the third stage, which has 256.", new(0.0625, 16), 1),
        new FamilyOption.Choice("varies", "What depth and width change: the third stage alone, as in P1, or every stage in proportion.",
            ["third", "all"], "third"),
        new FamilyOption.Number("scale", "Multiplier of the filters of stem and all stages, beside width.", new(0.0625, 4), 1),
        new FamilyOption.Choice("stem", "imagenet: 7×7 with stride 2, then max-pooling; small: 3×3 without either, for small images.",
            ["imagenet", "small"], "imagenet"),
        new FamilyOption.Number("bnEps", "Added to the variance in every batch norm.", new(0, 1, Above: true, Below: true), 1e-5)
            { Hidden = true },
    ];

    public IEnumerable<string> Problems(FamilyValues values, ImageShape images)
    {
        if (Blocks(values) is null)
            yield return values.Choice("varies") == "third"
                ? $"depth: {values.Whole("depth")} is not 32 + 3b for a whole b from 1, such as 50, 68, 83, 101 or 176"
                : $"depth: {values.Whole("depth")} is none that scales every stage, such as "
                    + string.Join(", ", Enumerable.Range(1, 24).Select(b => DepthOf(Scaled(b))).Distinct());
        if (images.Size is < 16 or > 512) yield return $"size: {images.Size} pixels is not from 16 to 512";
    }

    public string Label(FamilyValues values) => $"rn{values.Whole("depth")}-{values.Number("width"):0.####}x";

    public string Title(FamilyValues values) => "RN";

    public FamilyValues Shallow(FamilyValues values)
        => values.With("depth", values.Choice("varies") == "third" ? Math.Min(41, values.Whole("depth"))
            : Math.Min(DepthOf(Scaled(2)), values.Whole("depth")));

    public NetworkGraph Build(FamilyValues values, ImageShape images, int classes)
    {
        var net = new GraphBuilder();
        int Convolve(string name, int x, int filters, int size, int stride = 1, string kind = "conv", string? weights = null)
            => net.Add(name, new Convolution(filters, size, stride, Bias: false), [x], kind, weights);
        int Norm(string name, int x, bool shown = false, bool zero = false, string? weights = null)
            => net.Add(name, new BatchNorm(values.Number("bnEps"), zero), [x], weights: weights, shown: shown);
        int Rectify(string name, int x) => net.Add(name, new Relu(), [x]);
        int Filters(double filters) => (int)Math.Round(filters * values.Number("scale"), MidpointRounding.AwayFromZero);

        bool small = values.Choice("stem") == "small";
        int x = net.Add("input", new Input(images.Channels, images.Size, images.Size), [], shown: false);
        x = Convolve("conv1", x, Filters(64), small ? 3 : 7, small ? 1 : 2);
        x = Rectify("relu1", Norm("bn1", x));
        if (!small) x = net.Add("maxpool", new MaxPool(3, 2, 1), [x]);
        int[] blocks = Blocks(values)!;
        for (int stage = 0; stage < 4; stage++)
        {
            double widened = stage == 2 || values.Choice("varies") == "all" ? values.Number("width") : 1;
            int filters = Filters(widened * (64 << stage));
            for (int block = 0; block < blocks[stage]; block++)
            {
                net.Enter(stage, block);
                string prefix = $"layer{stage + 1}.{block}.";
                int stride = stage > 0 && block == 0 ? 2 : 1, shortcut = x;
                if (block == 0)
                    shortcut = Norm(prefix + "projection.bn", Convolve(prefix + "projection", x, 4 * filters, 1, stride, "projection",
                        prefix + "downsample.0"), shown: true, weights: prefix + "downsample.1");
                x = Rectify(prefix + "relu1", Norm(prefix + "bn1", Convolve(prefix + "conv1", x, filters, 1)));
                x = Rectify(prefix + "relu2", Norm(prefix + "bn2", Convolve(prefix + "conv2", x, filters, 3, stride)));
                x = Norm(prefix + "bn3", Convolve(prefix + "conv3", x, 4 * filters, 1), shown: true, zero: true);
                x = net.Add(prefix + "add", new Addition(), [x, shortcut], shown: false);
                x = Rectify(prefix + "relu3", x);
            }
        }
        net.Enter(null, null);
        x = net.Add("flatten", new Flatten(), [net.Add("avgpool", new AveragePool(), [x])], shown: false);
        net.Add("logits", new Dense(classes), [x], kind: "logits", weights: "fc");
        return net.Build();
    }

    /// <summary>Blocks of the four stages, or null for a depth that the family does not have.</summary>
    private static int[]? Blocks(FamilyValues values)
    {
        int depth = values.Whole("depth");
        if (values.Choice("varies") == "third") return (depth - 32) % 3 == 0 && depth >= 35 ? [3, 4, (depth - 32) / 3, 3] : null;
        return Enumerable.Range(1, 400).Select(Scaled).FirstOrDefault(blocks => DepthOf(blocks) == depth);
    }

    /// <summary>All stages in the proportion of ResNet-50 with a number of blocks in the third.</summary>
    private static int[] Scaled(int third)
        => [.. s_blocks.Select(count => Math.Max(1, (int)Math.Round(count * third / 6.0, MidpointRounding.AwayFromZero)))];

    private static int DepthOf(int[] blocks) => 3 * blocks.Sum() + 2;
}
