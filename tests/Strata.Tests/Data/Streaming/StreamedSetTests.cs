using SkiaSharp;
using Strata.Data;
using Strata.Runtime;

namespace Strata.Tests.Data.Streaming;

/// <summary>A streamed set gives the batches that the same set in memory gives, wherever its files lie.</summary>
public sealed class StreamedSetTests : IDisposable
{
    private const int Batch = 5;

    private readonly CacheFolder _cache = new();
    private readonly TemporaryFolder _folder = new();
    private readonly int _threads = Threads.Chosen;

    public void Dispose()
    {
        Threads.SetWithoutTensors(_threads);
        _folder.Dispose();
        _cache.Dispose();
    }

    /// <summary>Two classes of eight training images and three test images of noise, half of them JPEG.</summary>
    private static List<(string Name, byte[]? Content)> Members(Func<int, (int Width, int Height)> size)
        => [.. Enumerable.Range(0, 22).Select(i =>
        {
            SKEncodedImageFormat format = i % 2 == 0 ? SKEncodedImageFormat.Jpeg : SKEncodedImageFormat.Png;
            (int width, int height) = size(i);
            string name = $"{(i < 16 ? "train" : "test")}/{(i % 4 < 2 ? "ant" : "cat")}/{i}.{(i % 2 == 0 ? "jpg" : "png")}";
            return (name, (byte[]?)Pictures.Noise(width, height, format, i));
        })];

    private static ImageSet Open(string source, StreamChoice stream)
        => ImageSets.Load(source, new() { Reading = new() { Stream = stream } });

    private static float[][] Epoch(ImageSet set, Augmentation augment, int first = 0)
    {
        int[] all = [.. Enumerable.Range(0, set.Train.Count)];
        using var loader = new BatchLoader(set, set.Train, null);
        return [.. loader.Epoch(all, Batch, augment, seed: 3, epoch: 2, first).Select(batch => batch.Pixels.ToArray())];
    }

    [Fact]
    public void Images_of_the_sets_size_give_the_bits_of_a_set_in_memory_from_every_form()
    {
        SetForms.Write(_folder, Members(_ => (12, 9)));
        Directory.CreateDirectory(_folder["shards"]);
        List<(string, byte[]?)> members = Members(_ => (12, 9));
        Pictures.Tar(_folder["shards/0.tar"], gzip: false, members.Where((_, i) => i % 3 == 0));
        Pictures.Tar(_folder["shards/1.tar"], gzip: false, members.Where((_, i) => i % 3 != 0));
        ImageSet held = Open($"imagefolder:{_folder["set"]}", StreamChoice.Never);
        var hashes = new HashSet<string>();
        foreach (string form in (string[])["set", "set.tar", "set.zip", "shards", "shards/*.tar"])
        {
            ImageSet streamed = Open($"imagefolder:{_folder[form]}", StreamChoice.Always);
            Assert.True(streamed.IsStreamed && !held.IsStreamed);
            hashes.Add(streamed.Hash);
            Assert.Equal(held.Train.Labels, streamed.Train.Labels);
            Assert.Equal(held.Test.InMemory().Pixels, streamed.Test.InMemory().Pixels);
            foreach (Augmentation augment in Enum.GetValues<Augmentation>()) Assert.Equal(Epoch(held, augment), Epoch(streamed, augment));
            Assert.Equal(Normalization.Parse("set", null).Settle(held), Normalization.Parse("set", null).Settle(streamed));
        }
        Assert.Single(hashes);
        Assert.NotEqual(held.Hash, hashes.Single());
    }

    /// <summary>An index that another command had left made a small set a streamed one, of another hash.</summary>
    [Fact]
    public void Size_alone_decides_where_nobody_does_whatever_is_kept()
    {
        SetForms.Write(_folder, Members(_ => (12, 9)));
        foreach (string form in (string[])["set", "set.tar"])
        {
            string source = $"imagefolder:{_folder[form]}";
            Assert.True(Open(source, StreamChoice.Always).IsStreamed);
            ImageSet auto = Open(source, StreamChoice.Auto);
            Assert.False(auto.IsStreamed);
            Assert.Equal(Open(source, StreamChoice.Never).Hash, auto.Hash);
            Assert.True(Open(source, StreamChoice.Always).IsStreamed);
        }
    }

    [Fact]
    public void Images_that_are_resized_whole_give_the_bits_of_a_set_in_memory()
    {
        Pictures.Tar(_folder["a.tar"], gzip: false, Members(i => (20 + 3 * i, 60 - 2 * i)));
        ImageSet held = Open($"imagefolder:{_folder["a.tar"]}@16", StreamChoice.Never),
            streamed = Open($"imagefolder:{_folder["a.tar"]}@16", StreamChoice.Always);
        foreach (Augmentation augment in (Augmentation[])[Augmentation.None, Augmentation.CropFlip])
            Assert.Equal(Epoch(held, augment), Epoch(streamed, augment));
        Assert.NotEqual(Epoch(held, Augmentation.RandomResizedCrop), Epoch(streamed, Augmentation.RandomResizedCrop));
        Assert.Equal(held.Originals, streamed.Originals);
    }

    [Fact]
    public void An_epoch_goes_on_from_any_step_with_any_number_of_threads()
    {
        Pictures.Tar(_folder["a.tar"], gzip: false, Members(i => (20 + 3 * i, 60 - 2 * i)));
        ImageSet set = Open($"imagefolder:{_folder["a.tar"]}@16", StreamChoice.Always);
        Threads.SetWithoutTensors(1);
        float[][] whole = Epoch(set, Augmentation.RandomResizedCrop);
        Assert.Equal(3, whole.Length);
        Threads.SetWithoutTensors(4);
        for (int step = 0; step <= whole.Length; step++) Assert.Equal(whole[step..], Epoch(set, Augmentation.RandomResizedCrop, step));
    }

    [Fact]
    public void Batches_in_order_end_with_what_is_left()
    {
        Pictures.Tar(_folder["a.tar"], gzip: false, Members(_ => (12, 9)));
        ImageSet set = Open($"imagefolder:{_folder["a.tar"]}", StreamChoice.Always);
        using var loader = new BatchLoader(set, set.Train, null);
        int[][] examples = [.. loader.InOrder([3, 1, 4, 0, 5, 9, 2], 3).Select(batch => batch.Examples.ToArray())];
        Assert.Equal([[3, 1, 4], [0, 5, 9], [2]], examples);
    }

    [Fact]
    public void A_change_of_the_files_is_told_and_not_trained_on()
    {
        Pictures.Folder(_folder["set"], Members(_ => (12, 9)));
        Pictures.Tar(_folder["a.tar"], gzip: false, Members(_ => (12, 9)));
        ImageSet folder = Open($"imagefolder:{_folder["set"]}", StreamChoice.Always),
            tar = Open($"imagefolder:{_folder["a.tar"]}", StreamChoice.Always);
        string image = _folder["set/train/ant/0.jpg"];
        // Of the same size and length, whatever the tick of the file system's clock.
        byte[] content = File.ReadAllBytes(image);
        DateTime written = File.GetLastWriteTimeUtc(image);
        content[^3] ^= 1;
        File.WriteAllBytes(image, content);
        File.SetLastWriteTimeUtc(image, written.AddSeconds(1));
        InvalidFileException same = Assert.Throws<InvalidFileException>(() => folder.Train.InMemory());
        Assert.Equal((image, true), (same.Path, same.Problem.StartsWith("was changed: it was written", StringComparison.Ordinal)));
        Assert.Equal(image, Assert.Throws<InvalidFileException>(() => Epoch(folder, Augmentation.RandomResizedCrop)).Path);
        File.WriteAllBytes(image, Pictures.Noise(12, 9, SKEncodedImageFormat.Jpeg, 99));
        InvalidFileException other = Assert.Throws<InvalidFileException>(() => folder.Train.InMemory());
        Assert.Equal(image, other.Path);
        Assert.Contains("was changed", other.Problem, StringComparison.Ordinal);
        File.Delete(_folder["set/train/ant/0.jpg"]);
        Assert.Equal(_folder["set/train/ant/0.jpg"], Assert.Throws<InvalidFileException>(() => Epoch(folder, Augmentation.None)).Path);
        using (var archive = new FileStream(_folder["a.tar"], FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
            archive.SetLength(archive.Length / 2);
        Assert.Contains("was changed", Assert.Throws<InvalidFileException>(() => tar.Train.InMemory()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_streamed_says_why_and_what_to_do()
    {
        Pictures.Tar(_folder["a.tar.gz"], gzip: true, Members(_ => (12, 9)));
        StrataException compressed = Assert.Throws<StrataException>(() => Open($"imagefolder:{_folder["a.tar.gz"]}", StreamChoice.Always));
        Assert.Contains("gunzip", compressed.Message, StringComparison.Ordinal);
        Assert.Contains("imagefolder", Assert.Throws<InvalidOptionsException>(() => Open("digits", StreamChoice.Always)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Two_archives_with_one_file_and_one_that_ends_early_are_refused()
    {
        Directory.CreateDirectory(_folder["shards"]);
        Pictures.Tar(_folder["shards/0.tar"], gzip: false, Members(_ => (12, 9)));
        Pictures.Tar(_folder["shards/1.tar"], gzip: false, Members(_ => (12, 9)).Take(3));
        Assert.Contains("lies in", Assert.Throws<InvalidFileException>(
            () => Open($"imagefolder:{_folder["shards"]}", StreamChoice.Always)).Message, StringComparison.Ordinal);
        byte[] whole = File.ReadAllBytes(_folder["shards/0.tar"]);
        File.WriteAllBytes(_folder["shards/1.tar"], whole[..(whole.Length / 3)]);
        InvalidFileException cut = Assert.Throws<InvalidFileException>(() => Open($"imagefolder:{_folder["shards"]}", StreamChoice.Always));
        Assert.Equal(_folder["shards/1.tar"], cut.Path);
        File.WriteAllText(_folder["shards/readme.txt"], "about");
        Assert.Contains("holds archives and 'readme.txt'", Assert.Throws<InvalidFileException>(
            () => Open($"imagefolder:{_folder["shards"]}", StreamChoice.Auto)).Message, StringComparison.Ordinal);
        Assert.Contains("fits no file", Assert.Throws<InvalidFileException>(
            () => Open($"imagefolder:{_folder["none-*.tar"]}", StreamChoice.Auto)).Message, StringComparison.Ordinal);
    }
}
