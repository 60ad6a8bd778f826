using Strata.Data;

namespace Strata.Tests.Data;

public class AugmenterTests
{
    private const int Count = 400;

    // From 10 pixels on no two crops of an image are alike; below, some reflections coincide with flips.
    private static readonly ImageSet s_set = RandomSets.Make(Count, 0, 3, 11, 10);
    private static readonly int[] s_indices = [.. Enumerable.Range(0, Count)];

    private static float[] Batch(long seed, int epoch, int step, PixelLayout layout = PixelLayout.ChannelsFirst)
    {
        float[] batch = new float[Count * s_set.ImageBytes];
        Augmenter.Fill(s_set, s_set.Train, s_indices, seed, epoch, step, batch, layout);
        return batch;
    }

    /// <summary>Every crop of the padded image, flipped and not, made the slow way.</summary>
    private static IEnumerable<(int Top, int Left, bool Flip, float[] Image)> Crops(int index)
    {
        static int Reflect(int i, int size) => Math.Abs(i) is var j && j < size ? j : 2 * size - 2 - j;
        byte[] pixels = s_set.Train.InMemory().Pixels;
        int height = s_set.Height, width = s_set.Width;
        for (int top = -4; top <= 4; top++)
            for (int left = -4; left <= 4; left++)
                foreach (bool flip in (bool[])[false, true])
                {
                    float[] image = new float[s_set.ImageBytes];
                    for (int k = 0; k < image.Length; k++)
                    {
                        int channel = k / (height * width), y = k / width % height, x = k % width;
                        int column = Reflect((flip ? width - 1 - x : x) + left, width);
                        image[k] = pixels[((index * 3 + channel) * height + Reflect(y + top, height)) * width + column] / 255f;
                    }
                    yield return (top, left, flip, image);
                }
    }

    [Fact]
    public void Every_image_is_a_crop_of_its_reflection_padded_self_and_all_crops_occur()
    {
        float[] batch = Batch(1, 2, 3);
        var seen = new List<(int Top, int Left, bool Flip)>();
        for (int i = 0; i < Count; i++)
        {
            float[] image = batch[(i * s_set.ImageBytes)..((i + 1) * s_set.ImageBytes)];
            var found = Crops(i).Where(crop => crop.Image.AsSpan().SequenceEqual(image)).ToList();
            Assert.Single(found);
            seen.Add((found[0].Top, found[0].Left, found[0].Flip));
        }
        Assert.Equal(9, seen.Select(crop => crop.Top).Distinct().Count());
        Assert.Equal(9, seen.Select(crop => crop.Left).Distinct().Count());
        // Five standard deviations of a fair coin thrown 400 times.
        Assert.InRange(seen.Count(crop => crop.Flip), 150, 250);
    }

    [Fact]
    public void It_depends_on_seed_epoch_and_step_alone()
    {
        Assert.Equal(Batch(1, 2, 3), Batch(1, 2, 3));
        Assert.NotEqual(Batch(1, 2, 3), Batch(2, 2, 3));
        Assert.NotEqual(Batch(1, 2, 3), Batch(1, 3, 3));
        Assert.NotEqual(Batch(1, 2, 3), Batch(1, 2, 4));
        Assert.NotEqual(Batch(1, 1, 11), Batch(1, 11, 1));
    }

    [Fact]
    public void Channels_last_is_the_same_batch_transposed()
        => Assert.Equal(ImageBatchTests.Transposed(Batch(1, 2, 3), Count, 3, 11, 10), Batch(1, 2, 3, PixelLayout.ChannelsLast));

    [Fact]
    public void Images_no_larger_than_the_padding_are_refused()
    {
        ImageSet tiny = RandomSets.Make(1, 0, 1, 4, 8);
        Assert.Contains("8x4", Augmenter.Problem(tiny), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Augmenter.Fill(tiny, tiny.Train, [0], 1, 0, 0, new float[32]));
        Assert.Null(Augmenter.Problem(RandomSets.Make(1, 0, 1, 5, 5)));
    }
}
