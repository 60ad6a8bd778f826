using System.Runtime.Versioning;
using Strata.Runtime;

namespace Strata.Tests.Runtime;

public class AtomicFileTests
{
    [Fact]
    public void A_failed_write_leaves_what_was_there_and_nothing_beside_it()
    {
        using var folder = new TemporaryFolder();
        AtomicFile.WriteText(folder["a.txt"], "before");
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(folder["a.txt"], stream =>
        {
            stream.Write("half"u8);
            throw new InvalidOperationException();
        }));
        Assert.Equal("before", File.ReadAllText(folder["a.txt"]));
        Assert.Equal([folder["a.txt"]], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_write_replaces_and_makes_missing_folders()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "x", "y", "a.txt");
        AtomicFile.WriteText(path, "first, and longer");
        AtomicFile.WriteText(path, "zweiter Ü");
        Assert.Equal("zweiter Ü"u8, File.ReadAllBytes(path));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void A_file_that_is_replaced_keeps_its_mode_and_a_new_one_has_that_of_the_system()
    {
        Needs.Machine(!OperatingSystem.IsWindows(), "Windows has no modes");
        using var folder = new TemporaryFolder();
        const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
        AtomicFile.WriteText(folder["a"], "first");
        File.WriteAllText(folder["plain"], "");
        Assert.Equal(File.GetUnixFileMode(folder["plain"]), File.GetUnixFileMode(folder["a"]));
        File.SetUnixFileMode(folder["a"], Private);
        AtomicFile.WriteText(folder["a"], "second");
        Assert.Equal(("second", Private), (File.ReadAllText(folder["a"]), File.GetUnixFileMode(folder["a"])));
    }

    [Fact]
    public void Links_are_followed_however_long_the_way()
    {
        Needs.Machine(!OperatingSystem.IsWindows(), "links need a privilege on Windows");
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["far/inner"]);
        Directory.CreateSymbolicLink(folder["near"], folder["far/inner"]);
        // Of the real folder's parent, as the system reads it.
        File.CreateSymbolicLink(folder["far/inner/b"], "../target");
        File.CreateSymbolicLink(folder["a"], "near/b");
        AtomicFile.WriteText(folder["a"], "new");
        AtomicFile.WriteText(folder["a"], "newer");
        Assert.Equal("newer", File.ReadAllText(folder["far/target"]));
        Assert.Equal("near/b", new FileInfo(folder["a"]).LinkTarget);
        File.CreateSymbolicLink(folder["x"], "y");
        File.CreateSymbolicLink(folder["y"], "x");
        Assert.Contains("circle", Assert.Throws<IOException>(() => AtomicFile.WriteText(folder["x"], "")).Message);
    }

    [Fact]
    public void A_folder_is_no_file()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["d"]);
        foreach (string name in new[] { "d", "d/", "new/" })
            Assert.Contains("is a folder", Assert.Throws<StrataException>(() => AtomicFile.Require(folder[name])).Message);
        Assert.ThrowsAny<IOException>(() => AtomicFile.WriteText(folder["d"], ""));
        Assert.Throws<InvalidOptionsException>(() => AtomicFile.Require(""));
    }

    [Fact]
    public void What_killed_writers_left_goes_and_what_is_being_written_stays()
    {
        using var folder = new TemporaryFolder();
        string dead = folder[".strata-dead.tmp"], young = folder[".strata-young.tmp"], alive = folder[".strata-alive.tmp"];
        foreach (string file in new[] { dead, young, alive }) File.WriteAllText(file, "half");
        File.SetLastWriteTimeUtc(dead, DateTime.UtcNow.AddHours(-2));
        using FileStream writer = new(alive, FileMode.Open, FileAccess.Write, FileShare.None);
        File.SetLastWriteTimeUtc(alive, DateTime.UtcNow.AddHours(-2));
        AtomicFile.Require(folder["m"]);
        Assert.Equal([alive, young], Directory.GetFiles(folder.Path).Order(StringComparer.Ordinal));
    }
}
