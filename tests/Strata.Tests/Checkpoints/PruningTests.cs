using Strata.Activations;
using Strata.Checkpoints;
using Strata.Data;
using Strata.Models;
using Strata.Models.Families;
using Strata.Runtime;

namespace Strata.Tests.Checkpoints;

public sealed class PruningTests
{
    private static ModelSpec Cifar(bool residual = true) => ResNetCifar.Create(20, 1, 10, 3, 32, residual);

    [Fact]
    public void Blocks_go_from_a_stage_end()
    {
        Assert.Equal([[0, 1, 2], [0], [0, 1, 2]], Pruning.KeepFirst(Cifar(), 1, 1));
        Assert.Equal([[], [0, 1, 2], [0, 1, 2]], Pruning.KeepFirst(Cifar(), 0, 0));
    }

    [Theory]
    [InlineData(3, 1, "stage: resnet20-1x has the stages 0 to 2, no 3")]
    [InlineData(-1, 1, "no -1")]
    [InlineData(1, 4, "stage 1 of resnet20-1x has 3 blocks, of which 4 cannot be kept")]
    [InlineData(1, -1, "of which -1 cannot be kept")]
    public void A_stage_or_count_that_is_not_there_is_named(int stage, int keep, string message)
        => Assert.Contains(message, Assert.Throws<InvalidOptionsException>(() => Pruning.KeepFirst(Cifar(), stage, keep)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Without_shortcuts_nothing_can_go()
        => Assert.Contains("no residual connections",
            Assert.Throws<InvalidOptionsException>(() => Pruning.KeepFirst(Cifar(residual: false), 0, 1)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_window_takes_the_blocks_that_lie_wholly_inside_it_but_none_that_changes_the_shape()
    {
        ModelSpec spec = Cifar();
        int Layer(string name) => spec.Layers.First(l => l.Name == name).Index;
        // Stage 0's last block lacks its first layer; of stage 1 the first block changes the shape; stage 2's second lacks its last.
        (int first, int last) = (Layer("stages.0.2.bn1"), Layer("stages.2.1.add"));
        Assert.Equal([[0, 1, 2], [0], [0, 1, 2]], Pruning.KeepOutside(spec, first, last));
        Assert.Equal([(1, 0), (2, 0)], Pruning.Spared(spec, first, last));
        Assert.Equal([[0, 1], [0], [0, 2]], Pruning.KeepOutside(spec, first - 1, last + 1));
    }

    [Fact]
    public void The_blocks_that_stay_keep_their_weights_under_contiguous_names()
    {
        using NetworkWeights weights = NetworkWeights.Initial(Cifar(), 5);
        using NetworkWeights pruned = Pruning.Prune(weights, [[0, 2], [0, 2], []]);
        Assert.Equal([2, 2, 0], pruned.Spec.Blocks);
        Assert.Equal("resnet20-1x-2.2.0", pruned.Spec.Name);
        Assert.Equal(weights.Read("stages.0.2.conv1.weight"), pruned.Read("stages.0.1.conv1.weight"));
        Assert.Equal(weights.Read("stages.1.0.projection.weight"), pruned.Read("stages.1.0.projection.weight"));
        Assert.Equal(weights.Read("stages.1.2.conv2.weight"), pruned.Read("stages.1.1.conv2.weight"));
        Assert.Equal(weights.Read("stages.2.0.projection.weight"), pruned.Read("stages.2.0.projection.weight"));
        Assert.Equal(weights.Read("head.weight"), pruned.Read("head.weight"));
        Assert.Equal(["stages.2.0.projection", "stages.2.0.relu2"], pruned.Spec.Layers.Where(l => l.Stage == 2).Select(l => l.Name));
        Assert.Equal(pruned.Spec, ModelSpec.FromMetadata(pruned.Spec.Metadata));
        // Each block of stage 0 has 2·(3·3·16·16) multiply-adds at 32×32, and so on; what goes is gone from the count.
        long block = 2 * 9 * 16 * 16 * 32 * 32;
        Assert.Equal(weights.Spec.MultiplyAdds - 2 * block - 9 * (32 * 64 + 64 * 64) * 64 - 2 * block, pruned.Spec.MultiplyAdds);
    }

    [Fact]
    public void Later_blocks_cannot_stay_without_the_one_that_changes_the_shape()
    {
        using NetworkWeights weights = NetworkWeights.Initial(Cifar(), 5);
        Assert.Contains("first block of stage 1",
            Assert.Throws<InvalidOptionsException>(() => Pruning.Prune(weights, [[0], [1], [0]])).Message, StringComparison.Ordinal);
        Assert.Contains("are not blocks of stage 0",
            Assert.Throws<InvalidOptionsException>(() => Pruning.Prune(weights, [[3], [0], [0]])).Message, StringComparison.Ordinal);
        Assert.Contains("are not blocks of stage 0",
            Assert.Throws<InvalidOptionsException>(() => Pruning.Prune(weights, [[1, 0], [0], [0]])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pruned_model_runs_read_back_with_a_shape_for_every_layer_that_it_lists()
    {
        Threads.Set(1);
        using var folder = new TemporaryFolder();
        ImageSet set = Sets.Stripes(size: 9);
        using NetworkWeights weights = NetworkWeights.Initial(ResNetCifar.Create(14, 1, 4, 3, 9), 5);
        foreach (int[][] kept in new int[][][] { [[0], [0, 1], [0]], [[], [], []], [[1], [], [0, 1]] })
        {
            string path = Path.Combine(folder.Path, "pruned.safetensors");
            using (NetworkWeights pruned = Pruning.Prune(weights, kept))
                ModelFile.Write(path, pruned, Pruning.Describe(weights, new Dictionary<string, string>(), kept));
            using TrainedModel model = TrainedModel.Open(path, set);
            var seen = new List<int>();
            model.Visit([0, 1], [.. model.Layers.Select(l => l.Index)], (layer, output) =>
            {
                seen.Add(layer);
                Assert.Equal([2, .. model.Layers[layer].Shape], output.Shape.ToArray());
            });
            Assert.Equal(model.Layers.Select(l => l.Index), seen);
        }
    }

    [Fact]
    public void Pruning_twice_still_names_the_blocks_of_the_trained_network()
    {
        using NetworkWeights weights = NetworkWeights.Initial(Cifar(), 5);
        int[][] first = [[0, 2], [0, 1, 2], [0, 1, 2]], second = [[1], [0, 1, 2], [0]];
        using NetworkWeights once = Pruning.Prune(weights, first);
        var described = Pruning.Describe(weights, new Dictionary<string, string> { ["recipe"] = "{}" }, first);
        Assert.Equal("[[0,2],[0,1,2],[0,1,2]]", described[Pruning.KeptBlocks]);
        Assert.Equal("{}", described["original_recipe"]);
        Assert.Equal("[[2],[0,1,2],[0]]", Pruning.Describe(once, described, second)[Pruning.KeptBlocks]);
        Assert.Equal(described[Pruning.PrunedFrom], Pruning.Describe(once, described, second)[Pruning.PrunedFrom]);
        Assert.Equal("{}", Pruning.Describe(once, described, second)[Pruning.OriginalRecipe]);
        var tuned = new Dictionary<string, string>(described) { ["recipe"] = "[]" };
        Assert.Equal("{}", Pruning.Describe(once, tuned, second)[Pruning.OriginalRecipe]);
        Assert.Contains("not in their order",
            Assert.Throws<InvalidOptionsException>(() => Pruning.Kept(Cifar(),
                new Dictionary<string, string> { [Pruning.KeptBlocks] = "[[0,1,1],[0,1,2],[0,1,2]]" })).Message, StringComparison.Ordinal);
        Assert.Contains("does not list the blocks",
            Assert.Throws<InvalidOptionsException>(() => Pruning.Describe(once,
                new Dictionary<string, string> { [Pruning.KeptBlocks] = "[[0],[0],[0]]" }, second)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[6,-1,6]", "true")]
    [InlineData("[6,6]", "true")]
    [InlineData("[6,0,6]", "false")]
    public void Blocks_that_make_no_network_are_refused(string blocks, string residual)
    {
        var metadata = new Dictionary<string, string>(Cifar().Metadata) { ["blocks"] = blocks, ["residual"] = residual };
        Assert.Contains("blocks:", Assert.Throws<InvalidOptionsException>(() => ModelSpec.FromMetadata(metadata)).Message,
            StringComparison.Ordinal);
    }
}
