using Strata.Data;

namespace Strata.Tests.Data;

public class ImageBatchTests
{
    private static readonly ImageSet s_set = RandomSets.Make(20, 0, 3, 6, 5, maximum: 16);
    private static readonly int[] s_indices = [7, 0, 19, 7];

    [Fact]
    public void Floats_are_pixels_over_the_maximum_in_the_order_of_the_indices()
    {
        float[] batch = new float[s_indices.Length * s_set.ImageBytes];
        ImageBatch.Fill(s_set, s_set.Train, s_indices, batch);
        float[] expected = [.. s_indices.SelectMany(i => s_set.Train.InMemory().Pixels.Skip(i * s_set.ImageBytes).Take(s_set.ImageBytes))
            .Select(value => value / 16f)];
        Assert.Equal(expected, batch);
        Assert.Equal((0f, 1f), (batch.Min(), batch.Max()));
    }

    [Fact]
    public void Channels_last_is_the_same_batch_transposed()
    {
        float[] first = new float[s_indices.Length * s_set.ImageBytes], last = new float[first.Length];
        ImageBatch.Fill(s_set, s_set.Train, s_indices, first);
        ImageBatch.Fill(s_set, s_set.Train, s_indices, last, PixelLayout.ChannelsLast);
        Assert.Equal(Transposed(first, s_indices.Length, 3, 6, 5), last);
    }

    [Fact]
    public void A_wrong_length_or_index_is_misuse()
    {
        float[] batch = new float[s_set.ImageBytes];
        Assert.Throws<ArgumentException>(() => ImageBatch.Fill(s_set, s_set.Train, [0, 1], batch));
        Assert.Throws<ArgumentOutOfRangeException>(() => ImageBatch.Fill(s_set, s_set.Train, [20], batch));
        Assert.Throws<ArgumentOutOfRangeException>(() => ImageBatch.Fill(s_set, s_set.Train, [-1], batch));
    }

    /// <summary>[n, c, h, w] to [n, h, w, c].</summary>
    internal static float[] Transposed(float[] batch, int count, int channels, int height, int width)
    {
        float[] result = new float[batch.Length];
        for (int i = 0, from = 0; i < count; i++)
            for (int c = 0; c < channels; c++)
                for (int y = 0; y < height; y++)
                    for (int x = 0; x < width; x++) result[((i * height + y) * width + x) * channels + c] = batch[from++];
        return result;
    }
}
