using System.Formats.Tar;
using Strata.Arrays;

namespace Strata.EndToEnd.Tests;

/// <summary>Sets of images through <c>strata data</c>.</summary>
public sealed class DataCommandTests : IDisposable
{
    private const string CacheHome = "XDG_CACHE_HOME";

    private readonly string? _before = Environment.GetEnvironmentVariable(CacheHome);
    private readonly WorkFolder _cache = new();

    /// <summary>The processes inherit a cache of the test's own.</summary>
    public DataCommandTests() => Environment.SetEnvironmentVariable(CacheHome, _cache["."]);

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(CacheHome, _before);
        _cache.Dispose();
    }

    [Fact]
    public void List_names_the_sets_and_how_to_write_them()
    {
        string text = RunningProcess.Run(Path.GetTempPath(), Repository.Command, "data", "list").Expect(0).Output;
        Assert.All(["digits", "thumbs", "cifar10:", "cifar100:", "imagefolder:", "mnist:"],
            name => Assert.Contains(name, text, StringComparison.Ordinal));
    }

    [Fact]
    public void Check_counts_classes_and_draws_a_contact_sheet()
    {
        using var folder = new WorkFolder();
        string text = folder.Strata("data", "check", "thumbs", "--output", "pictures").Expect(0).Output;
        Assert.Contains("3,000", text, StringComparison.Ordinal);
        Assert.Contains("2,000", text, StringComparison.Ordinal);
        Assert.Contains("8x8", text, StringComparison.Ordinal);
        byte[] signature = [0x89, (byte)'P', (byte)'N', (byte)'G'];
        Assert.All(["pictures/contact-sheet.png", "pictures/mean.png"],
            file => Assert.Equal(signature, File.ReadAllBytes(folder[file])[..4]));
    }

    /// <summary>An image of both splits, once of another class; and one of two classes of the training split.</summary>
    [Fact]
    public void Check_names_test_images_that_training_has_seen()
    {
        using var folder = new WorkFolder();
        folder.Strata("data", "check", "digits", "--output", "pictures").Expect(0);
        byte[][] pictures = [File.ReadAllBytes(folder["pictures/mean.png"]), File.ReadAllBytes(folder["pictures/contact-sheet.png"])];
        foreach ((string place, int picture) in (ReadOnlySpan<(string, int)>)[("train/a", 0), ("train/b", 1), ("test/a", 0), ("test/b", 0)])
        {
            Directory.CreateDirectory(folder[$"set/{place}"]);
            File.WriteAllBytes(folder[$"set/{place}/x.png"], pictures[picture]);
        }
        string told = folder.Strata("data", "check", "imagefolder:set@8").Expect(0).Output;
        Assert.Contains("note: 2 of the test images are in the training split too, pixel for pixel: 0 (as training image 0), 1 (as "
            + "training image 0)\nnote: 1 of them has another class there", told.ReplaceLineEndings("\n"), StringComparison.Ordinal);

        File.WriteAllBytes(folder["set/train/b/y.png"], pictures[0]);
        told = folder.Strata("data", "check", "imagefolder:set@8").Expect(0).Output;
        Assert.Contains("note: 2 of the test images are", told, StringComparison.Ordinal);
        Assert.DoesNotContain("another class there", told, StringComparison.Ordinal);
    }

    [Fact]
    public void Export_writes_images_as_networks_see_them()
    {
        using var folder = new WorkFolder();
        folder.Strata("data", "export", "digits", "--split", "train", "--images", "x.npy", "--labels", "y.npy").Expect(0);
        using NpyReader images = NpyFile.Open(folder["x.npy"]), labels = NpyFile.Open(folder["y.npy"]);
        Assert.Equal([1297, 1, 8, 8], images.Shape);
        Assert.Equal([1297], labels.Shape);
        double[] pixels = images.ReadAll();
        Assert.Equal((0.0, 1.0), (pixels.Min(), pixels.Max()));
        Assert.Equal([.. Enumerable.Range(0, 10).Select(i => (double)i)], labels.ReadAll().Distinct().Order());
    }

    [Theory]
    [InlineData(1, "check cifar10:s.json")]
    [InlineData(1, "check mnist:s.json")]
    [InlineData(1, "check imagefolder:s.json")]
    [InlineData(2, "check nosuch")]
    [InlineData(2, "export digits --split validation --images x.npy --labels y.npy")]
    [InlineData(2, "get nosuch data")]
    public void What_is_wrong_is_named(int exitCode, string arguments)
    {
        using var folder = new WorkFolder();
        File.WriteAllText(folder["s.json"], "{}");
        RunResult result = folder.Strata(["data", .. arguments.Split(' ')]).Expect(exitCode);
        string wrong = arguments.Split(' ').First(word => word is "nosuch" or "validation"
            || word.EndsWith("s.json", StringComparison.Ordinal)).Split(':')[^1];
        Assert.Contains(wrong, result.Errors, StringComparison.Ordinal);
    }

    /// <summary>An archive of one pixel, many times.</summary>
    private static void WriteArchive(string path, params IEnumerable<string> names)
    {
        byte[] pixel = Convert.FromBase64String(
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4//8/AAX+Av4N70a4AAAAAElFTkSuQmCC");
        using var tar = new TarWriter(File.Create(path));
        foreach (string name in names)
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(pixel) });
    }

    [Fact]
    public void Check_tells_what_is_left_out_at_every_start()
    {
        using var folder = new WorkFolder();
        WriteArchive(folder["x.tar"], "train/a/1.png", "train/.hidden/1.png", "test/a/1.png", "val/a/1.png");
        for (int start = 0; start < 2; start++)
        {
            RunResult result = folder.Strata("data", "check", "imagefolder:x.tar").Expect(0);
            Assert.Contains("x.tar has both test/ and val/: val/ is left out.", result.Errors, StringComparison.Ordinal);
            Assert.Contains("passed over: 1, the first 'train/.hidden'.", result.Errors, StringComparison.Ordinal);
            Assert.Equal(start == 0, result.Errors.Contains("Reading x.tar", StringComparison.Ordinal));
        }
        Assert.Contains("Reading x.tar", folder.Strata("data", "check", "imagefolder:x.tar", "--no-cache").Expect(0).Errors);
        Assert.Equal("", folder.Strata("data", "check", "imagefolder:x.tar", "--quiet").Expect(0).Errors);
    }

    [Theory]
    [InlineData("check imagefolder:x.tar@512")]
    [InlineData("export imagefolder:x.tar@512 --split train --images x.npy --labels y.npy")]
    public void A_signal_ends_the_reading_of_images(string arguments)
    {
        using var folder = new WorkFolder();
        WriteArchive(folder["x.tar"], Enumerable.Range(0, 600).Select(i => $"train/a/{i}.png"));
        using RunningProcess process = folder.StartStrata(["data", .. arguments.Split(' ')]);
        while (!process.Errors.Contains("Reading", StringComparison.Ordinal) && !process.HasExited) Thread.Sleep(10);
        process.AskToEnd();
        process.Wait().Expect(130);
        Assert.Equal(["x.tar"], folder.Files);
    }
}
