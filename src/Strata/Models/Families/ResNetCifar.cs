using Strata.Models.Graph;
using static Strata.Models.Graph.Operation;

namespace Strata.Models.Families;

/// <summary>
/// ResNet v1 with basic blocks for small images (He et al. 2016 §4.2, in the form of P1 §3: convolutions with bias, a strided 1×1
/// projection without batch norm where the shape changes unless an option says else, filters round(16 w), twice and four times that in
/// the three stages).
/// L = 21n + 9 layers with residual connections, 18n + 7 without.
/// </summary>
public sealed class ResNetCifar : IModelFamily
{
    public string Name => "resnet-cifar";

    public string Says => "ResNet v1 with basic blocks for small images (He et al. 2016)";

    public IReadOnlyList<FamilyOption> Options { get; } =
    [
        new FamilyOption.Whole("depth", "Layers with weights, projections not counted: 6n + 2, such as 14, 20, 26, 38, 56, 110 or 164.",
            new(8, 1202)),
        new FamilyOption.Number("width", "Multiplier of all filter counts; the three stages have 16, 32 and 64.", new(0.0625, 64), 1),
        new FamilyOption.Switch("residual", "Residual connections; without them a branch goes straight on.", true) { InLabel = true },
        new FamilyOption.Choice("shortcut", "Where the shape changes. projection: a 1×1 convolution; normalized: that with batch norm "
            + "(option B of the paper); padding: every second pixel, and zeros for new channels (option A).",
            ["projection", "normalized", "padding"], "projection") { Added = true },
        new FamilyOption.Switch("bias", "Biases of the convolutions, which the batch norm behind them takes away again in training.", true)
            { Added = true },
        new FamilyOption.Number("bnEps", "Added to the variance in every batch norm.", new(0, 1, Above: true, Below: true), 1e-3)
            { Hidden = true },
    ];

    /// <param name="residual">False: the residual branch goes straight on, without additions and projections (P1 fig. C.1).</param>
    public static ModelSpec Create(int depth, double width, int classes, int channels, int size, bool residual = true)
        => ModelSpec.Create("resnet-cifar", FamilyValues.Of(depth, width).With("residual", residual), new(channels, size), classes);

    public IEnumerable<string> Problems(FamilyValues values, ImageShape? images)
    {
        if ((values.Whole("depth") - 2) % 6 != 0)
            yield return $"depth: {values.Whole("depth")} is not 6n + 2 for a whole n from 1 to 200, such as 14, 20, 26, 32, 38, 44, 56, "
                + "110 or 164";
        if (images?.Problem(8, 64) is { } problem) yield return problem;
    }

    public string Label(FamilyValues values)
        => $"{(values.Switch("residual") ? "resnet" : "cnn")}{values.Whole("depth")}-{values.Number("width"):0.####}x";

    public string Title(FamilyValues values) => values.Switch("residual") ? "ResNet" : "CNN";

    public FamilyValues Shallow(FamilyValues values) => values.With("depth", Math.Min(14, values.Whole("depth")));

    public NetworkGraph Build(FamilyValues values, ImageShape images, int classes)
    {
        var net = new GraphBuilder();
        int Norm(string name, int x) => net.Add(name, new BatchNorm(values.Number("bnEps")), [x]);
        int Rectify(string name, int x) => net.Add(name, new Relu(), [x]);
        int Convolve(string name, int x, int filters, int size, int stride = 1, string? kind = null)
            => net.Add(name, new Convolution(filters, size, stride, Bias: values.Switch("bias")), [x], kind);
        int filters = (int)Math.Round(16 * values.Number("width"), MidpointRounding.AwayFromZero);

        int x = net.Add("input", new Input(images.Channels, images.Size, images.Size), []);
        x = Convolve("stem.conv", x, filters, 3);
        x = Rectify("stem.relu", Norm("stem.bn", x));
        for (int stage = 0; stage < 3; stage++, filters *= 2)
        {
            for (int block = 0; block < (values.Whole("depth") - 2) / 6; block++)
            {
                net.Enter(stage, block);
                string prefix = $"stages.{stage}.{block}.";
                int stride = stage > 0 && block == 0 ? 2 : 1, shortcut = x;
                x = Convolve(prefix + "conv1", x, filters, 3, stride);
                x = Rectify(prefix + "relu1", Norm(prefix + "bn1", x));
                x = Convolve(prefix + "conv2", x, filters, 3);
                if (stride == 2) shortcut = Reshape(prefix + "projection", shortcut);
                x = net.Add(prefix + "add", new Addition(), [Norm(prefix + "bn2", x), shortcut]);
                x = Rectify(prefix + "relu2", x);
            }
        }
        net.Enter(null, null);
        x = net.Add("flatten", new Flatten(), [net.Add("pool", new AveragePool(), [x])]);
        net.Add("logits", new Dense(classes), [x], kind: "logits", weights: "head");
        NetworkGraph whole = net.Build();
        return values.Switch("residual") ? whole : whole.WithoutShortcuts();

        int Reshape(string name, int x) => values.Choice("shortcut") switch
        {
            "padding" => net.Add(name, new PaddedShortcut(filters, 2), [x], shown: false),
            "normalized" => Norm(name + ".bn", Convolve(name, x, filters, 1, 2, "projection")),
            _ => Convolve(name, x, filters, 1, 2, "projection"),
        };
    }
}
