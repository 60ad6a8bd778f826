using Strata.Runtime;

namespace Strata.Tests.Runtime;

public sealed class OutputFolderTests : IDisposable
{
    private static readonly FolderContent s_content = new("a result", "manifest", ["first", "second", "manifest"]);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static void Make(string path, params string[] files)
    {
        using OutputFolder folder = OutputFolder.Claim(path, s_content);
        folder.Publish(working =>
        {
            Directory.CreateDirectory(Path.Combine(working, "sub"));
            foreach (string file in files) File.WriteAllText(Path.Combine(working, file), file);
            Directory.Delete(Path.Combine(working, "sub"));
        });
    }

    private string[] Entries(string folder)
        => [.. Directory.GetFileSystemEntries(_folder[folder]).Select(entry => Path.GetFileName(entry)).Order()];

    [Fact]
    public void A_new_folder_appears_whole_and_nothing_is_left_beside_it()
    {
        using (OutputFolder folder = OutputFolder.Claim(_folder["out"], s_content))
        {
            folder.Publish(working =>
            {
                Assert.False(Directory.Exists(_folder["out"]));
                File.WriteAllText(Path.Combine(working, "first"), "");
            });
        }
        Assert.Equal(["out"], Entries(""));
        Assert.Equal(["first"], Entries("out"));
    }

    [Fact]
    public void A_folder_that_is_there_stays_the_folder_that_it_is()
    {
        Make(_folder["out"] + "/", "first", "second", "manifest");
        FileState before = FileState.Of(_folder["out"]);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_folder["out/first"], UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Make(_folder["out"], "first", "manifest");
        Assert.Equal(["first", "manifest"], Entries("out"));
        Assert.Equal(before.Identity, FileState.Of(_folder["out"]).Identity);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder["out/first"]));
        Assert.Equal(["out"], Entries(""));
    }

    [Fact]
    public void What_fails_leaves_the_earlier_result_as_it_was()
    {
        Make(_folder["out"], "first", "manifest");
        using (OutputFolder folder = OutputFolder.Claim(_folder["out"], s_content))
            Assert.Throws<IOException>(() => folder.Publish(_ => throw new IOException("No space left on device")));
        Assert.Equal(["first", "manifest"], Entries("out"));
        using (OutputFolder.Claim(_folder["new"], s_content))
        {
            // Work that fails comes to nothing.
        }
        Assert.Equal(["out"], Entries(""));
    }

    [Fact]
    public void Links_are_followed()
    {
        Needs.Machine(!OperatingSystem.IsWindows(), "links need a privilege on Windows");
        Directory.CreateDirectory(_folder["real"]);
        Directory.CreateSymbolicLink(_folder["link"], "real");
        Directory.CreateSymbolicLink(_folder["dangling"], "made");
        Make(_folder["link"], "first", "manifest");
        Make(_folder["dangling"], "first", "manifest");
        Assert.Equal(["first", "manifest"], Entries("real"));
        Assert.Equal(["first", "manifest"], Entries("made"));
        Assert.Equal(["dangling", "link", "made", "real"], Entries(""));
    }

    [Fact]
    public void Working_folders_of_the_dead_go_and_those_of_the_living_stay()
    {
        Directory.CreateDirectory(_folder["out/.strata-0123456789abcdef0123456789abcdef.partial"]);
        File.WriteAllText(_folder["out/.strata-0123456789abcdef0123456789abcdef.partial/first"], "of another result");
        File.WriteAllText(_folder["out/.strata-0123456789abcdef0123456789abcdef.lock"], "");
        File.WriteAllText(_folder["precious"], "mine");
        if (!OperatingSystem.IsWindows())
        {
            File.CreateSymbolicLink(_folder["out/.strata-0123456789abcdef0123456789abcdef.partial/link"], _folder["precious"]);
            Directory.CreateSymbolicLink(_folder["out/.strata-00000000000000000000000000000000.partial"], _folder.Path);
        }
        using (OutputFolder.Claim(_folder["out"], s_content)) Make(_folder["out"], "first", "manifest");
        Assert.Equal(["first", "manifest"], Entries("out"));
        Assert.Equal("mine", File.ReadAllText(_folder["precious"]));
    }

    [Fact]
    public void Anything_else_is_somebodys()
    {
        Directory.CreateDirectory(_folder["out"]);
        File.WriteAllText(_folder["out/notes"], "mine");
        Assert.Contains("holds 'notes', which is no part of a result",
            Assert.Throws<StrataException>(() => OutputFolder.Claim(_folder["out"], s_content)).Message);
        Assert.Contains("is a file", Assert.Throws<StrataException>(() => OutputFolder.Claim(_folder["out/notes"], s_content)).Message);
        Assert.Throws<InvalidOptionsException>(() => OutputFolder.Claim("", s_content));
        Assert.Equal(["notes"], Entries("out"));
    }
}
