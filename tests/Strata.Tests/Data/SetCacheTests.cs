using Strata.Data;

namespace Strata.Tests.Data;

public sealed class SetCacheTests : IDisposable
{
    private readonly CacheFolder _cache = new();
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _said = [];

    public SetCacheTests() => Pictures.Tar(_folder["a.tar"], gzip: false, Pictures.SmallSet());

    public void Dispose()
    {
        _folder.Dispose();
        _cache.Dispose();
    }

    private ImageSet Load(string name = "a.tar")
    {
        _said.Clear();
        return ImageSets.Load($"imagefolder:{_folder[name]}", _said.Add);
    }

    private bool Decoded => _said.Any(line => line.StartsWith("Reading", StringComparison.Ordinal));

    [Fact]
    public void The_second_start_uses_the_copy_and_gets_the_same_set()
    {
        ImageSet first = Load();
        Assert.True(Decoded);
        ImageSet second = Load();
        Assert.Empty(_said);
        Assert.Equal((first.Hash, first.Name, first.Citation, first.Height), (second.Hash, second.Name, second.Citation, second.Height));
        Assert.Equal(first.Classes, second.Classes);
        Assert.Equal(first.Train.Pixels, second.Train.Pixels);
        Assert.Equal(first.Test.Labels, second.Test.Labels);
        Assert.Equal([_folder["a.tar"]], Directory.GetFileSystemEntries(_folder.Path));
        Assert.Single(_cache.Files);
    }

    [Fact]
    public void A_changed_source_is_read_again_and_replaces_its_copy()
    {
        string hash = Load().Hash;
        File.SetLastWriteTimeUtc(_folder["a.tar"], DateTime.UtcNow.AddMinutes(-5));
        Assert.Equal(hash, Load().Hash);
        Assert.True(Decoded);
        Pictures.Tar(_folder["a.tar"], gzip: false, [.. Pictures.SmallSet(), ("train/ant/z.png", Pictures.Plain(4, 3, 9, 9, 9))]);
        Assert.Equal(5, Load().Train.Count);
        Assert.Single(_cache.Files);
    }

    [Fact]
    public void Another_file_in_a_folder_is_noticed()
    {
        Pictures.Folder(_folder["set"], Pictures.SmallSet());
        Load("set");
        Load("set");
        Assert.False(Decoded);
        Pictures.Folder(_folder["set"], [("train/cat/0.png", Pictures.Plain(4, 3, 9, 9, 9))]);
        Assert.Equal(5, Load("set").Train.Count);
    }

    [Fact]
    public void Sizes_have_copies_of_their_own()
    {
        Load();
        Assert.Equal(2, ImageSets.Load($"imagefolder:{_folder["a.tar"]}@2").Height);
        Assert.Equal(3, Load().Height);
        Assert.Equal(2, _cache.Files.Length);
    }

    [Fact]
    public void A_damaged_copy_is_noticed_and_made_again()
    {
        string hash = Load().Hash;
        string file = _cache.Files.Single();
        byte[] whole = File.ReadAllBytes(file);
        byte[] flipped = [.. whole];
        flipped[^40] ^= 1;
        foreach (byte[] damaged in (byte[][])[[], "\n"u8.ToArray(), "{}\n"u8.ToArray(), "null\n"u8.ToArray(), whole[..30], whole[..^1],
            [.. whole, 0], flipped])
        {
            File.WriteAllBytes(file, damaged);
            Assert.Equal(hash, Load().Hash);
            Assert.True(Decoded);
            Assert.Equal(whole, File.ReadAllBytes(file));
        }
    }

    [Fact]
    public void Mutated_copies_never_give_another_set()
    {
        string hash = Load().Hash;
        string file = _cache.Files.Single();
        Fuzz.Mutate(File.ReadAllBytes(file), 200, bytes =>
        {
            File.WriteAllBytes(file, bytes);
            Assert.Equal(hash, Load().Hash);
        });
    }

    [Fact]
    public void A_cache_that_cannot_be_written_is_only_worth_a_note()
    {
        // A file where the folder should be: nothing can be written there, whoever the user is.
        File.WriteAllText(_cache.Path, "in the way");
        Assert.Equal(4, Load().Train.Count);
        Assert.Contains(_said, line => line.Contains("could not be kept", StringComparison.Ordinal));
        File.Delete(_cache.Path);
    }

    [Fact]
    public void What_a_killed_process_left_is_removed_and_what_is_being_written_is_not()
    {
        Load();
        string file = _cache.Files.Single(), old = $"{file}.old.tmp", young = $"{file}.young.tmp";
        File.WriteAllText(old, "half");
        File.WriteAllText(young, "half");
        File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddDays(-1));
        File.Delete(file);
        Load();
        Assert.Equal([file, young], _cache.Files.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_relative_cache_home_is_passed_over()
    {
        string? before = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        Environment.SetEnvironmentVariable("XDG_CACHE_HOME", "relative");
        string? folder = Strata.Runtime.CacheFolder.Locate();
        Environment.SetEnvironmentVariable("XDG_CACHE_HOME", before);
        Assert.True(folder is null || Path.IsPathFullyQualified(folder));
    }
}
