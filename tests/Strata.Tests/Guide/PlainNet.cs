using Strata.Models.Graph;
using static Strata.Models.Graph.Operation;

namespace Strata.Models.Families;

/// <summary>Convolutions in a row.</summary>
public sealed class PlainNet : IModelFamily
{
    public string Name => "plain";

    public string Says => "Convolutions in a row, each with batch norm and ReLU";

    public IReadOnlyList<FamilyOption> Options { get; } =
    [
        new FamilyOption.Whole("depth", "Convolutions.", new(1, 100)),
        new FamilyOption.Number("width", "Filters of each, in sixteens.", new(0.25, 64), 1),
    ];

    public IEnumerable<string> Problems(FamilyValues values, ImageShape? images)
    {
        if (images?.Size < 4) yield return $"size: {images?.Size} pixels is not from 4 up";
    }

    public string Label(FamilyValues values) => $"plain{values.Whole("depth")}-{values.Number("width"):0.####}x";

    public string Title(FamilyValues values) => "Plain";

    public FamilyValues Shallow(FamilyValues values) => values.With("depth", Math.Min(3, values.Whole("depth")));

    public NetworkGraph Build(FamilyValues values, ImageShape images, int classes)
    {
        var net = new GraphBuilder();
        int filters = (int)Math.Round(16 * values.Number("width"));
        int x = net.Add("input", new Input(images.Channels, images.Size, images.Size), []);
        for (int i = 0; i < values.Whole("depth"); i++)
        {
            net.Enter(0, i);
            x = net.Add($"{i}.conv", new Convolution(filters, 3, 1), [x]);
            x = net.Add($"{i}.bn", new BatchNorm(1e-5), [x]);
            x = net.Add($"{i}.relu", new Relu(), [x]);
        }
        net.Enter(null, null);
        x = net.Add("flatten", new Flatten(), [net.Add("pool", new AveragePool(), [x])]);
        net.Add("logits", new Dense(classes), [x], kind: "logits", weights: "head");
        return net.Build();
    }
}
