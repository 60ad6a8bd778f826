using Strata.Data;
using Strata.Runtime;
using TorchSharp;

namespace Strata.Tests.Data;

public class BatchLoaderTests
{
    private const int Count = 8;

    private static readonly ImageSet s_set = RandomSets.Make(50, 20, 3, 9, 9);
    private static readonly int[] s_subset = [.. Enumerable.Range(0, 45)];

    private static Normalization Normalization { get; } = Normalization.Parse(".5,.4,.3/.2,.3,.4", null);

    /// <summary>The float [n, height, width, channels] that a batch should hold, made without the loader.</summary>
    private static float[] Expected(Augmentation augment, Normalization? normalization, int epoch, int step)
    {
        int[] indices = [.. BatchOrder.Epoch(s_subset.Length, 7, epoch).Skip(step * Count).Take(Count).Select(i => s_subset[i])];
        float[] pixels = new float[Count * s_set.ImageBytes];
        if (augment == Augmentation.CropFlip)
            Augmenter.Fill(s_set, s_set.Train, indices, 7, epoch, step, pixels, PixelLayout.ChannelsLast, normalization);
        else if (augment == Augmentation.RandomResizedCrop)
            RandomResizedCrop.Fill(s_set, s_set.Train, indices, 7, epoch, step, pixels, PixelLayout.ChannelsLast, normalization);
        else ImageBatch.Fill(s_set, s_set.Train, indices, pixels, PixelLayout.ChannelsLast, normalization);
        return pixels;
    }

    [Theory]
    [InlineData(Augmentation.None, false, 0)]
    [InlineData(Augmentation.CropFlip, false, 0)]
    [InlineData(Augmentation.CropFlip, true, 3)]
    [InlineData(Augmentation.RandomResizedCrop, true, 0)]
    public void An_epoch_is_its_order_in_batches_from_any_step_on(Augmentation augment, bool normalized, int first)
    {
        Normalization? normalization = normalized ? Normalization : null;
        using var loader = new BatchLoader(s_set, s_set.Train, normalization);
        int step = first;
        foreach (Batch batch in loader.Epoch(s_subset, Count, augment, 7, epoch: 2, first))
        {
            Assert.Equal(Expected(augment, normalization, 2, step), batch.Pixels.ToArray());
            Assert.Equal(batch.Examples.Select(i => s_set.Train.Labels[i]), batch.Labels);
            Assert.Equal([Count, 3, 9, 9], batch.Images.shape);
            step++;
        }
        Assert.Equal(s_subset.Length / Count, step);
    }

    [Fact]
    public void Whoever_leaves_within_an_epoch_leaves_no_memory_behind()
    {
        long before = LiveTensors.Settled();
        using (var loader = new BatchLoader(s_set, s_set.Train, null))
        {
            foreach (Batch _ in loader.Epoch(s_subset, Count, Augmentation.CropFlip, 7, 1)) break;
            using Batch one = loader.Load([3, 1]);
            Assert.Equal([s_set.Train.Labels[3], s_set.Train.Labels[1]], one.Labels);
        }
        Assert.Equal(before, torch.Tensor.TotalCount);
    }

    /// <summary>Asked for anew in every epoch, it lies elsewhere each time, and the heap grows by the gaps.</summary>
    [Fact]
    public void All_epochs_of_a_loader_have_the_same_memory()
    {
        using var loader = new BatchLoader(s_set, s_set.Train, null);
        // The batches themselves: memory that is asked for anew may well lie where it lay.
        Batch[] Batches(int epoch) => [.. loader.Epoch(s_subset, Count, Augmentation.None, 7, epoch).Distinct()];
        Batch[] first = Batches(1);
        Assert.Equal(2, first.Length);
        Assert.Equal(first, Batches(2));
        Batch begun = loader.Epoch(s_subset, Count, Augmentation.None, 7, 3).First();
        Assert.Equal(Expected(Augmentation.None, null, 3, 0), begun.Pixels.ToArray());
    }

    [Fact]
    public void Normalisation_is_by_channel_and_none_leaves_pixels_as_they_are()
    {
        using BatchLoader plainly = new(s_set, s_set.Test, null), normalizing = new(s_set, s_set.Test, Normalization);
        using Batch plain = plainly.Load([4]), normalized = normalizing.Load([4]);
        for (int k = 0; k < s_set.ImageBytes; k++)
        {
            byte pixel = s_set.Test.InMemory().Pixels[4 * s_set.ImageBytes + k % 3 * 81 + k / 3];
            Assert.Equal(pixel / 255f, plain.Pixels[k]);
            double expected = (pixel / 255.0 - Normalization.Mean[k % 3]) / Normalization.Deviation[k % 3];
            Assert.Equal(expected, normalized.Pixels[k], 1e-6);
        }
    }

    [Fact]
    public void A_set_gives_its_training_images_means_and_deviations()
    {
        Normalization settled = Normalization.Parse("set", null).Settle(s_set);
        for (int channel = 0; channel < 3; channel++)
        {
            double[] pixels = [.. s_set.Train.InMemory().Pixels.Where((_, i) => i / 81 % 3 == channel).Select(p => p / 255.0)];
            double mean = pixels.Average();
            Assert.Equal(mean, settled.Mean[channel], 1e-6);
            Assert.Equal(Math.Sqrt(pixels.Average(p => (p - mean) * (p - mean))), settled.Deviation[channel], 1e-6);
        }
        Assert.Equal(settled, Normalization.Parse(settled.ToString(), null));
        ImageSet black = s_set with { Train = new HeldExamples(new byte[s_set.Train.Bytes], s_set.Train.Labels) };
        Assert.Contains("channel 0", Assert.Throws<InvalidOptionsException>(() => Normalization.Parse("set", null).Settle(black)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.5")]
    [InlineData("0.5/0")]
    [InlineData("0.5,0.5/1")]
    [InlineData("a/1")]
    [InlineData("NaN/1")]
    public void What_is_no_normalisation_is_refused(string text) => Assert.False(Normalization.TryParse(text, null, out _));
}
