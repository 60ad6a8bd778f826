using Strata.Data;

namespace Strata.Tests.Data;

/// <summary>CIFAR-10 as images, where a machine has it: <c>STRATA_TEST_DATA</c>, or <c>shared</c> beside the repository.</summary>
public sealed class RealCifarTests : IDisposable
{
    private readonly CacheFolder _cache = new();

    public void Dispose() => _cache.Dispose();

    [Fact]
    public void The_archive_is_ten_balanced_classes_in_the_official_order()
    {
        string archive = SharedData.Path("cifar10-images.tar.gz");
        ImageSet set = ImageSets.Load($"imagefolder:{archive}");
        Assert.Equal(CifarFormat.Cifar10.Classes, set.Classes);
        Assert.Equal((50_000, 10_000, 3, 32, 32), (set.Train.Count, set.Test.Count, set.Channels, set.Height, set.Width));
        Assert.Equal(Enumerable.Repeat(5000, 10), set.Train.Labels.CountBy(label => label).Select(count => count.Value));
        Assert.Equal(Enumerable.Repeat(1000, 10), set.Test.Labels.CountBy(label => label).Select(count => count.Value));

        // Published means of the training pixels: .4914, .4822, .4465; JPEG moves them by less than .001.
        double[] published = [.4914, .4822, .4465];
        for (int channel = 0; channel < 3; channel++)
        {
            double sum = 0;
            for (int i = 0; i < set.Train.Count; i++)
            {
                foreach (byte value in set.Train.InMemory().Pixels.AsSpan(i * 3072 + channel * 1024, 1024)) sum += value;
            }
            Assert.Equal(published[channel], sum / (255.0 * 1024 * set.Train.Count), 0.001);
        }

        // The thumbnails inside the library are the first images of each class, averaged.
        ImageSet thumbs = ImageSets.Load("thumbs");
        for (int i = 0; i < 3000; i += 7)
        {
            ReadOnlySpan<byte> image = set.Train.InMemory().Pixels.AsSpan((i % 10 * 5000 + i / 10) * 3072, 3072);
            var resizer = new ImageResizer(32, 32, 8, 8);
            byte[] row = new byte[4 * 32];
            for (int at = 0; at < 1024; at += 32)
            {
                for (int k = 0; k < 96; k++) row[k / 3 * 4 + k % 3] = image[k % 3 * 1024 + at + k / 3];
                resizer.Add(row);
            }
            Assert.Equal(resizer.Planes(), thumbs.Train.InMemory().Pixels[(i * 192)..((i + 1) * 192)]);
        }
    }
}
