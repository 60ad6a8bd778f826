using System.Text.Json.Nodes;
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
        return ImageSets.Load($"imagefolder:{_folder[name]}", new() { Say = _said.Add });
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
        Assert.Equal(first.Train.InMemory().Pixels, second.Train.InMemory().Pixels);
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
    public void Damage_in_the_header_is_noticed_too()
    {
        Load();
        string file = _cache.Files.Single();
        byte[] whole = File.ReadAllBytes(file);
        int name = whole.AsSpan().IndexOf("\"ant\""u8);
        for (int at = 0; at < whole.Length; at += at < name + 10 ? 1 : 97)
        {
            byte[] damaged = [.. whole];
            damaged[at] ^= 2;
            File.WriteAllBytes(file, damaged);
            Assert.Equal(["ant", "cat"], Load().Classes);
            // Silently: a user can do nothing about it.
            Assert.Equal([$"Reading {_folder["a.tar"]}; later starts use a decoded copy."], _said);
        }
    }

    [Fact]
    public void What_cannot_be_is_made_again_although_its_checksum_fits()
    {
        string hash = Load().Hash;
        string file = _cache.Files.Single();
        byte[] whole = File.ReadAllBytes(file);
        Action<JsonObject>[] claims =
        [
            Train(-1), Train(2_000_000_000), Member("classes", "null"), Member("classes", "[null, \"cat\"]"), Member("classes", "[]"),
            Member("notes", "null"), Member("height", "0"), Member("width", "2147483647"), Member("pixelMaximum", "0"),
            header => header.Remove("citation"),
        ];
        foreach (Action<JsonObject> claim in claims)
        {
            File.WriteAllBytes(file, whole);
            CacheFolder.Forge(file, "strata images\n", (header, _) => claim(header));
            Assert.Equal(hash, Load().Hash);
            Assert.True(Decoded);
        }

        static Action<JsonObject> Member(string name, string json) => header => header[name] = JsonNode.Parse(json);

        // As many examples in all as there are.
        static Action<JsonObject> Train(int count) => header =>
        {
            int all = (int)header["train"]! + (int)header["test"]!;
            header["train"] = count;
            header["test"] = all - count;
        };
    }

    [Fact]
    public void Notes_are_told_at_every_start()
    {
        Pictures.Tar(_folder["b.tar"], gzip: false,
            [.. Pictures.SmallSet(), ("train/.x/1.png", [1]), ("val/ant/1.png", Pictures.Plain(4, 3, 1, 1, 1))]);
        Load("b.tar");
        string[] first = [.. _said.Skip(1)];
        Assert.Equal(2, first.Length);
        Assert.All(first, note => Assert.StartsWith($"{_folder["b.tar"]} has ", note));
        Load("b.tar");
        Assert.Equal(first, _said);
    }

    /// <summary>Whatever lies behind a link is what counts: files and folders, links to links, at the top and inside of the set.</summary>
    [Theory]
    [InlineData("a.tar")]
    [InlineData("set")]
    [InlineData("set/train")]
    [InlineData("set/train/ant")]
    [InlineData("set/train/ant/9.png")]
    public void Data_behind_a_link_are_not_served_stale(string linked)
    {
        foreach ((string side, byte shade) in new[] { ("one", (byte)10), ("two", (byte)20) })
        {
            List<(string Name, byte[]? Content)> members = [.. Pictures.SmallSet(), ("train/ant/9.png", Pictures.Plain(4, 3, shade, 0, 0))];
            Pictures.Folder(_folder[$"{side}/set"], members);
            Pictures.Tar(_folder[$"{side}/a.tar"], gzip: false, members);
            // Same names, lengths and times everywhere.
            foreach (string file in Directory.EnumerateFiles(_folder[side], "*", SearchOption.AllDirectories))
                File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch.AddDays(20_000));
        }
        Pictures.Folder(_folder["use/set"], Pictures.SmallSet());
        string link = _folder[$"use/{linked}"], path = $"imagefolder:{_folder["use/" + linked.Split('/')[0]]}";
        if (Directory.Exists(link)) Directory.Delete(link, recursive: true);
        File.Delete(link);
        File.CreateSymbolicLink(_folder["between"], _folder[$"one/{linked}"]);
        File.CreateSymbolicLink(link, _folder["between"]);
        ImageSet one = ImageSets.Load(path);
        Assert.Equal(one.Hash, ImageSets.Load(path).Hash);

        File.Delete(_folder["between"]);
        File.CreateSymbolicLink(_folder["between"], _folder[$"two/{linked}"]);
        ImageSet two = ImageSets.Load(path);
        Assert.NotEqual(one.Hash, two.Hash);
        Assert.Equal(two.Hash, ImageSets.Load(path, new() { Fresh = true }).Hash);
    }

    [Fact]
    public void Content_that_changed_with_its_length_and_time_kept_is_noticed()
    {
        Needs.Machine(OperatingSystem.IsLinux(), "other systems do not say when a file changed");
        Pictures.Folder(_folder["set"], Pictures.SmallSet());
        string file = _folder["set/train/ant/9.png"];
        string hash = Load("set").Hash;
        DateTime time = File.GetLastWriteTimeUtc(file);
        long length = new FileInfo(file).Length;
        // Past the tick of the file system's clock, below which nothing can be told apart.
        Thread.Sleep(50);
        using (FileStream stream = File.OpenWrite(file)) stream.Write(Pictures.Plain(4, 3, 8, 1, 2));
        File.SetLastWriteTimeUtc(file, time);
        Assert.Equal((length, time), (new FileInfo(file).Length, File.GetLastWriteTimeUtc(file)));
        Assert.NotEqual(hash, Load("set").Hash);
    }

    [Fact]
    public void Who_asks_for_a_fresh_reading_gets_it_and_the_copy_is_replaced()
    {
        string hash = Load().Hash;
        DateTime written = File.GetLastWriteTimeUtc(_cache.Files.Single());
        _said.Clear();
        Assert.Equal(hash, ImageSets.Load($"imagefolder:{_folder["a.tar"]}", new() { Say = _said.Add, Fresh = true }).Hash);
        Assert.True(Decoded);
        Assert.True(File.GetLastWriteTimeUtc(_cache.Files.Single()) > written);
    }

    [Fact]
    public void A_copy_a_hundred_times_larger_than_its_source_is_not_kept()
    {
        ImageSet set = ImageSets.Load($"imagefolder:{_folder["a.tar"]}@1024", new() { Say = _said.Add });
        Assert.Equal(1024, set.Height);
        Assert.Contains(_said, line => line.Contains("more than 100 times", StringComparison.Ordinal));
        Assert.Empty(_cache.Files);
    }

    [Fact]
    public void A_copy_of_an_earlier_version_is_replaced()
    {
        string hash = Load().Hash;
        string file = _cache.Files.Single();
        byte[] whole = File.ReadAllBytes(file);
        File.WriteAllText(file, "{\"version\":1,\"source\":\"1/2\",\"name\":\"a\"}\n");
        Assert.Equal(hash, Load().Hash);
        Assert.Equal(whole, File.ReadAllBytes(file));
    }

    [Fact]
    public void A_cache_that_cannot_be_written_is_only_worth_a_note()
    {
        // A file where the folder should be: nothing can be written there, whoever the user is.
        File.WriteAllText(_cache.Path, "in the way");
        Assert.Equal(4, Load().Train.Count);
        Assert.Contains(_said, line => line.Contains("are not kept", StringComparison.Ordinal));
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
