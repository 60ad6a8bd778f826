using Strata.Engine;
using Strata.Models;
using Strata.Models.Graph;
using Strata.Tests.Models.Families;

namespace Strata.Tests.Engine;

public sealed class ComputationTests
{
    public static TheoryData<string> Families => SmallNetworks.Names;

    /// <summary>Everything that computes is told of, and what libtorch computes has a reason.</summary>
    [Theory]
    [MemberData(nameof(Families))]
    public void Every_operation_has_someone_who_computes_it(string family)
    {
        ModelSpec spec = SmallNetworks.Of(family);
        foreach (Node node in spec.Graph.Nodes)
        {
            foreach (Computation told in new[] { Computation.InInference(spec.Graph, node),
                Computation.InTraining(spec.Graph, node, bf16: true),
                Computation.InTraining(spec.Graph, node, bf16: false) })
            {
                bool idle = node.Operation is Operation.Input or Operation.Flatten
                    || node.Operation is Operation.Dropout or Operation.StochasticDepth;
                Assert.True(told.By.Length > 0 || idle, node.Name);
                Assert.True(told.WhyNotFaster is not null || !told.By.StartsWith("libtorch", StringComparison.Ordinal), node.Name);
            }
        }
    }

    [Fact]
    public void A_batch_norm_between_convolution_and_ReLU_is_computed_with_the_ReLU()
    {
        NetworkGraph graph = SmallNetworks.Of("resnet-cifar").Graph;
        Assert.Equal("with the ReLU behind it", Computation.InTraining(graph, graph["stages.1.0.bn2"], bf16: true).By);
        Assert.Equal("with the ReLU behind it", Computation.InTraining(graph, graph["stages.1.0.add"], bf16: true).By);
        Assert.Equal("vectors", Computation.InTraining(graph, graph["stages.1.0.relu2"], bf16: true).By);
        NetworkGraph wide = SmallNetworks.Of("resnet-imagenet").Graph;
        Assert.Equal("vectors", Computation.InTraining(wide, wide["layer1.0.projection.bn"], bf16: true).By);
    }
}
