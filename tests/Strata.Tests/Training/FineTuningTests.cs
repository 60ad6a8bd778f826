using Strata.Activations;
using Strata.Checkpoints;
using Strata.Engine;
using Strata.Models;
using Strata.Models.Families;
using Strata.Optimizers;
using Strata.Training;
using TorchSharp;

namespace Strata.Tests.Training;

public sealed class FineTuningTests
{
    private static TrainingOptions Options { get; } = new() { Epochs = 3, Batch = 16, LearningRate = 0.01, EvaluateEvery = 3 };

    [Theory]
    [InlineData(Precision.Fp32)]
    [InlineData(Precision.Bf16)]
    public void A_pruned_network_learns_again_where_it_was(Precision precision)
    {
        using var trained = new Trained(depth: 14);
        int[][] kept = [[0, 1], [], [0]];
        using NetworkWeights weights = ModelFile.Read(trained.Path), pruned = Pruning.Prune(weights, kept);
        string path = trained.File("tuned.safetensors");
        float[] before = pruned.Read("stages.1.0.projection.weight");
        TrainingResult result = Trainer.Train(new TrainingStart(pruned, Pruning.Describe(weights, new Dictionary<string, string>(), kept)),
            trained.Set, Options with { Precision = precision, Epochs = 8, LearningRate = 0.02 }, TrainingFiles.Beside(path));
        Assert.InRange(result.FinalTestAccuracy!.Value, 0.9, 1);
        // The start is the caller's and stays as it was; the file says what it is.
        Assert.Equal(before, pruned.Read("stages.1.0.projection.weight"));
        Assert.Equal("[[0,1],[],[0]]", SafetensorsFile.ReadHeader(path).Metadata[Pruning.KeptBlocks]);
        Assert.Equal([2, 0, 1], ModelFile.ReadHeader(path).Spec.Blocks);
        using TrainedModel model = TrainedModel.Open(path, trained.Set);
        Assert.Equal(result.FinalTestAccuracy.Value, model.Accuracy());
    }

    [Fact]
    public void Where_it_starts_is_part_of_a_recipe()
    {
        using var trained = new Trained(depth: 8);
        using NetworkWeights one = ModelFile.Read(trained.Path), two = NetworkWeights.Initial(one.Spec, 1);
        string Key(NetworkWeights weights)
            => Recipe.Settle(weights.Spec, trained.Set, Options, new TrainingStart(weights, new Dictionary<string, string>())).Key;
        Assert.Equal(Key(one), Key(one));
        Assert.NotEqual(Key(one), Key(two));
        Assert.NotEqual(Recipe.Settle(one.Spec, trained.Set, Options).Key, Key(one));
    }

    [Fact]
    public void The_recipe_of_a_file_reads_as_it_was_written()
    {
        using var trained = new Trained(depth: 8);
        TrainingOptions read = Recipe.OptionsOf(SafetensorsFile.ReadHeader(trained.Path).Metadata)!;
        Assert.Equal((4, 16, 0.05, Precision.Fp32), (read.Epochs, read.Batch, read.LearningRate, read.Precision));
        var tuned = new Dictionary<string, string>
        {
            [Pruning.OriginalRecipe] = SafetensorsFile.ReadHeader(trained.Path).Metadata["recipe"],
            ["recipe"] = "{}"
        };
        Assert.Equal(read, Recipe.OptionsOf(tuned));
        Assert.Null(Recipe.OptionsOf(new Dictionary<string, string> { ["recipe"] = "[1" }));
        Assert.Null(Recipe.OptionsOf(new Dictionary<string, string>()));
    }

    /// <summary>Autograd is the oracle of the part that only pruned networks have.</summary>
    [Fact]
    public void Gradients_through_a_projection_alone_are_those_of_autograd()
    {
        using var scope = torch.NewDisposeScope();
        ModelSpec spec = ResNetCifar.Create(8, 1, 4, 3, 9).WithBlocks([1, 0, 0]);
        using NetworkWeights weights = NetworkWeights.Initial(spec, 2);
        using var step = new TrainingStep(weights, new TrainingOptions { Momentum = 0, WeightDecay = 0 }, new RunningAverage(0.1),
            bf16: false);
        torch.manual_seed(1);
        torch.Tensor images = torch.rand([6, 9, 9, 3]).permute(0, 3, 1, 2);
        int[] labels = [0, 1, 2, 3, 0, 1];

        torch.Tensor W(string name)
            => torch.tensor(weights.Read(name), [.. spec.Parameters.First(p => p.Name == name).Shape.Select(s => (long)s)],
                requires_grad: true);
        var parameters = spec.Parameters.Where(p => p.Trainable).ToDictionary(p => p.Name, p => W(p.Name));
        torch.Tensor Conv(torch.Tensor x, string name, int stride, int padding)
            => torch.nn.functional.conv2d(x, parameters[$"{name}.weight"], parameters[$"{name}.bias"], strides: [stride, stride],
                padding: [padding, padding]);
        torch.Tensor Norm(torch.Tensor x, string name)
            => torch.nn.functional.batch_norm(x, torch.zeros(16), torch.ones(16), parameters[$"{name}.weight"], parameters[$"{name}.bias"],
                training: true, eps: 1e-3);
        torch.Tensor x = torch.nn.functional.relu(Norm(Conv(images, "stem.conv", 1, 1), "stem.bn"));
        torch.Tensor y = torch.nn.functional.relu(Norm(Conv(x, "stages.0.0.conv1", 1, 1), "stages.0.0.bn1"));
        x = torch.nn.functional.relu(Norm(Conv(y, "stages.0.0.conv2", 1, 1), "stages.0.0.bn2") + x);
        x = torch.nn.functional.relu(Conv(x, "stages.1.0.projection", 2, 0));
        x = torch.nn.functional.relu(Conv(x, "stages.2.0.projection", 2, 0));
        torch.Tensor logits = torch.addmm(parameters["head.bias"], x.mean([2, 3]), parameters["head.weight"].t(), 1, 1);
        torch.nn.functional.cross_entropy(logits, torch.tensor((long[])[.. labels.Select(l => (long)l)])).backward();

        step.Gradients(images, labels);
        foreach (OptimizedParameter parameter in step.Optimizer.Parameters)
        {
            float[] expected = parameters[parameter.Name].grad!.contiguous().data<float>().ToArray(),
                actual = parameter.Gradient!.contiguous().data<float>().ToArray();
            float scale = Math.Max(1e-3f, expected.Max(Math.Abs));
            Assert.All(actual.Zip(expected),
                pair => Assert.True(Math.Abs(pair.First - pair.Second) <= 1e-4f * scale,
                    $"{parameter.Name}: {pair.First}, autograd {pair.Second}"));
        }
    }
}
