using Strata.Data;
using Strata.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Strata.Tests.Data;

public class RandomResizedCropTests
{
    private const int Count = 300, Height = 12, Width = 10;

    private static readonly ImageSet s_set = RandomSets.Make(Count, 0, 3, Height, Width);
    private static readonly int[] s_indices = [.. Enumerable.Range(0, Count)];

    private static float[] Batch(long seed, int epoch, int step, PixelLayout layout = PixelLayout.ChannelsFirst)
    {
        float[] batch = new float[Count * s_set.ImageBytes];
        RandomResizedCrop.Fill(s_set, s_set.Train, s_indices, seed, epoch, step, batch, layout);
        return batch;
    }

    [Fact]
    public void Every_image_is_a_crop_that_libtorch_resizes_to_the_same()
    {
        float[] batch = Batch(3, 1, 4), plain = new float[batch.Length];
        ImageBatch.Fill(s_set, s_set.Train, s_indices, plain);
        // The same draws, made again.
        var random = new RandomSequence(3, "augmentation/1", 4);
        using DisposeScope scope = NewDisposeScope();
        Tensor images = tensor(plain, [Count, 3, Height, Width]);
        for (int i = 0; i < Count; i++)
        {
            (int top, int left, int tall, int wide) = RandomResizedCrop.Draw(random, Height, Width);
            Tensor crop = images[i].narrow(1, top, tall).narrow(2, left, wide).unsqueeze(0);
            Tensor resized = nn.functional.interpolate(crop, [Height, Width], mode: InterpolationMode.Bilinear, align_corners: false);
            if (random.Next(2) == 1) resized = resized.flip(3);
            float[] expected = [.. resized.contiguous().data<float>()], got = batch[(i * s_set.ImageBytes)..((i + 1) * s_set.ImageBytes)];
            // Values to 1 through three interpolations in fp32.
            for (int k = 0; k < got.Length; k++)
                Assert.True(Math.Abs(got[k] - expected[k]) < 1e-5, $"image {i}, {k}: {got[k]}, {expected[k]}");
        }
    }

    [Fact]
    public void Areas_and_ratios_are_spread_as_they_should_be()
    {
        const int Draws = 20_000;
        var random = new RandomSequence(1, "crops");
        Crop[] crops =
            [.. Enumerable.Range(0, Draws).Select(_ => RandomResizedCrop.Draw(random, 224, 224))];
        double[] areas = [.. crops.Select(c => (double)c.Height * c.Width / (224 * 224))],
            ratios = [.. crops.Select(c => (double)c.Width / c.Height)];
        Assert.All(crops, c => Assert.True(c.Top >= 0 && c.Left >= 0 && c.Top + c.Height <= 224 && c.Left + c.Width <= 224));
        // Rounding to whole pixels moves an area or a ratio by a pixel in 60.
        Assert.InRange(areas.Min(), .075, .09);
        Assert.InRange(areas.Max(), .95, 1);
        Assert.InRange(ratios.Min(), .735, .77);
        Assert.InRange(ratios.Max(), 1.3, 1.36);
        // Half of the crops are wider than tall, by five standard deviations; so are their places on both sides of the middle.
        double five = 5 * Math.Sqrt(Draws) / 2;
        Assert.InRange(crops.Count(c => c.Width > c.Height) + crops.Count(c => c.Width == c.Height) / 2.0, Draws / 2 - five,
            Draws / 2 + five);
        // Uniform areas have a mean of .54; those above 3/4 are refused at some ratios, which makes it a little less.
        Assert.InRange(areas.Average(), .45, .55);
    }

    [Fact]
    public void An_image_too_long_for_the_ratios_gives_the_largest_crop_in_its_middle()
    {
        // 100 × 4 pixels: an area of .08 and more is never as narrow as 4/3.
        Assert.Equal(new Crop(0, 47, 4, 5), RandomResizedCrop.Draw(new RandomSequence(1, "x"), 4, 100));
        Assert.Equal(new Crop(47, 0, 5, 4), RandomResizedCrop.Draw(new RandomSequence(1, "x"), 100, 4));
    }

    [Fact]
    public void It_depends_on_seed_epoch_and_step_alone_and_layouts_agree()
    {
        Assert.Equal(Batch(1, 2, 3), Batch(1, 2, 3));
        Assert.NotEqual(Batch(1, 2, 3), Batch(2, 2, 3));
        Assert.NotEqual(Batch(1, 2, 3), Batch(1, 3, 3));
        Assert.NotEqual(Batch(1, 2, 3), Batch(1, 2, 4));
        Assert.Equal(ImageBatchTests.Transposed(Batch(1, 2, 3), Count, 3, Height, Width), Batch(1, 2, 3, PixelLayout.ChannelsLast));
    }
}
