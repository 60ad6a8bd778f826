using Strata.Models;
using Strata.Models.Families;
using Strata.Models.Graph;

namespace Strata.Tests.Models.Graph;

public sealed class NetworkGraphTests
{
    private static ModelSpec Cifar(int depth = 20, bool residual = true) => ResNetCifar.Create(depth, 1, 10, 3, 32, residual);

    [Fact]
    public void Every_block_has_a_branch_and_the_first_of_the_later_stages_a_projection_beside_it()
    {
        IReadOnlyList<ResidualBranch> branches = Cifar().Graph.Branches;
        Assert.Equal(from stage in Enumerable.Range(0, 3) from block in Enumerable.Range(0, 3) select $"stages.{stage}.{block}.add",
            branches.Select(branch => branch.Addition.Name));
        Assert.Equal(["stages.1.0.add", "stages.2.0.add"],
            branches.Where(branch => !branch.IsIdentity).Select(branch => branch.Addition.Name));

        ResidualBranch first = branches[3];
        Assert.Equal("stages.0.2.relu2", first.Fork.Name);
        Assert.Equal("stages.1.0.projection", first.Shortcut.Name);
        Assert.Equal(["conv1", "bn1", "relu1", "conv2", "bn2"], first.Nodes.Select(node => node.Name["stages.1.0.".Length..]));
    }

    [Fact]
    public void Without_additions_there_are_no_branches() => Assert.Empty(Cifar(residual: false).Graph.Branches);

    /// <summary>Leaving branches out of the graph is what a network of fewer blocks computes.</summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(1, 2)]
    [InlineData(2, 0)]
    public void Without_its_last_branches_a_stage_is_one_of_fewer_blocks(int stage, int keep)
    {
        ModelSpec spec = Cifar();
        NetworkGraph without = spec.Graph.Without(
            [.. spec.Graph.Branches.Where(branch => branch.Addition.Stage == stage && branch.Addition.Block >= keep)]);

        int[] blocks = [3, 3, 3];
        blocks[stage] = keep;
        Assert.Equal(Computed(spec.WithBlocks(blocks).Graph), Computed(without));
    }

    [Fact]
    public void Without_nothing_it_is_itself()
        => Assert.Equal(Cifar().Graph.Nodes.Select(node => node.Name), Cifar().Graph.Without([]).Nodes.Select(node => node.Name));

    [Fact]
    public void Inputs_come_before_and_names_occur_once()
    {
        NetworkGraph graph = Cifar(38).Graph;
        Assert.All(graph.Nodes, node => Assert.All(node.Inputs, input => Assert.True(input < node.Index)));
        Assert.Equal(graph.Nodes.Count, graph.Nodes.Select(node => node.Name).Distinct().Count());
        Assert.Equal(graph.Parameters.Count, graph.Parameters.Select(parameter => parameter.Name).Distinct().Count());
        Assert.All(graph.Nodes, node => Assert.Same(node, graph[node.Name]));
    }

    [Fact]
    public void Consumers_are_the_inputs_turned_round()
    {
        NetworkGraph graph = Cifar().Graph;
        foreach (Node node in graph.Nodes)
            Assert.Equal(graph.Nodes.Where(other => other.Inputs.Contains(node.Index)).Select(other => other.Index),
                graph.ConsumersOf(node));
        Assert.Null(graph.OnlyConsumerOf(graph["logits"]));
        Assert.Null(graph.OnlyConsumerOf(graph["stem.relu"]));
        Assert.Equal("stem.bn", graph.OnlyConsumerOf(graph["stem.conv"])!.Name);
    }

    private static string[] Computed(NetworkGraph graph)
        => [.. graph.Nodes.Select(node => $"{node.Operation} {string.Join('×', node.Shape)} of {string.Join(", ", node.Inputs)}")];
}
