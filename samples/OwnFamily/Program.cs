// A family of one's own: perceptrons with shortcuts. Two depths are trained on small digits, compared and taken apart.
using Strata.Activations;
using Strata.Analysis;
using Strata.Data;
using Strata.Models;
using Strata.Models.Families;
using Strata.Models.Graph;
using Strata.Similarity;
using Strata.Training;
using static Strata.Models.Graph.Operation;

ModelFamilies.Add(new Perceptron());
ImageSet digits = ImageSets.Load("digits");
foreach (int depth in (int[])[2, 6])
{
    var spec = ModelSpec.Create("perceptron", FamilyValues.Of(depth), new ImageShape(digits.Channels, digits.Height), digits.Classes.Count);
    string file = $"{spec.Name}.safetensors";
    Trainer.Train(spec, digits, new TrainingOptions { Epochs = 5, LearningRate = 0.01 }, TrainingFiles.Beside(file));

    using TrainedModel model = TrainedModel.Open(file, digits);
    BlockStructure blocks = BlockStructure.Of(ModelComparison.Compare(model), PrincipalComponents.Of(model));
    LayerCollapse collapse = LayerCollapse.Of(model);
    Console.WriteLine($"{spec.Name}: {100 * collapse.Accuracy:0.0} %, {blocks.Verdict}; "
        + $"without any residual branch {100 * collapse.Stages[0].Accuracy[0]:0.0} %");
}

/// <summary>Dense layers with shortcuts around each.</summary>
internal sealed class Perceptron : IModelFamily
{
    public string Name => "perceptron";

    public string Says => "Dense layers with ReLU and a shortcut around each";

    public IReadOnlyList<FamilyOption> Options { get; } =
    [
        new FamilyOption.Whole("depth", "Residual branches.", new(1, 100)),
        new FamilyOption.Number("width", "Features, in 64s.", new(0.25, 64), 1),
    ];

    public IEnumerable<string> Problems(FamilyValues values, ImageShape? images) => [];

    public string Label(FamilyValues values) => $"perceptron{values.Whole("depth")}-{values.Number("width"):0.####}x";

    public string Title(FamilyValues values) => "Perceptron";

    public FamilyValues Shallow(FamilyValues values) => values.With("depth", 1);

    public NetworkGraph Build(FamilyValues values, ImageShape images, int classes)
    {
        var net = new GraphBuilder();
        int features = (int)Math.Round(64 * values.Number("width"));
        int x = net.Add("flatten", new Flatten(), [net.Add("input", new Input(images.Channels, images.Size, images.Size), [])]);
        x = net.Add("stem", new Dense(features), [x]);
        for (int i = 0; i < values.Whole("depth"); i++)
        {
            net.Enter(0, i);
            int branch = net.Add($"{i}.dense", new Dense(features), [net.Add($"{i}.relu", new Relu(), [x])]);
            x = net.Add($"{i}.add", new Addition(), [x, branch]);
        }
        net.Enter(null, null);
        net.Add("logits", new Dense(classes), [x], kind: "logits", weights: "head");
        return net.Build();
    }
}
