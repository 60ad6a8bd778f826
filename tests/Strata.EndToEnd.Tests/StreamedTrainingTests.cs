using System.Formats.Tar;
using SkiaSharp;
using Strata.Runtime;

namespace Strata.EndToEnd.Tests;

/// <summary>Trainings on images that are decoded in every epoch, through the real command.</summary>
public sealed class StreamedTrainingTests : IDisposable
{
    private const string CacheHome = "XDG_CACHE_HOME", Output = "m.safetensors", State = Output + ".resume";

    private static readonly string[] s_train = ["train", "--depth", "14", "--width", "1", "--data", "imagefolder:set.tar@12", "--stream",
        "always", "--augment", "random-resized-crop", "--epochs", "4", "--batch", "16", "--learning-rate", "0.05", "--seed", "2",
        "--output", Output];

    private readonly string? _before = Environment.GetEnvironmentVariable(CacheHome);
    private readonly WorkFolder _cache = new();

    /// <summary>The processes inherit a cache of the test's own.</summary>
    public StreamedTrainingTests() => Environment.SetEnvironmentVariable(CacheHome, _cache["."]);

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(CacheHome, _before);
        _cache.Dispose();
    }

    /// <summary>JPEG files of many sizes in two classes, told apart by their colour.</summary>
    private static void WriteSet(string path, int count, string? broken = null)
    {
        var random = new RandomSequence(1, "streamed");
        using var tar = new TarWriter(File.Create(path));
        for (int i = 0; i < count; i++)
        {
            bool red = i % 2 == 0;
            using var bitmap = new SKBitmap(20 + random.Next(60), 20 + random.Next(40));
            using (var canvas = new SKCanvas(bitmap))
            {
                canvas.Clear(new SKColor((byte)(red ? 200 : 50), (byte)random.Next(256), (byte)(red ? 50 : 200)));
                using var paint = new SKPaint { Color = new SKColor((uint)random.Next(1 << 24) | 0xff000000) };
                canvas.DrawCircle(random.Next(bitmap.Width), random.Next(bitmap.Height), 8, paint);
            }
            using SKData jpeg = bitmap.Encode(SKEncodedImageFormat.Jpeg, 90);
            string split = i % 8 == 7 || i % 8 == 6 ? "test" : "train";
            Add($"{split}/{(red ? "red" : "blue")}/{i}.jpg", jpeg.ToArray());
        }
        if (broken is not null) Add(broken, [0xff, 0xd8, 0xff]);

        void Add(string name, byte[] content)
            => tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
    }

    private static byte[] Uninterrupted(WorkFolder folder)
    {
        folder.Strata(s_train).Expect(0);
        byte[] weights = File.ReadAllBytes(folder[Output]);
        File.Delete(folder[Output]);
        return weights;
    }

    [Fact]
    public void A_training_that_is_killed_within_epochs_ends_in_the_same_bits()
    {
        using var folder = new WorkFolder();
        WriteSet(folder["set.tar"], 800);
        byte[] weights = Uninterrupted(folder);
        var random = new RandomSequence(1, "kill");
        int killed = 0;
        for (int attempt = 0; attempt < 5; attempt++)
        {
            using RunningProcess training = folder.StartStrata(s_train);
            // Once behind an epoch, so that there is something to go on from, and then anywhere.
            while (attempt == 0 && !training.HasExited && !File.Exists(folder[State])) Thread.Sleep(10);
            Thread.Sleep(random.Next(1500));
            if (!training.HasExited) killed++;
            training.Kill();
        }
        Assert.True(killed >= 2, $"only {killed} trainings were still running when they were to be killed");
        folder.Strata(s_train).Expect(0);
        Assert.Equal(weights, File.ReadAllBytes(folder[Output]));
    }

    [Fact]
    public void A_training_that_is_asked_to_end_within_an_epoch_goes_on_there()
    {
        Needs.Machine(!OperatingSystem.IsWindows(), "Windows has no SIGTERM");
        using var folder = new WorkFolder();
        WriteSet(folder["set.tar"], 800);
        byte[] weights = Uninterrupted(folder);
        using (RunningProcess training = folder.StartStrata(s_train))
        {
            while (!training.HasExited && !File.Exists(folder[State])) Thread.Sleep(1);
            training.AskToEnd();
            training.Wait().Expect(130);
        }
        folder.Strata([.. s_train, "--quiet"]).Expect(0);
        Assert.Equal(weights, File.ReadAllBytes(folder[Output]));
    }

    [Fact]
    public void Broken_images_are_named_and_counted_in_every_result()
    {
        using var folder = new WorkFolder();
        WriteSet(folder["set.tar"], 80, broken: "test/red/x.jpg");
        string[] train = [.. s_train, "--no-cache"];
        RunResult refused = folder.Strata(train).Expect(1);
        Assert.Contains("set.tar!test/red/x.jpg", refused.Errors, StringComparison.Ordinal);
        Assert.Contains("--skip-broken", refused.Errors, StringComparison.Ordinal);

        RunResult check = folder.Strata("data", "check", "imagefolder:set.tar@12").Expect(1);
        Assert.Contains("broken: set.tar!test/red/x.jpg", check.Output, StringComparison.Ordinal);
        Assert.Contains("1 broken image of set left out", check.Errors, StringComparison.Ordinal);

        const string Told = "1 broken image of set left out";
        Assert.Contains(Told, folder.Strata([.. s_train, "--skip-broken"]).Expect(0).Output, StringComparison.Ordinal);
        string[] data = ["--data", "imagefolder:set.tar@12", "--stream", "always", "--skip-broken"];
        Assert.Contains(Told, folder.Strata(["predict", Output, .. data, "--output", "p.npy"]).Expect(0).Output, StringComparison.Ordinal);
        foreach (string[] command in (string[][])[["prune", Output, .. data, "--stage", "1", "--keep", "1", "--output", "q.safetensors"],
            ["export", Output, "--onnx", .. data, "--output", "m.onnx"],
            ["data", "export", .. data[1..], "--split", "test", "--images", "x.npy", "--labels", "y.npy"]])
            Assert.Contains(Told, folder.Strata([.. command, "--quiet"]).Expect(0).Output, StringComparison.Ordinal);
        folder.Strata(["compare", Output, .. data, "--batch", "8", "--passes", "1", "--output", "c"]).Expect(0);
        Assert.Contains(Told, File.ReadAllText(folder["c/manifest.json"]), StringComparison.Ordinal);
    }

    [Fact]
    public void ImageNet_is_to_be_fetched_by_hand_and_the_command_says_where()
    {
        using var folder = new WorkFolder();
        RunResult result = folder.Strata("data", "get", "imagenet", "data").Expect(1);
        Assert.Contains("https://image-net.org/download-images", result.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["data"]));
    }
}
