using Strata.Models.Graph;
using static Strata.Models.Graph.Operation;

namespace Strata.Models.Families;

/// <summary>
/// The vision transformer (Dosovitskiy et al. 2021) with layer norm before attention and MLP: x + MHA(LN x), x + MLP(LN x), a class token,
/// learned positions. Weights have torchvision's names. Ti, S and B are 192, 384 and 768 wide and 12 deep.
/// </summary>
public sealed class VisionTransformer : IModelFamily
{
    public string Name => "vit";

    public string Says => "The vision transformer, layer norm first (Dosovitskiy et al. 2021)";

    public IReadOnlyList<FamilyOption> Options { get; } =
    [
        new FamilyOption.Whole("depth", "Encoder blocks, each an attention and an MLP.", new(1, 200)),
        new FamilyOption.Number("width", "Features of a token.", new(8, 4096), 192),
        new FamilyOption.Whole("patch", "Height and width of a patch in pixels; the size of the images is a multiple of it.",
            new(1, 64), 4),
        new FamilyOption.Whole("heads", "Attention heads, which divide the width; 0: one for every 32 features, or 64 from 192 on.",
            new(0, 64), 0),
        new FamilyOption.Number("mlpRatio", "Hidden features of an MLP over width.", new(0.25, 16), 4),
        new FamilyOption.Number("lnEps", "Added to the variance in every layer norm.", new(0, 1, Above: true, Below: true), 1e-6)
            { Hidden = true },
    ];

    public IEnumerable<string> Problems(FamilyValues values, ImageShape? images)
    {
        int patch = values.Whole("patch"), heads = values.Whole("heads");
        double width = values.Number("width");
        if (width != Math.Truncate(width)) yield return $"width: {width} is not a whole number of features";
        else if (heads == 0 && Heads(values) is var own && width % own != 0)
            yield return $"width: {width} is no multiple of {own}, the number of its heads; --heads gives another";
        else if (heads > 0 && width % heads != 0) yield return $"heads: {heads} do not divide the width of {width}";
        if (images?.Size is not { } size) yield break;
        if (size % patch != 0 || size < patch) yield return $"patch: {patch} pixels do not divide images of {size}";
        if (images?.Problem(4, 512) is { } problem) yield return problem;
    }

    public string Label(FamilyValues values)
        => $"vit{values.Whole("depth")}-{values.Number("width"):0}";

    public string Title(FamilyValues values) => "ViT";

    public string WidthUnit => "";

    public FamilyValues Shallow(FamilyValues values) => values.With("depth", Math.Min(2, values.Whole("depth")));

    public NetworkGraph Build(FamilyValues values, ImageShape images, int classes)
    {
        int depth = values.Whole("depth"), width = (int)values.Number("width"), patch = values.Whole("patch");
        int hidden = (int)Math.Round(values.Number("mlpRatio") * width, MidpointRounding.AwayFromZero);
        var net = new GraphBuilder();
        int Norm(string name, int x, string weights) => net.Add(name, new LayerNorm(values.Number("lnEps")), [x], weights: weights);
        int Drop(string name, int x) => net.Add(name, new Dropout(0), [x], shown: false);

        int x = net.Add("input", new Input(images.Channels, images.Size, images.Size), []);
        x = net.Add("patches", new Convolution(width, patch, patch, Padding: 0, Start: Initialization.PatchEmbedding), [x],
            weights: "conv_proj");
        x = net.Add("tokens", new Tokens(), [x], shown: false);
        x = net.Add("class", new ClassToken(), [x], shown: false, weights: "class_token");
        x = net.Add("embedding", new Positions(), [x], weights: "encoder.pos_embedding");
        x = Drop("embedding.dropout", x);
        for (int block = 0; block < depth; block++)
        {
            net.Enter(0, block);
            string prefix = $"blocks.{block}.", weights = $"encoder.layers.encoder_layer_{block}.";
            int Branch(string name, int stream, int branch)
            {
                branch = net.Add($"{prefix}{name}.depth", new StochasticDepth(0, (block + 1.0) / depth),
                    [Drop($"{prefix}{name}.dropout", branch)], shown: false);
                return net.Add(prefix + name, new Addition(), [branch, stream]);
            }
            int attention = net.Add(prefix + "attention", new SelfAttention(Heads(values)), [Norm(prefix + "ln1", x, weights + "ln_1")],
                weights: weights + "self_attention");
            x = Branch("add1", x, attention);
            int mlp = net.Add(prefix + "mlp1", new Dense(hidden, Initialization.Xavier), [Norm(prefix + "ln2", x, weights + "ln_2")],
                shown: false, weights: weights + "mlp.0");
            mlp = Drop(prefix + "gelu.dropout", net.Add(prefix + "gelu", new Gelu(), [mlp]));
            mlp = net.Add(prefix + "mlp", new Dense(width, Initialization.Xavier), [mlp], kind: "mlp", weights: weights + "mlp.3");
            x = Branch("add2", x, mlp);
        }
        net.Enter(null, null);
        x = net.Add("token", new FirstToken(), [Norm("norm", x, "encoder.ln")], shown: false);
        net.Add("logits", new Dense(classes, Initialization.Zeros), [x], kind: "logits", weights: "heads.head");
        return net.Build();
    }

    /// <summary>64 features a head from 192 on, as in Ti, S and B; 32 below, where that would leave one or two.</summary>
    private static int Heads(FamilyValues values)
        => values.Whole("heads") is > 0 and var heads ? heads
            : Math.Max(1, (int)values.Number("width") / (values.Number("width") >= 192 ? 64 : 32));
}
