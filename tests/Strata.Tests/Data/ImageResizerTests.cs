using Strata.Data;

namespace Strata.Tests.Data;

public class ImageResizerTests
{
    private static byte[] Resize(byte[] pixels, int height, int width, int newHeight, int newWidth)
    {
        var resizer = new ImageResizer(height, width, newHeight, newWidth);
        byte[] row = new byte[4 * width];
        for (int y = 0; y < height; y++)
        {
            // Another value in each colour, so that none is taken for another.
            for (int x = 0; x < width; x++)
            {
                byte value = pixels[y * width + x];
                (row[4 * x], row[4 * x + 1], row[4 * x + 2]) = (value, (byte)(255 - value), 7);
            }
            resizer.Add(row);
        }
        byte[] planes = resizer.Planes();
        int plane = newHeight * newWidth;
        for (int i = 0; i < plane; i++)
        {
            Assert.InRange(planes[i] + planes[plane + i], 254, 256);
            Assert.Equal(7, planes[2 * plane + i]);
        }
        return planes[..plane];
    }

    [Fact]
    public void Halving_averages_blocks_of_two_by_two()
        => Assert.Equal([25, 65], Resize([10, 20, 50, 60, 30, 40, 70, 80], 2, 4, 1, 2));

    [Fact]
    public void A_shrink_by_half_a_pixel_weighs_by_area()
        // Three pixels to two: each new one is a whole pixel and half of the middle one.
        => Assert.Equal([40, 80], Resize([30, 60, 90], 1, 3, 1, 2));

    [Fact]
    public void Growth_is_linear_between_the_centres_of_pixels()
        => Assert.Equal([0, 25, 75, 100], Resize([0, 100], 1, 2, 1, 4));

    [Fact]
    public void The_same_size_changes_nothing_and_a_plain_colour_stays_plain()
    {
        byte[] pixels = [.. Enumerable.Range(0, 35).Select(i => (byte)(i * 7))];
        Assert.Equal(pixels, Resize(pixels, 5, 7, 5, 7));
        foreach ((int height, int width) in new[] { (3, 3), (1, 1), (11, 2), (40, 40) })
            Assert.All(Resize([.. Enumerable.Repeat<byte>(255, 35)], 5, 7, height, width), value => Assert.Equal(255, value));
        Assert.Equal([9, 9, 9], Resize([9], 1, 1, 3, 1));
    }
}
