using global::Onnx;
using Strata.Tests;

namespace Strata.Onnx.Tests;

/// <summary>Multiply-adds of a graph follow from its shapes.</summary>
public sealed class CostTests
{
    public static TheoryData<string> Networks => Specs.All;

    [Theory]
    [MemberData(nameof(Networks))]
    public void They_are_those_of_the_network_that_it_was(string network)
    {
        using var folder = new TemporaryFolder();
        (_, string onnx) = Specs.Write(folder, network);
        long expected = Specs.Of(network).MultiplyAdds;
        Assert.Equal(expected, OnnxNetwork.Read(onnx).MultiplyAdds);
    }

    [Fact]
    public void Products_of_activations_and_with_weights_on_the_left_count_too()
    {
        using var folder = new TemporaryFolder();
        ModelProto model = Graphs.Of(writer =>
        {
            // [n, 3, 16, 16] times itself: 3·16·16 numbers of 16 products; a weight [5, 16] before it: 3·5·16 of 16.
            string square = writer.Add("MatMul", "square", ["x", "x"]);
            string left = writer.Add("MatMul", "left", [writer.Weight("w", new float[80], [5, 16]), square]);
            return [left, Graphs.Head(writer, square)];
        });
        Assert.Equal(3 * 16 * 16 * 16 + 3 * 5 * 16 * 16 + 4 * 3, OnnxNetwork.Read(model.Save(folder)).MultiplyAdds);
    }
}
