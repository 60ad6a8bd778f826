using System.Text.Json.Nodes;
using Strata.Checkpoints;
using Strata.Runtime;

namespace Strata.Tests.Checkpoints;

public sealed class ManifestTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("strata-manifest-");

    public void Dispose() => _folder.Delete(recursive: true);

    private static Manifest Example() => new()
    {
        Kind = "model",
        Name = "digits-resnet14-1x-s0-abcdef",
        Key = "abcdef0123",
        Inputs = new Dictionary<string, string> { ["data"] = "77" },
        Options = new JsonObject { ["epochs"] = 3 },
        Environment = RunEnvironment.Capture(threads: 2),
        Seconds = 1.5,
        Created = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        Warnings = ["few examples"],
        Results = new JsonObject { ["testAccuracy"] = 0.5 },
    };

    [Fact]
    public void What_is_written_is_read()
    {
        Manifest written = Example();
        written.Write(_folder.FullName);
        Manifest read = Manifest.Read(_folder.FullName);
        Assert.Equal((written.Kind, written.Name, written.Key, written.Seconds, written.Created, written.Format),
            (read.Kind, read.Name, read.Key, read.Seconds, read.Created, read.Format));
        Assert.Equal(written.Inputs, read.Inputs);
        Assert.Equal(written.Warnings, read.Warnings);
        Assert.True(JsonNode.DeepEquals(written.Options, read.Options));
        Assert.True(JsonNode.DeepEquals(written.Results, read.Results));
        Assert.Equivalent(written.Environment, read.Environment, strict: true);
        Assert.Equal([Manifest.FileName], _folder.GetFiles().Select(f => f.Name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[1, 2")]
    [InlineData("{\"kind\": 7}")]
    [InlineData("{\"kind\": null}")]
    public void What_is_no_manifest_is_refused_by_name(string text)
    {
        string path = Path.Combine(_folder.FullName, Manifest.FileName);
        File.WriteAllText(path, text);
        Assert.Equal(path, Assert.Throws<InvalidFileException>(() => Manifest.Read(_folder.FullName)).Path);
    }

    [Fact]
    public void A_list_of_files_leads_nowhere_else()
    {
        string path = Path.Combine(_folder.FullName, Manifest.FileName);
        File.WriteAllText(Path.Combine(_folder.FullName, "a.txt"), "a");
        Example().Write(_folder.FullName);
        JsonObject manifest = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        JsonNode sum = manifest["files"]!["a.txt"]!;
        // Manifests of the first format have no checksum of their own.
        manifest["format"] = 1;
        manifest.Remove("checksum");
        foreach (string name in (string[])["a.txt", "a.txt\0", "/etc/passwd", "../a.txt", "in/a.txt", "..", ".", ""])
        {
            manifest["files"] = new JsonObject { [name] = sum.DeepClone() };
            File.WriteAllText(path, manifest.ToJsonString());
            if (name == "a.txt") Assert.Equal([name], Manifest.ReadWhole(_folder.FullName).Files!.Keys);
            else
                Assert.Contains("is no name of a file in its folder",
                    Assert.Throws<InvalidFileException>(() => Manifest.ReadWhole(_folder.FullName)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_missing_one_is_refused() => Assert.Throws<InvalidFileException>(() => Manifest.Read(_folder.FullName));
}
