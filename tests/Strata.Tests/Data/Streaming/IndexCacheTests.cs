using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Strata.Data;

namespace Strata.Tests.Data.Streaming;

/// <summary>The index of a streamed set is made once, and again whenever it does not fit.</summary>
public sealed class IndexCacheTests : IDisposable
{
    private readonly CacheFolder _cache = new();
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _said = [];

    public IndexCacheTests() => Pictures.Tar(_folder["a.tar"], gzip: false, Pictures.SmallSet());

    public void Dispose()
    {
        _folder.Dispose();
        _cache.Dispose();
    }

    private ImageSet Load(string name = "a.tar")
    {
        _said.Clear();
        return ImageSets.Load($"imagefolder:{_folder[name]}", new() { Say = _said.Add, Reading = new() { Stream = StreamChoice.Always } });
    }

    private bool Made => _said.Any(line => line.StartsWith("Looking through", StringComparison.Ordinal));

    [Fact]
    public void The_second_start_uses_the_index_and_gets_the_same_set()
    {
        ImageSet first = Load();
        Assert.True(Made);
        ImageSet second = Load();
        Assert.Empty(_said);
        Assert.Equal((first.Hash, first.Name, first.Originals), (second.Hash, second.Name, second.Originals));
        Assert.Equal(first.Classes, second.Classes);
        Assert.Equal(first.Train.Fingerprints(first), second.Train.Fingerprints(second));
        Assert.Equal(first.Test.Sums(first).Numbers, second.Test.Sums(second).Numbers);
        Assert.Equal(first.Train.InMemory().Pixels, second.Train.InMemory().Pixels);
        Assert.EndsWith(".index", Assert.Single(_cache.Files), StringComparison.Ordinal);
    }

    [Fact]
    public void Any_damage_makes_it_again()
    {
        string hash = Load().Hash, file = _cache.Files.Single();
        byte[] whole = File.ReadAllBytes(file);
        for (int at = 0; at < whole.Length; at += 7)
        {
            byte[] damaged = [.. whole];
            damaged[at] ^= 0x41;
            File.WriteAllBytes(file, damaged);
            Assert.Equal(hash, Load().Hash);
            Assert.True(Made, $"byte {at} is not checked");
        }
        File.WriteAllBytes(file, whole[..^1]);
        Assert.Equal(hash, Load().Hash);
        Assert.True(Made);
    }

    [Fact]
    public void What_cannot_be_is_made_again_although_its_checksums_fit()
    {
        string hash = Load().Hash, file = _cache.Files.Single();
        byte[] whole = File.ReadAllBytes(file);
        Action<JsonObject, byte[]>[] claims =
        [
            Member("train", "-1"), Member("train", "2000000000"), Member("classes", "null"), Member("classes", "[null, \"cat\"]"),
            Member("trainSums", "[]"), Member("broken", "null"), Member("height", "0"),
            // The length of a name, and the label behind the name.
            (_, body) => body.AsSpan(0, 6).Fill(0xff), (_, body) => body[1 + body[0] + 3] = 0x7f,
        ];
        foreach (Action<JsonObject, byte[]> claim in claims)
        {
            File.WriteAllBytes(file, whole);
            CacheFolder.Forge(file, "strata index\n", (header, body) =>
            {
                claim(header, body);
                header["body"] = Convert.ToHexStringLower(SHA256.HashData(body));
            });
            Assert.Equal(hash, Load().Hash);
            Assert.True(Made);
        }

        static Action<JsonObject, byte[]> Member(string name, string json) => (header, _) => header[name] = JsonNode.Parse(json);
    }

    [Fact]
    public void A_changed_source_is_looked_through_again()
    {
        string hash = Load().Hash;
        // The first set still reads from the file that was there.
        File.Delete(_folder["a.tar"]);
        Pictures.Tar(_folder["a.tar"], gzip: false, [.. Pictures.SmallSet(), ("train/ant/z.png", Pictures.Plain(4, 3, 9, 9, 9))]);
        ImageSet more = Load();
        Assert.True(Made);
        Assert.Equal(5, more.Train.Count);
        Assert.NotEqual(hash, more.Hash);
        Assert.Single(_cache.Files);
        Pictures.Folder(_folder["set"], Pictures.SmallSet());
        Assert.Equal(hash, Load("set").Hash);
        File.SetLastWriteTimeUtc(_folder["set/train/ant/9.png"], DateTime.UtcNow.AddMinutes(-5));
        Load("set");
        Assert.True(Made);
    }
}
