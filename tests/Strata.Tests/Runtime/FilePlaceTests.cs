using Strata.Runtime;

namespace Strata.Tests.Runtime;

public class FilePlaceTests
{
    [Fact]
    public void One_file_is_one_however_it_is_written()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["in"]);
        Directory.CreateSymbolicLink(folder["linked"], folder["in"]);
        File.CreateSymbolicLink(folder["dangling"], "in/none");
        File.WriteAllText(folder["in/a"], "a");
        File.CreateSymbolicLink(folder["b"], folder["linked/a"]);
        foreach (string other in (string[])["in/a", "in/../in/./a", "linked/a", "b", "in//a"])
            Assert.True(FilePlace.Same(folder["in/a"], folder[other]), other);
        Assert.True(FilePlace.Same(folder["linked/none"], folder["dangling"]));
        Assert.True(FilePlace.Same(folder["in"], folder["linked"] + "/"));
        Assert.True(FilePlace.Same("x.npy", Path.GetFullPath("x.npy")));
        Assert.False(FilePlace.Same(folder["in/a"], folder["in/c"]));
        Assert.False(FilePlace.Same(folder["none"], folder["in/none"]));
    }

    [Fact]
    public void A_device_takes_more_than_one_output_and_links_in_a_circle_end()
    {
        using var folder = new TemporaryFolder();
        if (OperatingSystem.IsLinux()) Assert.False(FilePlace.Same("/dev/null", "/dev/null"));
        File.CreateSymbolicLink(folder["a"], "b");
        File.CreateSymbolicLink(folder["b"], "a");
        Assert.False(FilePlace.Same(folder["a"], folder["c"]));
    }
}
