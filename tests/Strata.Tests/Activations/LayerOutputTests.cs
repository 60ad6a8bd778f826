using Strata.Activations;
using Strata.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Strata.Tests.Activations;

public sealed class LayerOutputTests
{
    private static readonly int[] s_shape = [2, 3, 2, 2];
    private static readonly float[] s_rows = [.. Enumerable.Range(0, 24).Select(i => (float)i)];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Rows_are_the_same_in_either_order_of_memory_and_precision(bool channelsLast)
    {
        float[] lying = channelsLast ? new LayerOutput(s_rows, s_shape).ToChannelsLast() : s_rows;
        double[] wide = Array.ConvertAll(lying, number => (double)number);
        foreach (bool isDouble in new[] { false, true })
        {
            LayerOutput output = isDouble ? new(wide, s_shape, channelsLast) : new(lying, s_shape, channelsLast);
            Assert.Equal((2, 12L, isDouble, channelsLast), (output.Examples, output.Features, output.IsDouble, output.IsChannelsLast));
            float[] single = new float[24];
            double[] doubles = new double[24];
            output.CopyTo(single);
            output.CopyTo(doubles);
            Assert.Equal(s_rows, single);
            Assert.Equal(s_rows.Select(number => (double)number), doubles);
        }
        // [height, width, channels]: the channels of the first pixel come first.
        if (channelsLast) Assert.Equal([0, 4, 8, 1, 5, 9], lying[..6]);
    }

    [Theory]
    [InlineData("contiguous", false)]
    [InlineData("channels last", true)]
    [InlineData("every other", false)]
    public void A_tensor_is_shown_as_it_lies_where_that_is_an_order(string layout, bool channelsLast)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor rows = tensor(s_rows, [2, 3, 2, 2]);
        Tensor shown = layout switch
        {
            "contiguous" => rows,
            "channels last" => TensorMemory.ToChannelsLast(rows),
            _ => stack([rows, rows], -1).select(-1, 0),
        };
        int visits = 0;
        Action<int, LayerOutput> visit = (layer, output) =>
        {
            visits++;
            Assert.Equal((7, channelsLast), (layer, output.IsChannelsLast));
            Assert.Equal(s_shape, output.Shape.ToArray());
            float[] single = new float[24];
            output.CopyTo(single);
            Assert.Equal(s_rows, single);
            using Tensor again = TensorOutput.Of(output);
            Assert.True(again.equal(rows).all().item<bool>());
        };
        visit.Show(7, shown);
        Assert.Equal(1, visits);
    }

    [Fact]
    public void An_array_becomes_a_tensor_of_its_own_precision()
    {
        double[] wide = [1, 2, 3, 4, 5, 1e300];
        using Tensor tensor = TensorOutput.Of(new(wide, [2, 3]));
        Assert.Equal((ScalarType.Float64, 1e300), (tensor.dtype, tensor[1, 2].item<double>()));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Refused("[2, 4] is no shape of 6 numbers", () => { _ = new LayerOutput(new float[6], [2, 4]); });
        Refused("[2, 3] has no channels", () => { _ = new LayerOutput(new float[6], [2, 3], channelsLast: true); });
        Refused("There are 6 numbers, and place for 5", () => new LayerOutput(new float[6], [2, 3]).CopyTo(new float[5]));
        Assert.Throws<InvalidOperationException>(() => new LayerOutput(new float[6], [2, 3]).Doubles.Length);
        Assert.Throws<InvalidOperationException>(() => new LayerOutput(new double[6], [2, 3]).Singles.Length);

        void Refused(string expected, Action wrong)
            => Assert.Contains(expected, Assert.ThrowsAny<ArgumentException>(wrong).Message, StringComparison.Ordinal);
    }
}
