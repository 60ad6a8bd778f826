using Strata.Activations;
using Strata.Analysis;
using Strata.Checkpoints;
using Strata.Models;
using Strata.Runtime;
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
    public void A_network_that_was_pruned_collapses_further()
    {
        using var trained = new Trained();
        using (NetworkWeights weights = ModelFile.Read(trained.Path))
        using (NetworkWeights pruned = Pruning.Prune(weights, [[], [], [0, 1]]))
            ModelFile.Write(trained.File("pruned.safetensors"), pruned);
        using TrainedModel model = TrainedModel.Open(trained.File("pruned.safetensors"), trained.Set);
        Assert.Equal([1, 1, 3], LayerCollapse.Of(model).Stages.Select(s => s.Accuracy.Length));
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
}
