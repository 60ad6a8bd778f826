using Strata.Models;
using Strata.Report.Drawing;

namespace Strata.Report.Tests.Drawing;

public class LayerAxisTests
{
    // A block has 7 layers, the first of a stage that shrinks 8: 4 of the stem, 2·7, 8 + 7, 8 + 7, 3 of the head.
    [Fact]
    public void Marks_the_stages_of_ResNet_14_where_they_begin()
    {
        var axis = new LayerAxis(Samples.Spec(14).Layers);
        Assert.Equal(51, axis.Count);
        Assert.Equal([4, 18, 33, 48], axis.Boundaries);
        Assert.Equal(["stem", "stage 0", "stage 1", "stage 2", "head"], axis.Segments.Select(segment => segment.Label));
        Assert.Equal(["stem", "stage 0", "stage 0", "stage 1", "head"], new[] { 3, 4, 17, 18, 50 }.Select(axis.StageOf));
    }

    [Fact]
    public void Marks_the_stages_of_ResNet_38_where_they_begin()
        => Assert.Equal([4, 46, 89, 132], new LayerAxis(Samples.Spec(38).Layers).Boundaries);

    [Fact]
    public void Has_no_stages_where_the_layers_name_none()
    {
        LayerInfo[] layers = [new(0, "a", "conv", null, null, [3]), new(1, "b", "conv", null, null, [3])];
        var axis = new LayerAxis(layers);
        Assert.False(axis.Staged);
        Assert.Empty(axis.Boundaries);
    }

    [Theory]
    [InlineData(4, 42, 20)]
    [InlineData(10, 42, 5)]
    [InlineData(1, 42, 50)]
    [InlineData(50, 42, 1)]
    public void Puts_numbers_at_round_steps_that_leave_room(double lengthPerLayer, double distance, int step)
        => Assert.Equal([0, step, 2 * step], new LayerAxis(Samples.Spec(38).Layers).Ticks(lengthPerLayer, distance).Take(3));
}
