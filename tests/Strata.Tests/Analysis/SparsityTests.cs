using Strata.Activations;
using Strata.Analysis;
using Strata.Models;
using Strata.Runtime;

namespace Strata.Tests.Analysis;

public sealed class SparsityTests
{
    [Theory]
    [InlineData("relu", 4)]
    [InlineData("gelu", 5)]
    [InlineData("silu", 5)]
    public void Zeros_are_counted_over_examples_and_features(string kind, int closed)
    {
        using var source = new Source([[0, 1, 2, 0], [0, 0, 3, -1], [4, 5, 6, 7]], kind);
        Sparsity found = Sparsity.Of(source, batch: 2);
        Assert.Equal(["a"], found.Layers.Select(l => l.Name));
        Assert.Equal(closed / 12.0, Assert.Single(found.Zeros), 15);
        Assert.Equal(3, found.Examples);
    }

    [Fact]
    public void Every_ReLU_of_a_network_has_a_share()
    {
        using var trained = new Trained(depth: 8);
        using TrainedModel model = trained.Open();
        Sparsity found = Sparsity.Of(model);
        Assert.Equal(model.Layers.Where(l => l.Kind == "relu").Select(l => l.Index), found.Layers.Select(l => l.Index));
        Assert.All(found.Zeros, zeros => Assert.InRange(zeros, 0.01, 0.99));
        Assert.Equal(found.Zeros, Sparsity.Of(model, batch: 11).Zeros);
    }

    [Fact]
    public void A_source_without_ReLU_is_told_so()
        => Assert.Contains("no layer of kind relu",
            Assert.Throws<StrataException>(() => Sparsity.Of(new MemorySource("m", new double[4, 2]))).Message, StringComparison.Ordinal);

    private sealed class Source(float[][] values, string kind) : IActivationSource
    {
        public string Name => "source";
        public IReadOnlyList<LayerInfo> Layers { get; } = [new(0, "input", "input", null, null, [4]), new(1, "a", kind, 0, 0, [4])];
        public int ExampleCount => values.Length;
        public IReadOnlyList<int>? Labels => null;
        public string? ExamplesHash => null;

        public void Visit(ReadOnlySpan<int> examples, IReadOnlyList<int> wanted, Action<int, LayerOutput> visit)
        {
            Assert.Equal([1], wanted);
            visit(1, new((float[])[.. examples.ToArray().SelectMany(e => values[e])], [examples.Length, 4]));
        }

        public void Dispose()
        {
        }
    }
}
