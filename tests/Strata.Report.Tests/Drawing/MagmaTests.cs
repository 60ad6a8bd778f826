using SkiaSharp;
using Strata.Report.Drawing;

namespace Strata.Report.Tests.Drawing;

public class MagmaTests
{
    // matplotlib 3: matplotlib.colormaps["magma"](i, bytes=True).
    [Theory]
    [InlineData(0, 0, 0, 4)]
    [InlineData(64, 81, 18, 124)]
    [InlineData(128, 183, 55, 121)]
    [InlineData(192, 252, 137, 97)]
    [InlineData(255, 252, 253, 191)]
    public void Has_the_colours_of_matplotlib(int index, byte red, byte green, byte blue)
        => Assert.Equal(new SKColor(red, green, blue), Magma.Of(index / 255.0));

    [Fact]
    public void Grows_brighter_from_step_to_step()
    {
        double[] brightness = [.. Enumerable.Range(0, 256).Select(i => Magma.Of(i / 255.0))
            .Select(colour => 0.2126 * colour.Red + 0.7152 * colour.Green + 0.0722 * colour.Blue)];
        // Rounding to whole levels of each channel may take back half a level.
        Assert.All(Enumerable.Range(1, 255), i => Assert.True(brightness[i] > brightness[i - 1] - 0.5, $"step {i}"));
    }

    [Fact]
    public void Shows_what_is_below_0_and_takes_the_end_above_1_and_grey_where_undefined()
    {
        Assert.Equal(new SKColor(64, 196, 232), Magma.Of(-1));
        Assert.True(Magma.Of(-0.02).Blue > Magma.Of(0).Blue + 20);
        Assert.Equal(Magma.Of(1), Magma.Of(1.01));
        SKColor undefined = Magma.Of(double.NaN);
        Assert.True(undefined.Red == undefined.Green && undefined.Green == undefined.Blue);
        Assert.DoesNotContain(Enumerable.Range(0, 256), i => Magma.Of(i / 255.0) == undefined);
    }
}
