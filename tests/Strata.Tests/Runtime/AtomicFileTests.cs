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
}
