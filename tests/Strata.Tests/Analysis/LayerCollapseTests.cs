using Strata.Activations;
using Strata.Analysis;
using Strata.Checkpoints;
using Strata.Data;
using Strata.Models;
using Strata.Runtime;
using Strata.Similarity;
using Strata.Tests.Models.Families;
using TorchSharp;

namespace Strata.Tests.Analysis;

public sealed class LayerCollapseTests
{
    /// <summary>The reused activations must give what each pruned network gives by itself.</summary>
    [Fact]
    public void Every_point_is_the_accuracy_of_the_pruned_model()
    {
        using var trained = new Trained();
        using TrainedModel model = trained.Open();
        LayerCollapse collapse = LayerCollapse.Of(model, batch: 7);
        Assert.Equal(model.Accuracy(), collapse.Accuracy);
        Assert.Equal([0, 1, 2], collapse.Stages.Select(s => s.Stage));
        using NetworkWeights weights = ModelFile.Read(trained.Path);
        foreach (StageCollapse stage in collapse.Stages)
        {
            Assert.Equal(4, stage.Accuracy.Length);
            for (int kept = 0; kept < 4; kept++)
            {
                int[][] blocks = Pruning.KeepFirst(model.Spec, stage.Stage, kept);
                using (NetworkWeights pruned = Pruning.Prune(weights, blocks)) ModelFile.Write(trained.File("pruned.safetensors"), pruned);
                using TrainedModel alone = TrainedModel.Open(trained.File("pruned.safetensors"), trained.Set);
                Assert.Equal(alone.Accuracy(), stage.Accuracy[kept]);
            }
        }
        // Something must have been lost somewhere, or the test would say nothing.
        Assert.Contains(collapse.Stages, stage => stage.Accuracy.Min() < collapse.Accuracy);
    }

    [Fact]
    public void A_choice_of_examples_has_the_accuracy_of_these()
    {
        using var trained = new Trained(depth: 8);
        using TrainedModel model = trained.Open();
        int most = model.ExampleCount / 2;
        LayerCollapse collapse = LayerCollapse.Of(model, new() { MaxExamples = most });
        int[] chosen = BalancedChoice.Of(model.Data.Test.Labels, most, seed: 0);
        float[] logits = model.Logits();
        int classes = logits.Length / model.ExampleCount;
        double right = chosen.Count(i
            => TrainedModel.Predicted(logits.AsSpan(i * classes, classes)) == model.Data.Test.Labels[i]);
        Assert.Equal(right / most, collapse.Accuracy);
        Assert.Equal((most, ExampleOrder.Hash(model.ExamplesHash, chosen)), (collapse.Examples, collapse.ExamplesHash));
    }

    [Fact]
    public void A_network_that_was_pruned_collapses_further()
    {
        using var trained = new Trained();
        using (NetworkWeights weights = ModelFile.Read(trained.Path))
        using (NetworkWeights pruned = Pruning.Prune(weights, [[], [], [0, 1]]))
            ModelFile.Write(trained.File("pruned.safetensors"), pruned);
        using TrainedModel model = TrainedModel.Open(trained.File("pruned.safetensors"), trained.Set);
        Assert.Equal([1, 1, 3], LayerCollapse.Of(model).Stages.Select(s => s.Accuracy.Length));
    }

    /// <summary>Several branches in a block, and blocks without one.</summary>
    [Theory]
    [InlineData("vit", "blocks.0.add1 blocks.0.add2 blocks.1.add1 blocks.1.add2")]
    [InlineData("efficientnet", "stages.3.1.add stages.3.2.add")]
    [InlineData("resnet-cifar", "stages.1.0.relu2 stages.1.1.relu2")]
    public void Every_point_names_the_layer_by_which_its_branch_has_been_added(string family, string expected)
    {
        ImageSet set = Sets.Stripes(size: 16);
        using TrainedModel model = TrainedModel.Initial(SmallNetworks.Of(family, set.Classes.Count), set, seed: 1);
        string[] names = expected.Split(' ');
        StageCollapse stage = Assert.Single(LayerCollapse.Of(model).Stages, stage => stage.Layers!.Contains(names[0]));
        Assert.Equal(names, stage.Layers);
        Assert.Equal(names.Length + 1, stage.Accuracy.Length);
    }

    [Fact]
    public void Without_shortcuts_there_is_nothing_to_collapse()
    {
        using var trained = new Trained(depth: 8, residual: false);
        using TrainedModel model = trained.Open();
        Assert.Contains("no residual connections", Assert.Throws<InvalidOptionsException>(() => LayerCollapse.Of(model)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void No_tensor_is_left_behind()
    {
        using var trained = new Trained(depth: 8);
        using TrainedModel model = trained.Open();
        LayerCollapse.Of(model);
        long before = LiveTensors.Settled();
        LayerCollapse.Of(model);
        Assert.Equal(before, torch.Tensor.TotalCount);
    }

    [Theory]
    [InlineData(new[] { .2, .5, .891, .895, .90 }, 2)]
    [InlineData(new[] { .2, .891, .5, .895, .90 }, 1)]
    [InlineData(new[] { .2, .5, .7, .88, .90 }, 0)]
    [InlineData(new[] { .89, .95, .90 }, 2)]
    public void Branches_can_go_from_the_last_one_on_as_long_as_no_more_than_a_point_is_lost(double[] accuracies, int expected)
        => Assert.Equal(expected, new StageCollapse(0, accuracies).Expendable(.90));
}
