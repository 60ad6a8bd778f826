using SkiaSharp;
using Strata.Data;

namespace Strata.Tests.Data;

public class ImageSheetTests
{
    [Fact]
    public void Small_images_stand_in_order_pixel_for_pixel()
    {
        ImageSet set = ImageSets.Load("digits");
        int[] chosen = [5, 0, 17, 3, 9];
        var sheet = ImageSheet.Of(set, set.Test, chosen);
        Assert.Equal((8, 8, 3, chosen), (sheet.Width, sheet.Height, sheet.Columns, sheet.Examples));
        using SKBitmap picture = SKBitmap.Decode(sheet.WebP);
        Assert.Equal((24, 16), (picture.Width, picture.Height));
        HeldExamples held = set.Test.InMemory();
        foreach (var (place, index) in chosen.Index())
        {
            for (int pixel = 0; pixel < 64; pixel++)
            {
                SKColor shown = picture.GetPixel(place % 3 * 8 + pixel % 8, place / 3 * 8 + pixel / 8);
                int expected = held.Pixels[index * set.ImageBytes + pixel] * 255 / set.PixelMaximum;
                Assert.Equal((expected, expected, expected), (shown.Red, shown.Green, shown.Blue));
            }
        }
    }

    [Fact]
    public void Large_images_are_made_smaller_and_none_at_all_is_a_picture_too()
    {
        ImageSet set = ImageSets.Create("wide", ["a"], (3, 100, 200), 255, new([], []), new(new byte[2 * 60_000], [0, 0]), "", []);
        var sheet = ImageSheet.Of(set, set.Test, [1, 0]);
        Assert.Equal((64, 32, 2), (sheet.Width, sheet.Height, sheet.Columns));
        Assert.NotEmpty(ImageSheet.Of(set, set.Test, []).WebP);
    }
}
