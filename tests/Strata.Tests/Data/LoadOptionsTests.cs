using System.Diagnostics;
using Strata.Data;
using Strata.Runtime;

namespace Strata.Tests.Data;

public sealed class LoadOptionsTests : IDisposable
{
    private readonly CacheFolder _cache = new();
    private readonly TemporaryFolder _folder = new();

    public LoadOptionsTests()
    {
        SetForms.Write(_folder,
            [.. Enumerable.Range(0, 200).Select(i => ($"train/a/{i:000}.png", (byte[]?)Pictures.Plain(4, 3, (byte)i, 1, 2)))]);
    }

    public void Dispose()
    {
        _folder.Dispose();
        _cache.Dispose();
    }

    [Theory]
    [InlineData("set", "decoding images")]
    [InlineData("set.tar", "decoding images")]
    [InlineData("set.tar", "looking into the archive")]
    [InlineData("set.tar.gz", "decoding images")]
    [InlineData("set.zip", "decoding images")]
    public void Reading_stops_when_it_is_told_to_and_leaves_no_copy(string name, string step)
    {
        using var stop = new CancellationTokenSource();
        var progress = new Callback(value =>
        {
            if (value.Step == step && value.Done >= value.Total / 10) stop.Cancel();
        });
        var options = new LoadOptions { Stop = stop.Token, Progress = progress };
        Assert.ThrowsAny<OperationCanceledException>(() => ImageSets.Load($"imagefolder:{_folder[name]}", options));
        Assert.Empty(_cache.Files);
    }

    [Fact]
    public void Progress_ends_with_all_images()
    {
        var seen = new List<LoadProgress>();
        ImageSets.Load($"imagefolder:{_folder["set.tar.gz"]}",
            new() { Progress = new Callback(value => { lock (seen) seen.Add(value); }) });
        Assert.Contains(new LoadProgress("decoding images", 200, 200), seen);
        Assert.All(seen, value => Assert.InRange(value.Done, 0, value.Total));
    }

    [Fact]
    public void What_would_be_waited_for_or_never_ends_is_refused_at_once_wherever_it_lies()
    {
        Needs.Machine(OperatingSystem.IsLinux(), "asks Linux for the type of a file");
        using (Process made = Process.Start("mkfifo", [_folder["pipe"]])) made.WaitForExit();
        foreach (string path in (string[])[_folder["pipe"], "/dev/zero"])
        {
            foreach (string kind in (string[])["imagefolder", "cifar10", "cifar100", "mnist"])
                Assert.Contains("expected a", Assert.Throws<InvalidFileException>(() => ImageSets.Load($"{kind}:{path}")).Problem);
            string link = _folder["set/train/a/zero.png"];
            File.CreateSymbolicLink(link, path);
            InvalidFileException refused = Assert.Throws<InvalidFileException>(() => ImageSets.Load($"imagefolder:{_folder["set"]}"));
            Assert.Equal(link, refused.Path);
            File.Delete(link);
            Directory.CreateDirectory(_folder["idx"]);
            File.CreateSymbolicLink(_folder["idx/train-images-idx3-ubyte"], path);
            File.WriteAllBytes(_folder["idx/train-labels-idx1-ubyte"], [0, 0, 8, 1, 0, 0, 0, 1, 1]);
            Assert.Contains("expected a regular file",
                Assert.Throws<InvalidFileException>(() => ImageSets.Load($"mnist:{_folder["idx"]}")).Problem);
            File.Delete(_folder["idx/train-images-idx3-ubyte"]);
        }
    }

    [Fact]
    public void Names_on_disk_that_are_not_UTF8_are_refused_with_the_way_on()
    {
        Needs.Machine(OperatingSystem.IsLinux(), "other systems have no such names");
        // In octal, since .NET can neither make nor delete such a file.
        string name = $"\"$(printf '{_folder["set/train/a"]}/\\351.png')\"";
        Shell($"cp '{_folder["set/train/a/000.png"]}' {name}");
        Assert.Contains("convmv", Assert.Throws<InvalidFileException>(() => ImageSets.Load($"imagefolder:{_folder["set"]}")).Problem);
        Shell($"rm {name}");

        static void Shell(string command)
        {
            using Process shell = Process.Start("sh", ["-c", command]);
            shell.WaitForExit();
        }
    }

    [Fact]
    public void Links_to_nothing_and_back_to_where_they_lie_are_refused()
    {
        string link = _folder["set/train/a/more"];
        File.CreateSymbolicLink(link, "..");
        Assert.Contains("folders deep; a link may lead back",
            Assert.Throws<InvalidFileException>(() => ImageSets.Load($"imagefolder:{_folder["set"]}")).Problem);
        File.Delete(link);
        File.CreateSymbolicLink(link, "nothing");
        InvalidFileException refused = Assert.Throws<InvalidFileException>(() => ImageSets.Load($"imagefolder:{_folder["set"]}"));
        Assert.Equal((link, "is a link to nothing"), (refused.Path, refused.Problem));
    }

    [Fact]
    public void Links_on_disk_through_folders_of_links_end_however_many_ways_they_make()
    {
        for (int i = 0; i < 9; i++)
        {
            Directory.CreateDirectory(_folder[$"x/{i}"]);
            foreach (string name in (string[])["a", "b"]) File.CreateSymbolicLink(_folder[$"x/{i}/{name}"], $"../{i + 1}");
        }
        // The 200 images of the class 'a', in 512 ways.
        File.CreateSymbolicLink(_folder["x/9"], "../set/train/a");
        File.CreateSymbolicLink(_folder["set/train/b"], "../../x/0");
        Assert.Contains("links lead again and again",
            Assert.Throws<InvalidFileException>(() => ImageSets.Load($"imagefolder:{_folder["set"]}")).Problem);
    }

    private sealed class Callback(Action<LoadProgress> report) : IProgress<LoadProgress>
    {
        public void Report(LoadProgress value) => report(value);
    }
}
